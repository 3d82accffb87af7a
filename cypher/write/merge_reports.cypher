// Make each report that is not there yet; content_sha256 of those that are is given back, so that a clash shows.
// param rows: LIST OF MAP {id, properties}
// return id: STRING
// return content_sha256: STRING
UNWIND $rows AS row
MERGE (r:Report {id: row.id})
  ON CREATE SET r += row.properties
RETURN r.id AS id, r.content_sha256 AS content_sha256
