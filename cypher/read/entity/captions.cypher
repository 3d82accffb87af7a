// What to call each entity on a page, from what is in scope: the best ranked, latest form; else what a mention called it.
// shape: bounded by ids
// scope: yes
// param ids: LIST OF STRING
// param visible: LIST OF STRING
// return id: STRING
// return labels: LIST OF STRING
// return caption: STRING
// return kind: STRING
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE EXISTS { (e)<-[m:MENTIONS]-() WHERE m.visibility IN $visible }
   OR EXISTS { (e)-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-() WHERE l.visibility IN $visible }
CALL (e) {
  MATCH (e)-[k:KNOWN_AS]->()
  WHERE k.visibility IN $visible AND k.rank < 10
  RETURN k.raw AS name ORDER BY k.rank, k.last_on DESC, k.raw LIMIT 1
  UNION ALL
  RETURN null AS name
}
WITH e, head(collect(name)) AS name
CALL (e) {
  MATCH (e)<-[m:MENTIONS]-()
  WHERE m.visibility IN $visible AND (m.caption IS NOT NULL OR m.kind IS NOT NULL)
  WITH m LIMIT 20
  RETURN min(m.caption) AS said, min(m.kind) AS kind
}
RETURN e.id AS id, labels(e) AS labels, coalesce(name, said, '') AS caption, coalesce(kind, '') AS kind
