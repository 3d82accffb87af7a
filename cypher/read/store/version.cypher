// How many change records there are: the version of the graph, answered from the count store.
// shape: point
// return version: INTEGER
MATCH (c:Change)
RETURN count(c) AS version
