"""Rows: a wrong one is refused alone, with row, column and reason; a right one states what it says and no more."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.ingest import RejectFiles, load_mapping, plan_files, read_batches
from graphsvc.ingest.formulas import neutralise, restore
from graphsvc.model.provenance import DatePrecision
from tests.unit.ingest.reading import IDENTITIES, read

Write = Callable[[str, str | bytes], Path]
HEADER = "id,name,age,seen\n"


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("2,Bob,5", "", "3 cells where the header has 4"),
        ("2,Bob,5,,x", "", "5 cells"),
        ("2,Bob,five,", "age", "not a number"),
        ("2,Bob,5,31/02/2017", "seen", "no such day"),
        ("2,Bob,5,2017", "seen", "not a date as d/M/yyyy"),
        ("2,Bob,5,25/10/2026 01:30", "seen", "came twice"),
        ("2,Bob,5,29/03/2026 01:30", "seen", "never was"),
        (",,,", "", "states nothing"),
    ],
)
def test_a_bad_row_is_refused_alone(small: Any, csv_file: Write, line: str, column: str, words: str) -> None:
    """The rows around a bad one go in; the refusal names its row, column and reason."""
    reading = read(small, [csv_file("people.csv", f"{HEADER}1,Ann,4,\n{line}\n3,Cy,6,\n")])
    assert [m.source_ref for m in reading.mentions] == ["t:1", "t:3"]
    assert [(p.row, p.column) for p in reading.problems] == [(3, column)]
    assert words in reading.problems[0].reason


def test_a_refusal_never_shows_the_value(small: Any, csv_file: Write) -> None:
    """The value is masked to its first character and its length."""
    reading = read(small, [csv_file("people.csv", HEADER + "1,Ann,Rotherham Road,\n")])
    assert reading.problems[0].value == "R… (14 characters)"


def test_both_readings_of_a_doubtful_time_are_named(small: Any, csv_file: Write) -> None:
    """A time inside the hour that comes twice is refused with both instants it may mean."""
    reading = read(small, [csv_file("people.csv", HEADER + "1,Ann,4,25/10/2026 01:30\n")])
    assert "00:30 UTC or 01:30 UTC" in reading.problems[0].reason


def test_rows_count_physical_lines(small: Any, csv_file: Write) -> None:
    """A record over several lines has the number of its first line, and so has the one after it."""
    reading = read(small, [csv_file("people.csv", HEADER + '1,"Ann\nof\nWexmoor",4,\n\n2,Bob,5,\n')])
    assert [m.locator for m in reading.mentions] == ["row 2", "row 6"]


def test_a_month_never_borrows_a_day(small: Any, csv_file: Write) -> None:
    """A month runs from its first instant to the first of the next, in local time, and stays a month."""
    observed = read(small, [csv_file("people.csv", HEADER + "1,Ann,4,2026-06\n")]).mentions[0].observed
    assert observed.precision is DatePrecision.MONTH
    assert observed.from_at == datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert observed.to_at == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_a_formula_stays_the_text_it_is(small: Any, csv_file: Write) -> None:
    """A cell that looks like a formula is kept as text."""
    reading = read(small, [csv_file("people.csv", HEADER + "1,=1+1,4,\n")])
    assert reading.mentions[0].attributes["name"] == "=1+1"


def test_a_link_to_nobody_is_refused(small: Any, csv_file: Write) -> None:
    """A link whose end is in no file and in no earlier import is refused with the column of that end."""
    files = [csv_file("people.csv", HEADER + "1,Ann,4,\n2,Bob,5,\n"), csv_file("knows.csv", "a,b\n1,2\n1,99\n")]
    reading = read(small, files)
    assert len(reading.links) == 1
    assert [(p.row, p.column) for p in reading.problems] == [(3, "b")]
    assert "no entity with this reference" in reading.problems[0].reason


def test_links_find_what_an_earlier_import_gave(small: Any, csv_file: Write) -> None:
    """Ends that these files do not give are looked up, all of a batch at once."""
    earlier = read(small, [csv_file("people.csv", HEADER + "1,Ann,4,\n2,Bob,5,\n")])

    class Store:
        asked: list[tuple[str, ...]] = []  # noqa: RUF012 (one test's own class)

        def resolve(self, refs: Any) -> dict[str, tuple[str, str]]:
            self.asked.append(tuple(refs))
            return {m.source_ref: ("Person", m.entity_id) for m in earlier.mentions if m.source_ref in refs}

    reading = read(small, [csv_file("knows.csv", "a,b\n1,2\n2,1\n7,1\n")], known_refs=Store())
    assert len(reading.links) == 2
    assert Store.asked == [("t:1", "t:2", "t:7")]
    assert [p.column for p in reading.problems] == ["a"]


def test_a_link_takes_the_time_its_mapping_names(small: Any, csv_file: Write) -> None:
    """Where the row gives no time, a link with inherit_from has that of the entity at this end."""
    files = [csv_file("people.csv", HEADER + "1,Ann,4,1/08/2017\n2,Bob,5,\n"), csv_file("knows.csv", "a,b\n1,2\n2,1\n")]
    first, second = read(small, files).links
    assert first.observed.from_at == datetime(2017, 7, 31, 23, tzinfo=UTC)
    assert second.observed.from_at is None


def test_refused_rows_can_be_mended_and_handed_in_again(small: Any, csv_file: Write, tmp_path: Path) -> None:
    """The rejects file holds the rows as received; mended, it goes in, formulas and apostrophes unchanged."""
    plan = plan_files(small, [csv_file("people.csv", HEADER + "1,=Ann,x,\n2,Bob,5,\n3,'Cy,y,\n")])
    with RejectFiles(tmp_path / "out") as rejects:
        list(read_batches(plan, IDENTITIES, rejects=rejects))
    text = rejects.paths[0].read_text(encoding="utf-8-sig")
    assert "2,age,not a number" in text
    assert "'=Ann" in text
    rejects.paths[0].write_text(text.replace(",x,", ",4,").replace(",y,", ",6,"), encoding="utf-8")
    again = read(small, rejects.paths)
    assert [m.attributes["name"] for m in again.mentions] == ["=Ann", "'Cy"]


def test_a_header_cannot_carry_a_formula_into_the_rejects(small: Any, csv_file: Write, tmp_path: Path) -> None:
    """A column name that looks like a formula is neutralised in the rejects file and comes back as it was."""
    plan = plan_files(small, [csv_file("people.csv", "id,name,age,seen,=cmd()\n1,Ann,x,,\n")])
    with RejectFiles(tmp_path / "out") as rejects:
        list(read_batches(plan, IDENTITIES, rejects=rejects))
    assert ",'=cmd()" in rejects.paths[0].read_text(encoding="utf-8-sig").splitlines()[0]
    assert plan_files(small, rejects.paths).files[0].header[-1] == "=cmd()"


@given(st.text(max_size=30))
def test_what_is_neutralised_is_restored(cell: str) -> None:
    """No cell of a rejects file is a formula, and every cell comes back as it was."""
    written = neutralise(cell)
    assert restore(written) == cell
    assert not written.startswith(("=", "@", "\t", "\r"))


def test_batches_are_bounded_and_give_entities_before_links(small: Any, csv_file: Write) -> None:
    """However long the file, a batch holds at most batch_rows rows, and no link comes before its ends."""
    people = csv_file("people.csv", HEADER + "".join(f"{i},N{i},,\n" for i in range(25)))
    knows = csv_file("knows.csv", "a,b\n" + "".join(f"{i},{i + 1}\n" for i in range(24)))
    reading = read(small, [knows, people], batch_rows=10)
    assert max(len(b.mentions) + len(b.links) for b in reading.batches) == 10
    written: set[str] = set()
    for batch in reading.batches:
        written |= {m.entity_id for m in batch.mentions}
        assert {k.from_id for k in batch.links} | {k.to_id for k in batch.links} <= written
    assert (reading.counts.mentions, reading.counts.links) == (25, 24)


def test_a_changed_file_is_a_new_report_of_one_origin(small: Any, csv_file: Write) -> None:
    """The same content is the same report, packed or not; other content under the same name is another, of one origin."""
    first = read(small, [csv_file("people.csv", HEADER + "1,Ann,4,\n")]).batches[0].reports[0]
    same = read(small, [csv_file("people.csv", HEADER + "1,Ann,4,\n")]).batches[0].reports[0]
    changed = read(small, [csv_file("people.csv", HEADER + "1,Ann,5,\n")]).batches[0].reports[0]
    assert first == same
    assert changed.id != first.id
    assert changed.origin == first.origin


def test_progress_comes_to_the_whole(small: Any, csv_file: Write) -> None:
    """Progress counts rows, accepted or not, and ends at all of them."""
    seen = []
    path = csv_file("people.csv", HEADER + "1,Ann,4,\n2,Bob\n3,Cy,5,\n")
    read(small, [path], batch_rows=1, progress=seen.append)
    assert [(p.rows, p.total_rows) for p in seen] == [(1, 3), (2, 3), (3, 3)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers())
def test_the_order_of_rows_does_not_matter(tmp_path: Path, seed: int) -> None:
    """Reports told row by row give the same assertions in whatever order the rows stand."""
    from graphsvc.ingest import example_files

    source = next(p for p in example_files() if "reports" in p.name)
    header, *lines = source.read_text(encoding="utf-8").splitlines()
    random.Random(seed).shuffle(lines)
    shuffled = tmp_path / source.name
    shuffled.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    mapping = load_mapping("example")
    assert read(mapping, [shuffled]).ids == read(mapping, [source]).ids
