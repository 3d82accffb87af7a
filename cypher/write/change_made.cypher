// What a transaction made whose reply was lost; nothing where it was never committed.
// param id: STRING
// return reports: INTEGER
// return entities: INTEGER
// return mentions: INTEGER
// return links: INTEGER
MATCH (c:Change {id: $id})
RETURN c.reports AS reports, c.entities AS entities, c.mentions AS mentions, c.links AS links
