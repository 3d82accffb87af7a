// Entities in scope with a name, alias, address, plate, number, handle, postcode or reference that fits what was typed.
// Terms are found first, then scope and grouping are applied, and only then is anything cut; of many that fit alike those stay
// that reports in scope mention most. score only says what survives the cut: it is made from the whole index, so it is never shown.
// shape: bulk
// scope: yes
// param lucene: LIST OF STRING, none or one escaped Lucene query over folded forms
// param fragments: LIST OF MAP {kinds, fragment, confusable}: folded; confusable has misread characters made equal, or is null
// param types: LIST OF STRING or null for all
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return hits: LIST OF MAP {id, labels, matched, identifier, mentions}
CALL () {
  UNWIND $lucene AS words
  CALL db.index.fulltext.queryNodes('search_names', words) YIELD node, score
  RETURN node AS t, 3 * score / (score + 1) AS score, 0.0 AS identifier
  UNION ALL
  UNWIND $fragments AS sought
  MATCH (t:SearchTerm)
  WHERE t.form CONTAINS sought.fragment AND t.kind IN sought.kinds
  WITH t, CASE WHEN t.form = sought.fragment THEN 3.0
    WHEN t.form STARTS WITH sought.fragment OR t.form ENDS WITH sought.fragment THEN 2.0 ELSE 1.5 END AS score
  RETURN t, score, score AS identifier
  UNION ALL
  UNWIND $fragments AS sought
  MATCH (t:SearchTerm)
  WHERE t.confusable CONTAINS sought.confusable AND t.kind IN sought.kinds
  WITH t, CASE WHEN t.confusable = sought.confusable THEN 1.4 ELSE 1.0 END AS score
  RETURN t, score, score AS identifier
}
MATCH (e:Entity)-[k:KNOWN_AS]->(t)
WHERE k.visibility IN $visible AND ($types IS NULL OR any(label IN labels(e) WHERE label IN $types))
WITH e, k.raw AS raw, max(score) AS score, max(identifier) AS identifier
ORDER BY score DESC, raw
WITH e, max(score) AS score, max(identifier) AS identifier, collect(raw)[..5] AS matched
WITH e, score, identifier, matched, COUNT { (e)<-[m:MENTIONS]-() WHERE m.visibility IN $visible } AS mentions
ORDER BY score DESC, mentions DESC, e.id
WITH collect({e: e, matched: matched, identifier: identifier, mentions: mentions}) AS found
RETURN size(found) AS total,
  [f IN found[..$limit] | {id: f.e.id, labels: labels(f.e), matched: f.matched, identifier: f.identifier, mentions: f.mentions}] AS hits
