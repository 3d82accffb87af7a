// The entities that a sender's own numbers stand for; used when collecting, never shown.
// shape: bounded by refs
// param refs: LIST OF STRING
// return ref: STRING
// return entity_id: STRING
// return labels: LIST OF STRING
UNWIND $refs AS ref
MATCH ()-[m:MENTIONS {source_ref: ref}]->(e:Entity)
USING INDEX SEEK m:MENTIONS(source_ref)
RETURN ref AS ref, min(e.id) AS entity_id, head(collect(labels(e))) AS labels
