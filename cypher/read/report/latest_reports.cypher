// The latest reports in scope.
// shape: bulk
// scope: yes
// param visible: LIST OF STRING
// param limit: INTEGER
// return total: INTEGER
// return ids: LIST OF STRING
MATCH (r:Report)
WHERE r.visibility IN $visible
WITH r ORDER BY coalesce(r.recorded_on, '') DESC, r.received_at DESC, r.id
WITH count(*) AS total, collect(r.id)[..$limit] AS ids
RETURN total AS total, ids AS ids
