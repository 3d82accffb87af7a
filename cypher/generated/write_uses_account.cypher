// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each USES_ACCOUNT assertion that is not there yet. A person uses an account online.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Person AND b:OnlineAccount)
MERGE (a)-[l:USES_ACCOUNT {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
