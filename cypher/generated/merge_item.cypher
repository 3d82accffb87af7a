// Generated from graphsvc/model by `make fix`. Do not edit.
// Make each item that is not there yet.
// param rows: LIST OF STRING, ids
UNWIND $rows AS id
MERGE (e:Entity {id: id})
  ON CREATE SET e:Item
