// The store's own record: made once, then read. found says how many nodes there were before it.
// param id_key: STRING
// param purpose: STRING
// param directory_id: STRING, the data directory that opens the store first
// param schema_version: INTEGER
// param at: DATETIME
// return id_key: STRING
// return purpose: STRING
// return directory_id: STRING
// return schema_version: INTEGER
// return made_now: BOOLEAN
// return found: INTEGER
// return reports: INTEGER
CALL () { MATCH (n) RETURN count(n) AS found }
MERGE (s:Store {name: 'graphsvc'})
  ON CREATE SET s.id_key = $id_key, s.purpose = $purpose, s.directory_id = $directory_id,
    s.schema_version = $schema_version, s.made_at = $at
RETURN s.id_key AS id_key, s.purpose AS purpose, s.directory_id AS directory_id, s.schema_version AS schema_version,
  s.id_key = $id_key AS made_now, found AS found, COUNT { (r:Report) } AS reports
