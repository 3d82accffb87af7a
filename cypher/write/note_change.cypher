// Append the change record of this transaction, with what it newly made; run again after a lost reply it changes nothing.
// param id: STRING
// param at: DATETIME
// param access_classes: LIST OF STRING
// param reports: INTEGER
// param entities: INTEGER
// param mentions: INTEGER
// param links: INTEGER
MERGE (c:Change {id: $id})
  ON CREATE SET c.at = $at, c.reports = $reports, c.entities = $entities, c.mentions = $mentions, c.links = $links
WITH c
UNWIND $access_classes AS name
MERGE (:AccessClass {name: name})
