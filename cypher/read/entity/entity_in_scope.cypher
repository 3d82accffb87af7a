// Whether an entity exists for this viewer: something in scope mentions it or links it.
// shape: point
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// return id: STRING
// return labels: LIST OF STRING
MATCH (e:Entity {id: $id})
WHERE EXISTS { (e)<-[m:MENTIONS]-() WHERE m.visibility IN $visible }
   OR EXISTS { (e)-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-() WHERE l.visibility IN $visible }
RETURN e.id AS id, labels(e) AS labels
