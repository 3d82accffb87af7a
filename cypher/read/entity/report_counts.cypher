// How many reports in scope mention each entity.
// shape: bounded by ids
// scope: yes
// param ids: LIST OF STRING
// param visible: LIST OF STRING
// return id: STRING
// return reports: INTEGER
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN e.id AS id, COUNT { (e)<-[m:MENTIONS]-() WHERE m.visibility IN $visible } AS reports
