// Who and what else was in events of one entity, each with all those events: the company of the first, most events first.
// The place of an event counts as company; an event of more than largest joins nobody. Others are cut before their statements are read.
// shape: bounded by events
// scope: yes
// param id: STRING, whose company is asked for
// param events: LIST OF STRING, ids of events
// param visible: LIST OF STRING
// param types: LIST OF STRING, the link types that say that something was in an event
// param largest: INTEGER
// param entity_types: LIST OF STRING or null for all
// param lowest_source: STRING or null: grades worse than these are left out, ungraded records stay
// param lowest_intelligence: STRING or null
// param per_link: INTEGER, statements given of each other's part, the latest first
// param limit: INTEGER
// return total: INTEGER
// return company: LIST OF MAP {id, labels, events, roles, origins, first_s, last_s, count, statements}
UNWIND $events AS event_id
MATCH (v:Entity {id: event_id})-[l:KNOWS|LIVES_WITH|FAMILY_OF|LIVES_AT|ATTENDS|SEEN_AT|WORKS_FOR|OPERATED_BY|USES_VEHICLE|USES_PHONE|USES_ACCOUNT|TOOK_PART|INVOLVED_IN|OCCURRED_AT|PART_OF]-(n:Entity)
WHERE l.visibility IN $visible
  AND type(l) IN $types
  AND ($lowest_source IS NULL OR l.source_grade IS NULL OR l.source_grade <= $lowest_source)
  AND ($lowest_intelligence IS NULL OR l.intelligence_grade IS NULL
       OR (l.intelligence_grade <= $lowest_intelligence AND l.intelligence_grade <> 'E'))
WITH v, collect({n: n, l: l}) AS parts, count(DISTINCT n) AS things
WHERE things <= $largest
WITH v, parts, [p IN parts WHERE p.n.id = $id | p.l.origin] AS own
WHERE size(own) > 0
UNWIND [p IN parts WHERE p.n.id <> $id] AS part
WITH part.n AS n, part.l AS l, v, own
WHERE $entity_types IS NULL OR any(label IN labels(n) WHERE label IN $entity_types)
WITH n, collect(DISTINCT v.id) AS events, collect(DISTINCT l.role) AS roles, count(DISTINCT l.origin) AS origins,
     min(coalesce(l.from_s, l.to_s)) AS first_s, max(coalesce(l.to_s, l.from_s)) AS last_s, collect(l) AS said,
     collect(own) AS owns
WITH n, events, roles, origins, first_s, last_s, said,
     size(reduce(met = [], own IN owns | met + [o IN own WHERE NOT o IN met])) AS own_origins
WITH n, events, roles, first_s, last_s, said, CASE WHEN own_origins < origins THEN own_origins ELSE origins END AS origins
ORDER BY size(events) DESC, origins DESC, n.id
WITH count(*) AS total, collect({n: n, events: events, roles: roles, origins: origins, first_s: first_s, last_s: last_s,
     said: said})[..$limit] AS kept
CALL (kept) {
  UNWIND range(0, size(kept) - 1) AS place
  WITH place, kept[place] AS other
  CALL (other) {
    UNWIND other.said AS l
    WITH l ORDER BY coalesce(l.from_s, l.to_s, -9000000000000) DESC, l.id LIMIT $per_link
    RETURN collect(l {.id, .report_id, .locator, .role, .from_s, .to_s, .precision, .statement, .sentence, .attributes,
    .source_grade, .intelligence_grade, .handling, .action, .sanitisation, .origin, type: type(l), from_id: startNode(l).id,
    to_id: endNode(l).id}) AS statements
  }
  WITH place, other, statements ORDER BY place
  RETURN collect({id: other.n.id, labels: labels(other.n), events: other.events, roles: other.roles, origins: other.origins,
    first_s: other.first_s, last_s: other.last_s, count: size(other.said), statements: statements}) AS company
}
RETURN total AS total, company AS company
