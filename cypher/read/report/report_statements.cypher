// The links one report in scope asserts, in the order of the report; each type is found through its own index.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return statements: LIST OF MAP
CALL () {
  MATCH ()-[l:KNOWS {report_id: $id}]->() USING INDEX SEEK l:KNOWS(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:LIVES_WITH {report_id: $id}]->() USING INDEX SEEK l:LIVES_WITH(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:FAMILY_OF {report_id: $id}]->() USING INDEX SEEK l:FAMILY_OF(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:LIVES_AT {report_id: $id}]->() USING INDEX SEEK l:LIVES_AT(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:ATTENDS {report_id: $id}]->() USING INDEX SEEK l:ATTENDS(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:SEEN_AT {report_id: $id}]->() USING INDEX SEEK l:SEEN_AT(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:WORKS_FOR {report_id: $id}]->() USING INDEX SEEK l:WORKS_FOR(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:OPERATED_BY {report_id: $id}]->() USING INDEX SEEK l:OPERATED_BY(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:USES_VEHICLE {report_id: $id}]->() USING INDEX SEEK l:USES_VEHICLE(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:USES_PHONE {report_id: $id}]->() USING INDEX SEEK l:USES_PHONE(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:USES_ACCOUNT {report_id: $id}]->() USING INDEX SEEK l:USES_ACCOUNT(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:TOOK_PART {report_id: $id}]->() USING INDEX SEEK l:TOOK_PART(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:INVOLVED_IN {report_id: $id}]->() USING INDEX SEEK l:INVOLVED_IN(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:OCCURRED_AT {report_id: $id}]->() USING INDEX SEEK l:OCCURRED_AT(report_id) WHERE l.visibility IN $visible RETURN l
  UNION ALL
  MATCH ()-[l:PART_OF {report_id: $id}]->() USING INDEX SEEK l:PART_OF(report_id) WHERE l.visibility IN $visible RETURN l
}
WITH l ORDER BY l.locator, l.id
WITH collect(l) AS found
RETURN size(found) AS total, [l IN found[..$limit] | l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes,
    .source_grade, .intelligence_grade, .handling, .action, .sanitisation, .origin, type: type(l), from_id: startNode(l).id,
    to_id: endNode(l).id}] AS statements
