// The access classes that occur in the store, for working out a viewer's scope.
// shape: bulk
// return name: STRING
MATCH (a:AccessClass)
RETURN a.name AS name ORDER BY name
