// Every link, in columns by what links share, and chunk. Never shown as it is: a scope's mask is laid over it first.
// Each list has one list for each report, so that a report's id crosses the wire once in a chunk, and few records do.
// ends packs both ends' internal ids, times the first second and the length, so that few values cross the wire; the few times
// that do not fit (centuries away, longer than 34 years, or without a start) come whole in far.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return type: STRING
// return role: STRING
// return visibility: STRING
// return precision: STRING
// return source_grade: STRING
// return intelligence_grade: STRING
// return statement: STRING
// return report_ids: LIST OF STRING
// return ends: LIST OF LIST OF INTEGER
// return ids: LIST OF LIST OF STRING
// return times: LIST OF LIST OF INTEGER
// return far: LIST OF LIST OF LIST [id, from_s, to_s]
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (a)-[l]->(b)
  WHERE id(l) IN range(chunk * $size, chunk * $size + $size - 1) AND l.id IS NOT NULL AND l.report_id IS NOT NULL
    AND type(l) <> 'MENTIONS' AND type(l) <> 'KNOWN_AS'
  WITH a, l, b, CASE WHEN abs(l.from_s) < 8000000000 AND coalesce(l.to_s, l.from_s) - l.from_s < 1073741824
    THEN l.from_s * 1073741824 + coalesce(l.to_s, l.from_s) - l.from_s END AS time
  WITH type(l) AS type, l.role AS role, l.visibility AS visibility, l.precision AS precision, l.source_grade AS source_grade,
    l.intelligence_grade AS intelligence_grade, l.statement AS statement, l.report_id AS report_id,
    collect(id(a) * 2147483648 + id(b)) AS ends, collect(l.id) AS ids,
    collect(coalesce(time, -9223372036854775807)) AS times,
    collect(CASE WHEN time IS NULL AND (l.from_s IS NOT NULL OR l.to_s IS NOT NULL)
      THEN [l.id, l.from_s, l.to_s] END) AS far
  RETURN type, role, visibility, precision, source_grade, intelligence_grade, statement, collect(report_id) AS report_ids,
    collect(ends) AS ends, collect(ids) AS ids, collect(times) AS times, collect(far) AS far
}
RETURN type AS type, role AS role, visibility AS visibility, precision AS precision, source_grade AS source_grade,
  intelligence_grade AS intelligence_grade, statement AS statement, report_ids AS report_ids, ends AS ends, ids AS ids, times AS times, far AS far
