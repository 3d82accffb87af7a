// Wait until every index answers: a new one is filled behind the scenes.
// param seconds: INTEGER
CALL db.awaitIndexes($seconds)
