// Entities in scope whose name, alias or address matches; cut after scope and after grouping, never before.
// shape: bulk
// scope: yes
// param lucene: STRING, an escaped Lucene query over folded forms
// param types: LIST OF STRING or null for all
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return hits: LIST OF MAP {id, labels, matched, score}
CALL db.index.fulltext.queryNodes('search_names', $lucene) YIELD node, score
MATCH (e:Entity)-[k:KNOWN_AS]->(node)
WHERE k.visibility IN $visible AND ($types IS NULL OR any(label IN labels(e) WHERE label IN $types))
WITH e, max(score) AS score, collect(DISTINCT k.raw)[..5] AS matched
ORDER BY score DESC, e.id
WITH count(*) AS total, collect({id: e.id, labels: labels(e), matched: matched, score: score})[..$limit] AS hits
RETURN total AS total, hits AS hits
