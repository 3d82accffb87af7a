"""The catalogue refuses every statement that contradicts its header, and names the file."""

from pathlib import Path

import pytest

from graphsvc.errors import QueryDefinitionError
from graphsvc.store.catalogue import load_catalogue, parse_query

GOOD = """// One entity.
// shape: bounded by limit
// scope: yes
// param id: STRING
// param limit: INTEGER
// param visible: LIST OF STRING
// return id: STRING
MATCH (e:Entity {id: $id})<-[m:MENTIONS]-() WHERE m.visibility IN $visible
RETURN e.id AS id LIMIT $limit
"""


def test_a_sound_file_becomes_a_query() -> None:
    """Purpose, shape, bound, scope, parameters and columns are read from the header."""
    query = parse_query(GOOD, "one", "read/entity")
    assert (query.purpose, query.shape, query.bound, query.scoped) == ("One entity.", "bounded", "limit", True)
    assert (query.parameters, query.returns) == (("id", "limit", "visible"), ("id",))
    assert not query.writes
    assert query.text.startswith("MATCH")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("// One entity.\n", "", "what the query is for"),
        ("// shape: bounded by limit\n", "", "no shape"),
        ("bounded by limit", "bounded", "no shape"),
        ("bounded by limit", "huge", "no shape"),
        ("bounded by limit", "bounded by most", "bounded by most, which is no parameter"),
        ("scope: yes", "scope: yse", "scope is neither yes nor no"),
        ("// param id: STRING\n", "", "parameters used"),
        ("// param id", "// param id: STRING\n// param more", "parameters used"),
        ("// param id", "// param id: STRING\n// param id", "parameters used"),
        ("// return id", "// return name", "the header says"),
        ("// return id", "// return id: STRING\n// return more", "the header says"),
        ("RETURN e.id AS id", "RETURN e.id AS id, e.name AS name", "the header says"),
        ("RETURN e.id AS id", "SET e.x = 1 RETURN e.id AS id", "may not use SET"),
        ("RETURN e.id AS id", "set e.x = 1 RETURN e.id AS id", "may not use SET"),
        ("RETURN e.id AS id", "CALL (e) { create (x) } RETURN e.id AS id", "may not use CREATE"),
        ("m.visibility IN $visible", "$visible IS NOT NULL", "does not filter m on $visible"),
        (" WHERE m.visibility IN $visible", "", "parameters used"),
    ],
)
def test_each_fault_of_a_header_is_refused_by_name(old: str, new: str, says: str) -> None:
    """The message holds the file and what is wrong with it; the next step says to correct it."""
    with pytest.raises(QueryDefinitionError) as refused:
        parse_query(GOOD.replace(old, new), "one", "read/entity")
    assert str(refused.value).startswith("read/entity/one.cypher: ")
    assert says in str(refused.value)
    assert refused.value.next_step


def test_a_scoped_read_without_the_scope_parameter_is_refused() -> None:
    """A header that says scope: yes over a statement that binds nothing filtered cannot start."""
    text = "// X.\n// shape: point\n// scope: yes\n// return n: INTEGER\nMATCH (e:Entity) RETURN count(e) AS n"
    with pytest.raises(QueryDefinitionError, match="does not filter on"):
        parse_query(text, "one", "read/entity")


def test_a_header_without_a_statement_is_refused() -> None:
    """An empty file is no query."""
    with pytest.raises(QueryDefinitionError, match=r"write/one\.cypher: there is no statement"):
        parse_query("// Only words.\n", "one", "write")


def test_a_write_query_may_write_but_must_declare_what_it_uses_and_returns() -> None:
    """Parameters and columns are checked outside read/ too."""
    assert parse_query("// Make.\n// param id: X\nCREATE (n {id: $id})", "one", "write").writes
    with pytest.raises(QueryDefinitionError, match="parameters used"):
        parse_query("// Make.\nCREATE (n {id: $id})", "one", "write")
    with pytest.raises(QueryDefinitionError, match="the header says"):
        parse_query("// Make.\n// return a: X\nCREATE (n) RETURN n AS b", "one", "write")


def test_two_queries_of_one_name_are_refused(tmp_path: Path) -> None:
    """Both places are named."""
    for family in ("read/a", "read/b"):
        (tmp_path / family).mkdir(parents=True)
        (tmp_path / family / "one.cypher").write_text(GOOD, encoding="utf-8")
    with pytest.raises(QueryDefinitionError, match=r"read/b/one\.cypher: read/a has a query of this name too"):
        load_catalogue(tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 give the same kind of error, with the file's name."""
    (tmp_path / "one.cypher").write_bytes(b"// caf\xe9\nRETURN 1")
    with pytest.raises(QueryDefinitionError, match=r"one\.cypher: it cannot be read"):
        load_catalogue(tmp_path)


def test_a_folder_without_queries_is_refused(tmp_path: Path) -> None:
    """A package installed without its cypher folder says what to do."""
    with pytest.raises(QueryDefinitionError) as refused:
        load_catalogue(tmp_path)
    assert "Install the package again" in refused.value.next_step


def test_an_unknown_query_is_an_error_of_definition(tmp_path: Path) -> None:
    """Asking for a name that is not there does not raise a bare KeyError."""
    with pytest.raises(QueryDefinitionError, match="no query called nothing"):
        load_catalogue()["nothing"]
