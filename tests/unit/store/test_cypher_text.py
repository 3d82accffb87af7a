"""The catalogue reads statements rightly: what they use, return, write, and whether they keep to the scope."""

import pytest

from graphsvc.store.cypher_text import bare, forbidden_in_read, parameters, returned, unscoped


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("MATCH (n) RETURN n.id AS id, n.name AS name", ("id", "name")),
        ("RETURN {a: 1, b: [1, 2]} AS map, f(x, y) AS called", ("map", "called")),
        ("RETURN CASE WHEN n.x IN ['a', 'b'] THEN 1 ELSE 2 END AS chosen, 2 AS two", ("chosen", "two")),
        ("RETURN 'one, AS two, (' AS text, \"RETURN 3 AS three\" AS other", ("text", "other")),
        ("RETURN 1 AS one, // RETURN 9 AS nine, [\n 2 AS two /* , 3 AS three */", ("one", "two")),
        ("return distinct n as n order by n.id limit $limit", ("n",)),
        ("CALL () { RETURN 1 AS inner } RETURN [x IN found[..$limit] | x.id] AS ids", ("ids",)),
        ("RETURN n.limit AS most, n.`AS odd, name` AS odd SKIP 3", ("most", "odd")),
        ("RETURN collect(n {.id, type: type(n)})[..3] AS many;", ("many",)),
        ("MATCH (n) SET n.x = 1", ()),
        ("RETURN n.id", ("n.id",)),
    ],
)
def test_columns_of_the_last_return_are_read_through_maps_cases_strings_and_comments(
    text: str, columns: tuple[str, ...]
) -> None:
    """Commas, brackets and keywords inside values, strings and comments split nothing."""
    assert returned(bare(text)) == columns


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CREATE (n)", "CREATE"),
        ("match (n) detach delete n", "DELETE"),
        ("CALL () { MATCH (n) SET n.x = 1 } RETURN 1 AS one", "SET"),
        ("call (n) { merge (m:Entity) }", "MERGE"),
        ("MATCH (n) REMOVE n.x", "REMOVE"),
        ("FOREACH (x IN [1] | CREATE (n))", "FOREACH"),
        ("load   csv FROM 'x' AS row RETURN row", "LOAD   CSV"),
        ("DROP INDEX x", "DROP"),
        ("MATCH (n) CALL (n) { RETURN 1 AS x } IN 4 CONCURRENT TRANSACTIONS RETURN x", "IN 4 CONCURRENT TRANSACTIONS"),
        ("TERMINATE TRANSACTIONS 'x'", "TERMINATE"),
        ("CALL db.createLabel('X')", "db.createLabel"),
        ("CALL apoc.cypher.doIt('x', {})", "apoc.cypher.doIt"),
        ("/* a comment */ SET x.y = 'in /* a */ string'", "SET"),
    ],
)
def test_a_writing_clause_is_found_wherever_it_hides(text: str, found: str) -> None:
    """Lower case, subqueries, odd spacing and unknown procedures do not hide a write."""
    assert forbidden_in_read(bare(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) WHERE n.set = 1 AND n.text = 'CREATE (x)' RETURN n.create AS made",
        "MATCH (n:Set) RETURN n.`DELETE` AS x // DELETE n",
        "CALL db.index.fulltext.queryNodes('search_names', $q) YIELD node RETURN node",
        "CALL (n) { RETURN 1 AS one } RETURN one",
        "RETURN $set AS given",
    ],
)
def test_a_read_is_not_taken_for_a_write(text: str) -> None:
    """Properties, labels, strings, quoted names and comments that look like clauses are none."""
    assert forbidden_in_read(bare(text)) == ""


def test_parameters_in_strings_and_comments_are_none() -> None:
    """Only what the server would ask for counts, each name once."""
    assert parameters(bare("RETURN $b + $a + $b AS x, '$c' AS y // $d\n/* $e */")) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MATCH (a)-[l:KNOWS]->(b) RETURN l", "l"),
        ("MATCH (a)-[l:KNOWS]->(b) WHERE 'l.visibility IN $visible' <> '' RETURN l", "l"),
        ("MATCH (a)-[l:KNOWS]->(b) WHERE other_l.visibility IN $visible RETURN l", "l"),
        ("MATCH (a)-[:MENTIONS]->(b) RETURN b", "[:MENTIONS]"),
        ("MATCH (a)-->(b) RETURN b", "a relationship without a name"),
        ("MATCH (a)--(b) RETURN b", "a relationship without a name"),
        ("MATCH (a)<--(b) RETURN b", "a relationship without a name"),
        ("MATCH (a)-[]-(b) RETURN b", "[]"),
        ("MATCH (r:Report {id: $id}) RETURN r.text AS text", "r"),
        ("MATCH (r:Report)-[m:MENTIONS]->(e) WHERE m.visibility IN $visible RETURN r", "r"),
        ("CALL () { MATCH (a)-[l:KNOWS]->(b) WHERE l.visibility IN $visible RETURN l UNION MATCH (a)-[l:ATTENDS]->(b) "
         "RETURN l } RETURN l", "l"),
        ("RETURN EXISTS { (e)<-[m:MENTIONS]-() } AS seen", "m"),
    ],
)  # fmt: skip
def test_a_relationship_or_report_that_is_not_filtered_on_the_scope_is_named(text: str, fault: str) -> None:
    """Each binding needs its own filter: in every branch of a union, in EXISTS, and for nameless patterns."""
    assert unscoped(bare(text)) == fault


def test_a_statement_that_filters_everything_it_binds_keeps_to_the_scope() -> None:
    """Subtraction and list brackets are no relationships."""
    text = """MATCH (e:Entity)-[l:KNOWS|ATTENDS]-(n), (r:Report) WHERE l.visibility IN $visible AND r.visibility IN $visible
    RETURN 3 - [1, 2][0] AS x, [y IN range(0, 5 - 1) | y] AS z"""
    assert unscoped(bare(text)) == ""
