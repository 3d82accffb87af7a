// Given reports in scope: number, kind, agency, system, dates and grading, not their text.
// shape: bounded by ids
// scope: yes
// param ids: LIST OF STRING
// param visible: LIST OF STRING
// return report: MAP
UNWIND $ids AS id
MATCH (r:Report {id: id})
WHERE r.visibility IN $visible
RETURN r {.id, .kind, .agency, .system, .reference, .title, .recorded_on, .received_at, .origin, .source_grade, .intelligence_grade,
  .handling, .action, .sanitisation, .conditions, .grading_problems, .restriction} AS report
