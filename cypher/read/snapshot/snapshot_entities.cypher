// Every entity, in columns by type and chunk. Never shown as it is: a scope's mask is laid over it first.
// Chunks by internal id keep the memory flat on both sides; internal ids never leave the snapshot.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return labels: LIST OF STRING
// return node: LIST OF INTEGER
// return ids: LIST OF STRING
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (e:Entity) WHERE id(e) IN range(chunk * $size, chunk * $size + $size - 1)
  RETURN labels(e) AS labels, collect(id(e)) AS node, collect(e.id) AS ids
}
RETURN labels AS labels, node AS node, ids AS ids
