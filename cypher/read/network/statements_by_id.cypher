// Given assertions in scope, with both their ends.
// shape: bounded by links
// scope: yes
// param links: LIST OF MAP {id, from_id, to_id}
// param visible: LIST OF STRING
// return statement: MAP
UNWIND $links AS row
MATCH (a:Entity {id: row.from_id})-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]->(b:Entity {id: row.to_id})
WHERE l.id = row.id AND l.visibility IN $visible
RETURN l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes,
    .source_grade, .intelligence_grade, .handling, .action, .sanitisation, .origin, type: type(l), from_id: startNode(l).id,
    to_id: endNode(l).id} AS statement
