"""Sentences, grounds and citations."""

import pytest

from graphsvc.errors import ProductError
from graphsvc.products.document import Cited, Document, Ground, ReportLine, Row, Section, Sentence, Table, ranges
from tests.support.briefs import AS_OF, source


def document(*sentences: Sentence, reports: int = 3) -> Document:
    """A document that lists so many reports."""
    lines = tuple(ReportLine(i, source(i)) for i in range(1, reports + 1))
    return Document("X-1", "brief", "T", "", "OFFICIAL", "", AS_OF, (), (Section("S", sentences),), lines)


def cited(*numbers: int, locator: str = "row 7") -> Ground:
    """A ground on these reports."""
    return Ground(tuple(Cited(source(n).report_id, locator, f"s{n}") for n in numbers))


@pytest.mark.parametrize("method", ["", "   "])
def test_a_sentence_without_ground_cannot_be_made(method: str) -> None:
    """No reports and no method: there is no such ground, so no such sentence."""
    with pytest.raises(ProductError, match="no ground"):
        Sentence("He was there.", Ground((), method))


def test_an_empty_sentence_cannot_be_made() -> None:
    """A ground without a sentence is nothing."""
    with pytest.raises(ProductError, match="empty"):
        Sentence("  ", cited(1))


def test_a_document_cannot_cite_a_report_it_does_not_list() -> None:
    """Every report cited has its number in the document."""
    with pytest.raises(ProductError, match="cites 1 reports"):
        document(Sentence("He was there.", cited(4)))


@pytest.mark.parametrize("rows", [(), (("a",),), (("a", "b", "c"),)])
def test_a_ragged_or_empty_table_cannot_be_made(rows: tuple[tuple[str, ...], ...]) -> None:
    """Every row has as many cells as there are columns, and there is a row."""
    with pytest.raises(ProductError, match="empty or ragged"):
        Table("T", ("A", "B"), tuple(Row(r, cited(1)) for r in rows))


def test_few_reports_are_cited_with_their_places_many_as_ranges() -> None:
    """Up to four reports with the row, more as ranges."""
    paper = document(Sentence("x", cited(1)), reports=9)
    assert paper.cite(cited(1, 3)) == "R1 (row 7); R3 (row 7)"
    assert paper.cite(cited(1, 2, 3, 5, 8, 9)) == "R1 to R3, R5, R8, R9"
    assert paper.cite(Ground((), "counted")) == "counted"


def test_many_places_in_one_report_are_counted() -> None:
    """A bulk file cited for many rows names the first and counts the others."""
    paper = document(Sentence("x", cited(1)))
    ground = Ground(tuple(Cited(source(1).report_id, f"row {i}", f"s{i}") for i in range(40)))
    assert paper.cite(ground) == "R1 (row 0 and 39 more)"


def test_a_citation_in_many_pieces_is_a_count() -> None:
    """Fifty scattered numbers are printed as a count, not as a line of numbers."""
    assert ranges(range(1, 100, 2)) == "50 of R1 to R99"
