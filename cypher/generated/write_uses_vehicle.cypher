// Generated from graphsvc/model by `make fix`. Do not edit.
// Write each USES_VEHICLE assertion that is not there yet. Keeper, driver or passenger of a vehicle, as the role says.
// param rows: LIST OF MAP {id, from_id, to_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id})
MATCH (b:Entity {id: row.to_id})
WHERE (a:Person AND b:Vehicle)
MERGE (a)-[l:USES_VEHICLE {id: row.id}]->(b)
  ON CREATE SET l += row.properties
RETURN count(l) AS written
