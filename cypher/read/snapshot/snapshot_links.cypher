// Every link, in columns by what links share, and chunk. Never shown as it is: a scope's mask is laid over it first.
// ends packs both ends' internal ids, time packs the first second and the length, so that few values cross the wire.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return type: STRING
// return role: STRING
// return report_id: STRING
// return precision: STRING
// return source_grade: STRING
// return intelligence_grade: STRING
// return ends: LIST OF INTEGER
// return ids: LIST OF STRING
// return times: LIST OF INTEGER
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (a)-[l]->(b)
  WHERE id(l) IN range(chunk * $size, chunk * $size + $size - 1) AND type(l) <> 'MENTIONS' AND type(l) <> 'KNOWN_AS'
  RETURN type(l) AS type, l.role AS role, l.report_id AS report_id, l.precision AS precision,
    l.source_grade AS source_grade, l.intelligence_grade AS intelligence_grade,
    collect(id(a) * 2147483648 + id(b)) AS ends, collect(l.id) AS ids,
    collect(coalesce(l.from_s * 1073741824 + CASE WHEN l.to_s - l.from_s > 1073741823 THEN 1073741823
      ELSE l.to_s - l.from_s END, -9223372036854775807)) AS times
}
RETURN type AS type, role AS role, report_id AS report_id, precision AS precision, source_grade AS source_grade,
  intelligence_grade AS intelligence_grade, ends AS ends, ids AS ids, times AS times
