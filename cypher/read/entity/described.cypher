// Whether reports in scope describe a person as a child or as an adult; both, where they differ.
// shape: bounded by ids
// scope: yes
// param ids: LIST OF STRING
// param visible: LIST OF STRING
// return id: STRING
// return words: LIST OF STRING
UNWIND $ids AS id
MATCH (e:Entity {id: id})<-[m:MENTIONS]-()
WHERE m.visibility IN $visible AND m.described_as IS NOT NULL
RETURN e.id AS id, collect(DISTINCT m.described_as) AS words
