// What reports in scope say links one entity to others, latest first.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return statements: LIST OF MAP
MATCH (e:Entity {id: $id})-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-()
WHERE l.visibility IN $visible
WITH l ORDER BY coalesce(l.from_s, l.to_s, -9000000000000) DESC, l.id
WITH collect(l) AS found
RETURN size(found) AS total, [l IN found[..$limit] | l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes,
    .source_grade, .intelligence_grade, .handling, .action, .sanitisation, .origin, type: type(l), from_id: startNode(l).id,
    to_id: endNode(l).id}] AS statements
