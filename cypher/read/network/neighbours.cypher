// Neighbours of one entity in scope, parallel links rolled up by type, the best evidenced first.
// Neighbours are cut before their statements are read, so that a hub costs little more than its links.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param types: LIST OF STRING or null for all link types
// param entity_types: LIST OF STRING or null for all
// param from_s: INTEGER or null: what ended before is left out, and so is what is undated
// param to_s: INTEGER or null: what starts then or later is left out, and so is what is undated
// param lowest_source: STRING or null: grades worse than these are left out, ungraded records stay
// param lowest_intelligence: STRING or null
// param per_link: INTEGER, statements given with each rolled-up link, the latest first
// param limit: INTEGER
// return total: INTEGER
// return neighbours: LIST OF MAP {id, labels, links}
MATCH (e:Entity {id: $id})-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-(n:Entity)
WHERE l.visibility IN $visible
  AND ($types IS NULL OR type(l) IN $types)
  AND ($entity_types IS NULL OR any(label IN labels(n) WHERE label IN $entity_types))
  AND ($from_s IS NULL OR coalesce(l.to_s, l.from_s) > $from_s OR l.from_s >= $from_s)
  AND ($to_s IS NULL OR l.from_s < $to_s OR (l.from_s IS NULL AND l.to_s IS NOT NULL))
  AND ($lowest_source IS NULL OR l.source_grade IS NULL OR l.source_grade <= $lowest_source)
  AND ($lowest_intelligence IS NULL OR l.intelligence_grade IS NULL
       OR (l.intelligence_grade <= $lowest_intelligence AND l.intelligence_grade <> 'E'))
WITH n, type(l) AS type, count(DISTINCT l.origin) AS origins, collect(DISTINCT l.role) AS roles,
     min(coalesce(l.from_s, l.to_s)) AS first_s, max(coalesce(l.to_s, l.from_s)) AS last_s, collect(l) AS said
WITH n, sum(size(said)) AS statements, max(origins) AS origins,
     collect({type: type, origins: origins, roles: roles, first_s: first_s, last_s: last_s, said: said}) AS links
ORDER BY origins DESC, statements DESC, n.id
WITH count(*) AS total, collect({n: n, links: links})[..$limit] AS kept
CALL (kept) {
  UNWIND range(0, size(kept) - 1) AS place
  UNWIND kept[place].links AS link
  CALL (link) {
    UNWIND link.said AS l
    WITH l ORDER BY coalesce(l.from_s, l.to_s, -9000000000000) DESC, l.id LIMIT $per_link
    RETURN collect(l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes,
    .source_grade, .intelligence_grade, .handling, .action, .sanitisation, .origin, type: type(l), from_id: startNode(l).id,
    to_id: endNode(l).id}) AS statements
  }
  WITH place, link, statements ORDER BY place, link.type
  WITH place, kept[place].n AS n, collect({type: link.type, count: size(link.said), origins: link.origins, roles: link.roles,
    first_s: link.first_s, last_s: link.last_s, statements: statements}) AS links
  ORDER BY place
  RETURN collect({id: n.id, labels: labels(n), links: links}) AS neighbours
}
RETURN total AS total, neighbours AS neighbours
