// Which report mentions which entity, in columns by access class and chunk; it says which unlinked entities are in scope.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return visibility: STRING
// return node: LIST OF INTEGER, each entity once
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (r)-[m]->(e)
  WHERE id(m) IN range(chunk * $size, chunk * $size + $size - 1) AND type(m) = 'MENTIONS'
  RETURN m.visibility AS visibility, collect(DISTINCT id(e)) AS node
}
RETURN visibility AS visibility, node AS node
