// The entities one report in scope mentions, in the order of the report.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return mentions: LIST OF MAP
MATCH (r:Report {id: $id})-[m:MENTIONS]->(e:Entity)
WHERE r.visibility IN $visible AND m.visibility IN $visible
WITH m, e ORDER BY m.locator, m.id
WITH count(*) AS total, collect(m {.*, entity_id: e.id})[..$limit] AS mentions
RETURN total AS total, mentions AS mentions
