// The entities one report in scope mentions, in the order of the report.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return mentions: LIST OF MAP
MATCH (r:Report {id: $id})-[m:MENTIONS]->()
WHERE r.visibility IN $visible AND m.visibility IN $visible
WITH m ORDER BY m.locator, m.id
WITH collect(m) AS found
RETURN size(found) AS total, [m IN found[..$limit] | m {.*, entity_id: endNode(m).id}] AS mentions
