// What analyses need to know of every report, in columns by what reports share, and chunk; visibility is for the mask.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return kind: STRING
// return agency: STRING
// return visibility: STRING
// return ids: LIST OF STRING
// return origins: LIST OF STRING
// return days: LIST OF STRING, "" where the report has none
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (r:Report) WHERE id(r) IN range(chunk * $size, chunk * $size + $size - 1)
  RETURN r.kind AS kind, r.agency AS agency, r.visibility AS visibility, collect(r.id) AS ids,
    collect(coalesce(r.origin, r.id)) AS origins, collect(coalesce(r.recorded_on, '')) AS days
}
RETURN kind AS kind, agency AS agency, visibility AS visibility, ids AS ids, origins AS origins, days AS days
