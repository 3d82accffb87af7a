// The store's own record, looked at before anything is changed; nothing in a new store.
// shape: point
// return purpose: STRING
// return schema_version: INTEGER
MATCH (s:Store {name: 'graphsvc'})
RETURN s.purpose AS purpose, s.schema_version AS schema_version
