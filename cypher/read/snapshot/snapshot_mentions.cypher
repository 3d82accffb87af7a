// What mentions say of each entity that whole-network work needs, in columns by what they share, and chunk.
// Never shown as it is: a scope's mask is laid over it first. It also says which unlinked entities are in scope.
// The five lists of a row run alike; "" stands where a mention does not say it. Each different saying comes once in a chunk.
// shape: bulk
// param last: INTEGER
// param size: INTEGER
// return visibility: STRING
// return described: STRING
// return kind: STRING
// return work: STRING
// return node: LIST OF INTEGER
// return names: LIST OF STRING, of people only
// return born: LIST OF STRING
// return latitude: LIST OF NUMBER or ""
// return longitude: LIST OF NUMBER or ""
UNWIND range(0, $last / $size) AS chunk
CALL (chunk) {
  MATCH (r)-[m]->(e)
  WHERE id(m) IN range(chunk * $size, chunk * $size + $size - 1) AND type(m) = 'MENTIONS'
  WITH DISTINCT m.visibility AS visibility, e, coalesce(m.described_as, '') AS described, coalesce(m.kind, '') AS kind,
    coalesce(m.occupation, '') AS work, CASE WHEN e:Person THEN coalesce(m.name, '') ELSE '' END AS name,
    coalesce(m.date_of_birth, '') AS day, coalesce(m.latitude, '') AS north, coalesce(m.longitude, '') AS east
  RETURN visibility, described, kind, work, collect(id(e)) AS node, collect(name) AS names, collect(day) AS born,
    collect(north) AS latitude, collect(east) AS longitude
}
RETURN visibility AS visibility, described AS described, kind AS kind, work AS work, node AS node, names AS names,
  born AS born, latitude AS latitude, longitude AS longitude
