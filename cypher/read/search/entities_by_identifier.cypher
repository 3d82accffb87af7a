// Entities in scope with a plate, number, handle, postcode or reference that contains the fragment.
// shape: bulk
// scope: yes
// param fragment: STRING, folded
// param confusable: STRING or null: the fragment with misread characters made equal, for plates
// param kinds: LIST OF STRING
// param types: LIST OF STRING or null for all
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return hits: LIST OF MAP {id, labels, matched, score}
CALL () {
  MATCH (t:SearchTerm) WHERE t.form CONTAINS $fragment AND t.kind IN $kinds
  RETURN t, CASE WHEN t.form = $fragment THEN 3.0 WHEN t.form STARTS WITH $fragment OR t.form ENDS WITH $fragment THEN 2.0
    ELSE 1.5 END AS score
  UNION
  MATCH (t:SearchTerm) WHERE t.confusable CONTAINS $confusable AND t.kind = 'vrm' AND 'vrm' IN $kinds
  RETURN t, CASE WHEN t.confusable = $confusable THEN 1.4 ELSE 1.0 END AS score
}
MATCH (e:Entity)-[k:KNOWN_AS]->(t)
WHERE k.visibility IN $visible AND ($types IS NULL OR any(label IN labels(e) WHERE label IN $types))
WITH e, max(score) AS score, collect(DISTINCT k.raw)[..5] AS matched
ORDER BY score DESC, e.id
WITH count(*) AS total, collect({id: e.id, labels: labels(e), matched: matched, score: score})[..$limit] AS hits
RETURN total AS total, hits AS hits
