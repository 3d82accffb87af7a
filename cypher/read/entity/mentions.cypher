// What reports in scope say of one entity: every attribute as each report gave it, latest first.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return mentions: LIST OF MAP
MATCH (e:Entity {id: $id})<-[m:MENTIONS]-(r:Report)
WHERE m.visibility IN $visible
WITH m ORDER BY m.recorded_on DESC, m.from_s DESC, m.id
WITH count(*) AS total, collect(m {.*})[..$limit] AS mentions
RETURN total AS total, mentions AS mentions
