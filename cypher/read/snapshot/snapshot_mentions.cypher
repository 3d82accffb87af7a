// Which report mentions which entity, in columns by report and chunk; it says which unlinked entities are in scope.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return report_id: STRING
// return visibility: STRING
// return node: LIST OF INTEGER
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (r)-[m]->(e)
  WHERE id(m) IN range(chunk * $size, chunk * $size + $size - 1) AND type(m) = 'MENTIONS'
  RETURN m.report_id AS report_id, m.visibility AS visibility, collect(id(e)) AS node
}
RETURN report_id AS report_id, visibility AS visibility, node AS node
