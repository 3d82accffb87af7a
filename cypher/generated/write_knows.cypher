// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each KNOWS assertion that is not there yet. Two people are reported to know one another.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Person AND b:Person)
MERGE (a)-[l:KNOWS {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
