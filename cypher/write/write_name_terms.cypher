// Let an entity be found under a distinct form: names, aliases and addresses, found by words.
// One KNOWN_AS for each entity, form, access class and writing. The later date stands, whatever order reports arrive in: the
// date is read again under the lock that setting it takes.
// param rows: LIST OF MAP {entity_id, key, form, confusable, kind, raw, rank, visibility, last_on}
// return written: INTEGER
UNWIND $rows AS row
MATCH (e:Entity {id: row.entity_id})
MERGE (t:SearchTerm {key: row.key})
  ON CREATE SET t:NameTerm, t.form = row.form, t.kind = row.kind
MERGE (e)-[k:KNOWN_AS {visibility: row.visibility, raw: row.raw}]->(t)
  ON CREATE SET k.rank = row.rank, k.last_on = row.last_on
FOREACH (_ IN CASE WHEN k.last_on < row.last_on THEN [1] ELSE [] END |
  SET k.last_on = CASE WHEN k.last_on < row.last_on THEN row.last_on ELSE k.last_on END)
RETURN count(k) AS written
