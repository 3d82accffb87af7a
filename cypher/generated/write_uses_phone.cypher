// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each USES_PHONE assertion that is not there yet. A person uses a telephone number.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Person AND b:Phone)
MERGE (a)-[l:USES_PHONE {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
