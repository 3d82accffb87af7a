// One report in scope with its text.
// shape: point
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// return text: STRING
MATCH (r:Report {id: $id})
WHERE r.visibility IN $visible
RETURN r.text AS text
