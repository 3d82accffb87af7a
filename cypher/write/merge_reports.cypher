// Make each report that is not there yet; what tells those that are apart is given back, so that a clash shows.
// param rows: LIST OF MAP {id, properties}
// return id: STRING
// return content_sha256: STRING
// return visibility: STRING
UNWIND $rows AS row
MERGE (r:Report {id: row.id})
  ON CREATE SET r += row.properties
RETURN r.id AS id, r.content_sha256 AS content_sha256, r.visibility AS visibility
