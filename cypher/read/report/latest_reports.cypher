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
WITH collect(r) AS found
RETURN size(found) AS total, [r IN found[..$limit] | r.id] AS ids
