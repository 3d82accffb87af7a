// Every link, in columns by what links share, and chunk. Never shown as it is: a scope's mask is laid over it first.
// ends packs both ends' internal ids, times the first second and the length, so that few values cross the wire; the few times
// that do not fit (centuries away, longer than 34 years, or without a start) come whole in far.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return type: STRING
// return role: STRING
// return report_id: STRING
// return visibility: STRING
// return precision: STRING
// return source_grade: STRING
// return intelligence_grade: STRING
// return ends: LIST OF INTEGER
// return ids: LIST OF STRING
// return times: LIST OF INTEGER
// return far: LIST OF LIST [id, from_s, to_s]
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (a)-[l]->(b)
  WHERE id(l) IN range(chunk * $size, chunk * $size + $size - 1) AND l.id IS NOT NULL
    AND type(l) <> 'MENTIONS' AND type(l) <> 'KNOWN_AS'
  WITH a, l, b, CASE WHEN abs(l.from_s) < 8000000000 AND coalesce(l.to_s, l.from_s) - l.from_s < 1073741824
    THEN l.from_s * 1073741824 + coalesce(l.to_s, l.from_s) - l.from_s END AS time
  RETURN type(l) AS type, l.role AS role, l.report_id AS report_id, l.visibility AS visibility, l.precision AS precision,
    l.source_grade AS source_grade, l.intelligence_grade AS intelligence_grade,
    collect(id(a) * 2147483648 + id(b)) AS ends, collect(l.id) AS ids,
    collect(coalesce(time, -9223372036854775807)) AS times,
    collect(CASE WHEN time IS NULL AND (l.from_s IS NOT NULL OR l.to_s IS NOT NULL)
      THEN [l.id, l.from_s, l.to_s] END) AS far
}
RETURN type AS type, role AS role, report_id AS report_id, visibility AS visibility, precision AS precision,
  source_grade AS source_grade, intelligence_grade AS intelligence_grade, ends AS ends, ids AS ids, times AS times, far AS far
