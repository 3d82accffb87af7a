// Neighbours of one entity in scope, parallel links rolled up by type, the best evidenced first.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param visible: LIST OF STRING
// param types: LIST OF STRING or null for all link types
// param entity_types: LIST OF STRING or null for all
// param from_s: INTEGER or null
// param to_s: INTEGER or null
// param lowest_source: STRING or null: grades worse than these are left out, ungraded records stay
// param lowest_intelligence: STRING or null
// param per_link: INTEGER, statements given with each rolled-up link
// param limit: INTEGER
// return total: INTEGER
// return neighbours: LIST OF MAP {id, labels, links}
MATCH (e:Entity {id: $id})-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-(n:Entity)
WHERE l.visibility IN $visible
  AND ($types IS NULL OR type(l) IN $types)
  AND ($entity_types IS NULL OR any(label IN labels(n) WHERE label IN $entity_types))
  AND ($from_s IS NULL OR l.to_s > $from_s)
  AND ($to_s IS NULL OR l.from_s < $to_s)
  AND ($lowest_source IS NULL OR l.source_grade IS NULL OR l.source_grade <= $lowest_source)
  AND ($lowest_intelligence IS NULL OR l.intelligence_grade IS NULL
       OR (l.intelligence_grade <= $lowest_intelligence AND l.intelligence_grade <> 'E'))
WITH n, type(l) AS type, count(DISTINCT l) AS statements, count(DISTINCT l.origin) AS origins,
     collect(DISTINCT l.role) AS roles, min(l.from_s) AS first_s, max(l.to_s) AS last_s,
     collect(DISTINCT l)[..$per_link] AS some
WITH n, sum(statements) AS statements, max(origins) AS origins,
     collect({type: type, count: statements, origins: origins, roles: roles, first_s: first_s, last_s: last_s,
       statements: [l IN some | l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes, .source_grade,
         .intelligence_grade, .handling, .origin, type: type(l), from_id: startNode(l).id, to_id: endNode(l).id}]}) AS links
ORDER BY origins DESC, statements DESC, n.id
WITH count(*) AS total, collect({id: n.id, labels: labels(n), links: links})[..$limit] AS neighbours
RETURN total AS total, neighbours AS neighbours
