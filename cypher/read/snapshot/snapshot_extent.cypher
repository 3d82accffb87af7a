// How far the chunks of a snapshot must reach, and the version of the graph they will show.
// shape: bulk
// return version: INTEGER
// return last_node: INTEGER
// return last_relationship: INTEGER
CALL () { MATCH (c:Change) RETURN count(c) AS version }
CALL () { MATCH (n) RETURN coalesce(max(id(n)), -1) AS last_node }
CALL () { MATCH ()-[r]->() RETURN coalesce(max(id(r)), -1) AS last_relationship }
RETURN version AS version, last_node AS last_node, last_relationship AS last_relationship
