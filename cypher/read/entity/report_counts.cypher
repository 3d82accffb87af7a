// How many reports in scope mention each entity; an entity that none mentions is left out.
// shape: bounded by ids
// scope: yes
// param ids: LIST OF STRING
// param visible: LIST OF STRING
// return id: STRING
// return reports: INTEGER
UNWIND $ids AS id
MATCH (e:Entity {id: id})<-[m:MENTIONS]-()
WHERE m.visibility IN $visible
RETURN e.id AS id, count(DISTINCT m.report_id) AS reports
