// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each OCCURRED_AT assertion that is not there yet. Where an event happened, or was reported; the role says which.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Event AND b:Location)
MERGE (a)-[l:OCCURRED_AT {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
