// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each PART_OF assertion that is not there yet. One place lies within another.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Location AND b:Location)
MERGE (a)-[l:PART_OF {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
