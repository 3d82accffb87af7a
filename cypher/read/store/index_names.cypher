// The indexes there are (a constraint has one of its own name), so that an opened store is not made again.
// shape: bulk
// return name: STRING
SHOW INDEXES YIELD name
RETURN name AS name
