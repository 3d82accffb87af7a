"""Dates and statements in words."""

from datetime import UTC, date, datetime

import pytest

from graphsvc.model.network import EntityRef, Source, Statement
from graphsvc.model.provenance import UNDATED, DatePrecision, Observed
from graphsvc.model.wording import as_of, counted, dated, name, tell, verb_and_role, when


def at(*parts: int) -> datetime:
    """A UTC moment."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("observed", "words"),
    [
        (UNDATED, "no date reported"),
        (Observed(at(2026, 3, 3), at(2026, 3, 4), DatePrecision.DAY), "Tuesday 3 March 2026"),
        (Observed(at(2026, 3, 3, 22, 10), at(2026, 3, 3, 22, 10), DatePrecision.MINUTE), "Tuesday 3 March 2026, 22:10"),
        (
            Observed(at(2026, 3, 3, 22, 10), at(2026, 3, 3, 23), DatePrecision.MINUTE),
            "Tuesday 3 March 2026, 22:10 to 23:00",
        ),
        (
            Observed(at(2026, 3, 3, 23, 10), at(2026, 3, 4, 1), DatePrecision.MINUTE),
            "Tuesday 3 March 2026, 23:10 to Wednesday 4 March 2026, 01:00",
        ),
        (Observed(at(2026, 3, 3, 22), at(2026, 3, 3, 23), DatePrecision.HOUR), "Tuesday 3 March 2026, about 22:00"),
        (Observed(at(2026, 3, 1), at(2026, 3, 31, 23), DatePrecision.MONTH), "March 2026 (no day reported)"),
        (Observed(at(2026, 1, 1), at(2027, 1, 1), DatePrecision.YEAR), "2026 (no month reported)"),
        (
            Observed(at(2026, 3, 3), at(2026, 3, 6), DatePrecision.DAY),
            "Tuesday 3 March 2026 to Thursday 5 March 2026",
        ),
    ],
)
def test_a_time_is_told_no_more_exactly_than_it_is_known(observed: Observed, words: str) -> None:
    """A month stays a month, an hour is about, a day has no clock."""
    assert when(observed) == words


def test_times_are_told_in_local_time() -> None:
    """In summer a UTC evening is the next local day; the long autumn day of 25 hours is still one day."""
    assert when(Observed(at(2026, 7, 1, 23, 30), None, DatePrecision.MINUTE)) == "Thursday 2 July 2026, 00:30"
    autumn = Observed(at(2026, 10, 24, 23), at(2026, 10, 26), DatePrecision.DAY)
    assert when(autumn) == "Sunday 25 October 2026"
    assert as_of(at(2026, 7, 1, 13, 2)) == "1 July 2026 14:02"


def a_statement(**more: object) -> Statement:
    """A statement that one person lives at a place."""
    source = Source("r", "record", "police", "s", "ref", "t", "row 2", date(2026, 1, 1), "o")
    ends = EntityRef("a", "Person", "Ada Example"), EntityRef("b", "Location", "1 Sea Lane")
    return Statement("i", "LIVES_AT", *ends, source, **more)  # type: ignore[arg-type]


def test_a_statement_reads_as_a_sentence() -> None:
    """Subject, verb and object; the role only where it says something."""
    assert tell(a_statement()) == "Ada Example lives at 1 Sea Lane."
    assert "unknown" not in tell(a_statement(role="unknown"))
    assert "placement" in tell(a_statement(role="placement"))


def test_the_reports_own_wording_stands() -> None:
    """A sentence the report gave is not rewritten."""
    assert tell(a_statement(sentence="She was placed there in March.")) == "She was placed there in March."


def test_an_entity_that_nothing_in_scope_names_says_so() -> None:
    """No name is better than a guessed one."""
    assert name(EntityRef("x", "Vehicle")) == "vehicle not named here"


@pytest.mark.parametrize(
    ("link_type", "role", "words"),
    [
        ("FAMILY_OF", "parent", ("is the parent of", "")),
        ("FAMILY_OF", "great-aunt", ("is the great-aunt of", "")),
        ("FAMILY_OF", "", ("is family of", "")),
        ("FAMILY_OF", "unknown", ("is family of", "")),
        ("FAMILY_OF", "mother; or so she says", ("is family of", " (mother; or so she says)")),
        ("FAMILY_OF", "{role.__class__}", ("is family of", " ({role.__class__})")),
        ("KNOWS", "telephone", ("knows", " (telephone)")),
        ("OCCURRED_AT", "offence", ("happened at", " (offence)")),
    ],
)
def test_a_role_stands_in_the_verb_where_it_belongs_there(link_type: str, role: str, words: tuple[str, str]) -> None:
    """Kin are the parent of somebody; a role that is no plain noun, and every other link's, follows in brackets."""
    assert verb_and_role(link_type, role) == words


def test_a_statement_is_told_with_its_date() -> None:
    """Two sentences, the second with a capital."""
    assert dated(a_statement()) == "Ada Example lives at 1 Sea Lane. No date reported."


def test_one_is_told_in_the_singular() -> None:
    """One agency, two agencies, no entries; thousands with a comma."""
    told = (
        counted(1, "agency", "agencies"),
        counted(2, "agency", "agencies"),
        counted(0, "row"),
        counted(13302, "place"),
    )
    assert told == ("1 agency", "2 agencies", "0 rows", "13,302 places")
