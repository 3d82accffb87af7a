// Append the change record of this transaction; the same batch again leaves the first record as it is.
// param id: STRING
// param at: DATETIME
// param access_classes: LIST OF STRING
MERGE (c:Change {id: $id})
  ON CREATE SET c.at = $at
WITH c
UNWIND $access_classes AS name
MERGE (:AccessClass {name: name})
