// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each WORKS_FOR assertion that is not there yet. Work, paid or not, for a firm or at a place.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Person AND b:Organisation) OR (a:Person AND b:Location)
MERGE (a)-[l:WORKS_FOR {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
