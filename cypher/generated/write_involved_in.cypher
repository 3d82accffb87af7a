// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each INVOLVED_IN assertion that is not there yet. A thing's part in an event.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Vehicle AND b:Event) OR (a:Phone AND b:Event) OR (a:OnlineAccount AND b:Event) OR (a:Organisation AND b:Event) OR (a:Item AND b:Event)
MERGE (a)-[l:INVOLVED_IN {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
