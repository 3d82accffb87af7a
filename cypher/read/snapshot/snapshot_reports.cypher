// What analyses need to know of every report, and its access class for the mask.
// shape: bulk
// return report: MAP
MATCH (r:Report)
RETURN r {.id, .kind, .agency, .origin, .recorded_on, .visibility} AS report
