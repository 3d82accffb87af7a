// What reports in scope say of one entity: every attribute as each report gave it, latest first.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return mentions: LIST OF MAP
MATCH (e:Entity {id: $id})<-[m:MENTIONS]-()
WHERE m.visibility IN $visible
WITH m ORDER BY m.recorded_on DESC, coalesce(m.from_s, -9000000000000) DESC, m.id
WITH collect(m) AS found
RETURN size(found) AS total, [m IN found[..$limit] | m {.*}] AS mentions
