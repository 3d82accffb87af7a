// The store's own record: made once, then read.
// param id_key: STRING
// param purpose: STRING
// param schema_version: INTEGER
// param at: DATETIME
// return id_key: STRING
// return purpose: STRING
// return schema_version: INTEGER
// return reports: INTEGER
MERGE (s:Store {name: 'graphsvc'})
  ON CREATE SET s.id_key = $id_key, s.purpose = $purpose, s.schema_version = $schema_version, s.made_at = $at
RETURN s.id_key AS id_key, s.purpose AS purpose, s.schema_version AS schema_version, COUNT { (r:Report) } AS reports
