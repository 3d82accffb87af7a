"""What mentions say of people and places comes with the snapshot, and stays behind the same mask."""

import numpy as np

from graphsvc.model.provenance import StatementKind
from graphsvc.model.view import DESCRIBED_CODE, NO_DAY, STATEMENT_CODE, NetworkView
from tests.support.case_file import CaseFile


def said_of(view: NetworkView, entity_id: str) -> list[tuple[int, str, str, str]]:
    """What mentions in scope say of one entity: described, name, kind, occupation."""
    said, row = view.mentions, view.index_of(entity_id)
    return sorted(
        (int(said.described[i]), said.words[said.name[i]], said.words[said.kind[i]], said.words[said.work[i]])
        for i in np.flatnonzero(said.entity == row)
    )


def test_a_mention_brings_what_it_says(case: CaseFile) -> None:
    """Description, folded name, occupation, birth, kind and coordinates arrive as reported; what was not said is empty."""
    report = case.report()
    case.write(
        report,
        case.mention(report, "ann", name="Ånn O’Test", described_as="child", date_of_birth="2010-03-01"),
        case.mention(report, "bob", name="Bob Test", described_as="adult", occupation="youth worker"),
        case.mention(report, "park", "Location", name="Test Park", kind="park", latitude=54.2, longitude=0.6),
        case.link(report, "ann", "KNOWS", "bob", statement=StatementKind.OPINION),
    )
    view = case.store.snapshots.view(case.scope())
    said = view.mentions
    assert said_of(view, case.id("ann")) == [(DESCRIBED_CODE["child"], "ann otest", "", "")]
    assert said_of(view, case.id("bob")) == [(DESCRIBED_CODE["adult"], "bob test", "", "youth worker")]
    # A place's name is in no word of the table: only people are compared by name.
    assert said_of(view, case.id("park", "Location")) == [(0, "", "park", "")]
    born = {int(b) for b in said.born}
    assert born == {NO_DAY, 14669}
    assert sorted(said.latitude[np.isfinite(said.latitude)]) == [54.2]
    assert list(view.link_statement) == [STATEMENT_CODE["opinion"]]


def test_what_only_others_may_read_is_in_no_column_and_no_word(case: CaseFile) -> None:
    """A name, occupation or place that another agency alone holds is not in the view, nor in its table of words."""
    other = CaseFile(case.store)
    for file, name in ((case, "Seen Person"), (other, "Secret Person")):
        report = file.report()
        file.write(
            report,
            file.mention(report, "p", name=name, occupation=f"{name} occupation", described_as="child"),
            file.mention(report, "q", name=f"{name} Two"),
            file.link(report, "p", "KNOWS", "q"),
        )
    view = case.store.snapshots.view(case.scope())
    assert "seen person" in view.mentions.words
    assert not [word for word in view.mentions.words if "secret" in word.casefold()]
    assert (view.mentions.entity < len(view.entity_ids)).all()


def test_each_different_saying_comes_once(case: CaseFile) -> None:
    """Ten reports that say the same of somebody are one row, so that the columns stay small; a different one is another."""
    for number in range(10):
        report = case.report(f"r{number}")
        case.write(report, case.mention(report, "ann", name="Ann Test" if number else "Ann Tester"))
    view = case.store.snapshots.view(case.scope())
    assert {name for _, name, _, _ in said_of(view, case.id("ann"))} == {"ann test", "ann tester"}
    assert len(said_of(view, case.id("ann"))) <= 3
