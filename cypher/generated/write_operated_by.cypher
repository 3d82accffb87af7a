// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each OPERATED_BY assertion that is not there yet. Who runs a vehicle or a place.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Vehicle AND b:Organisation) OR (a:Location AND b:Organisation)
MERGE (a)-[l:OPERATED_BY {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
