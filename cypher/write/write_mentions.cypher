// Write each mention that is not there yet, with every attribute as the report gave it.
// param rows: LIST OF MAP {id, report_id, entity_id, properties}
// return written: INTEGER
UNWIND $rows AS row
MATCH (r:Report {id: row.report_id})
MATCH (e:Entity {id: row.entity_id})
MERGE (r)-[m:MENTIONS {id: row.id}]->(e)
  ON CREATE SET m += row.properties
RETURN count(m) AS written
