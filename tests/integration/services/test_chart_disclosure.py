"""A chart that is taken away is a disclosure: only by who may, for somebody, for a reason, and in the log before it is out."""

import json
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest

from graphsvc.bootstrap import operator
from graphsvc.errors import AccessDenied, Conflict, InputError, LogError, NotFound
from graphsvc.model.operations import Operation
from graphsvc.model.principal import Principal, Role
from graphsvc.model.provenance import (
    ActionCode,
    Grading,
    Handling,
    IntelligenceGrade,
    ReportKind,
    Restriction,
    SanitisationCode,
    SourceGrade,
)
from graphsvc.security.log import LogFilter
from graphsvc.services import charts, intake, searching
from graphsvc.services.networks import Expansion
from graphsvc.services.parts import Parts
from graphsvc.state.files import FileStore
from graphsvc.store.reader import NeighbourFilter
from tests.support.case_file import CaseFile
from tests.support.partner import Partner

WHO, WHY = "members of the panel", "meeting of 19 March 2026"


@pytest.fixture
def partner(parts: Parts, tmp_path: Path) -> Partner:
    """A partner with six people seen in a park; the first was there three times."""
    sender = Partner(tmp_path / "files")
    sender.people(6)
    sender.places("Elm Park")
    days = [(0, 0, "01/03/2026"), (0, 0, "02/03/2026"), *((n, 0, f"0{n + 3}/03/2026") for n in range(6))]
    sender.seen(days)
    intake.import_files(parts, operator(), [sender.folder], str(sender.mapping))
    return sender


@pytest.fixture
def park(parts: Parts, partner: Partner) -> str:
    """The park's id."""
    return searching.search(parts, operator(), f"Elm Park {partner.agency}").hits[0].entity.id


def somebody(*roles: Role, agency: str = "t-other") -> Principal:
    """A user with these roles."""
    return Principal("u1", "someone", "Some One", agency, frozenset(roles))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ORDER_OFFICER])
def test_who_may_takes_away_a_chart_of_the_same_network(parts: Parts, partner: Partner, park: str, role: Role) -> None:
    """Everyone seen in the park is named in the file, with how many there are; the file name names nobody."""
    chart = charts.make_chart(parts, somebody(role), park, Expansion(), WHO, WHY)
    text = chart.content.decode()
    assert all(partner.name(n) in text for n in range(6))
    assert "Showing all 6" in text
    assert f"Made for {WHO}: {WHY}" in text
    assert chart.name.startswith("Network chart of one place ")
    assert chart.name.endswith(f"{parts.settings.marking}.html")
    assert partner.agency not in chart.name


def test_the_log_has_for_whom_why_and_which_file(parts: Parts, park: str) -> None:
    """One entry, a disclosure, with everything shown; the file is held under the digest that was logged."""
    before = parts.log.head().seq
    with mock.patch.object(parts.log, "append", wraps=parts.log.append) as append:
        chart = charts.make_chart(parts, somebody(Role.ANALYST), park, Expansion(), WHO, WHY)
    [entry] = parts.log.entries(LogFilter(), limit=1)
    assert parts.log.head().seq == before + 1
    assert (entry.operation, entry.what, entry.actor) == (Operation.DISCLOSURE, "chart", "u1")
    assert (entry.recipient, entry.reason) == (WHO, WHY)
    [given] = append.call_args.args
    assert given.parameters["sha256"] == chart.sha256 == sha256(chart.content).hexdigest()
    assert park in given.shown
    assert given.count == len(given.shown) == 1 + 6 + 8
    assert parts.files.get(chart.sha256) == chart.content


def test_the_entry_is_there_before_the_file_is(parts: Parts, park: str) -> None:
    """When the first byte is kept, the disclosure stands in the log."""
    seen = []

    def watched(store: FileStore, content: bytes) -> str:
        [entry] = parts.log.entries(LogFilter(), limit=1)
        seen.append(entry.operation)
        return sha256(content).hexdigest()

    with mock.patch.object(FileStore, "put", watched):
        charts.make_chart(parts, operator(), park, Expansion(), WHO, WHY)
    assert seen == [Operation.DISCLOSURE]


def test_no_log_no_chart(parts: Parts, park: str) -> None:
    """Where the log cannot be written nothing leaves, and no file is kept."""
    head = parts.settings.data_dir / "log" / "log-head.json"
    held = json.loads(head.read_text())
    head.write_text(json.dumps({**held, "seq": held["seq"] + 5}))
    with mock.patch.object(FileStore, "put") as put, pytest.raises(LogError):
        charts.make_chart(parts, operator(), park, Expansion(), WHO, WHY)
    put.assert_not_called()


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.INTAKE_OFFICER, Role.AUDITOR])
def test_who_may_not_is_refused_and_that_is_logged(parts: Parts, park: str, role: Role) -> None:
    """The refusal says whom to ask; the log has that it was tried."""
    with pytest.raises(AccessDenied):
        charts.make_chart(parts, somebody(role), park, Expansion(), WHO, WHY)
    [entry] = parts.log.entries(LogFilter(), limit=1)
    assert (entry.operation, entry.what) == (Operation.ACCESS, "chart refused")


@pytest.mark.parametrize(("recipient", "reason"), [("", WHY), (WHO, ""), ("  ", WHY), (WHO, "\t")])
def test_a_chart_for_nobody_or_for_no_reason_is_refused(parts: Parts, park: str, recipient: str, reason: str) -> None:
    """Before anything is read."""
    before = parts.log.head().seq
    with pytest.raises(InputError):
        charts.make_chart(parts, operator(), park, Expansion(), recipient, reason)
    assert parts.log.head().seq == before


def test_what_is_not_in_scope_is_not_there(parts: Parts) -> None:
    """An id that nothing in scope speaks of gives no chart."""
    with pytest.raises(NotFound):
        charts.make_chart(parts, somebody(Role.ANALYST), "0" * 32, Expansion(), WHO, WHY)


@pytest.mark.parametrize("limit", [0, -1, 2001])
def test_a_number_of_neighbours_that_cannot_be_is_refused(parts: Parts, park: str, limit: int) -> None:
    """As on the page: 1 to 2,000."""
    with pytest.raises(InputError):
        charts.make_chart(parts, operator(), park, Expansion(limit=limit), WHO, WHY)


def test_the_file_says_what_was_left_out(parts: Parts, park: str) -> None:
    """Cut at two, other kinds of link hidden, with the filter in the record of what it was made from."""
    how = Expansion(NeighbourFilter(link_types=("SEEN_AT",)), limit=2)
    text = charts.make_chart(parts, operator(), park, how, WHO, WHY).content.decode()
    assert "Showing 2 of 6" in text
    assert "Left out: 4 neighbours with no more independent origins than those shown; other kinds of link." in text
    assert "kinds of link: SEEN_AT" in text


def test_it_is_written_once_and_for_its_owner_only(parts: Parts, park: str, tmp_path: Path) -> None:
    """A file that is there is not overwritten; another ending and a missing folder are refused before anything is made."""
    chart = charts.make_chart(parts, operator(), park, Expansion(), WHO, WHY)
    path = charts.write_chart(chart, tmp_path / "chart.html")
    assert path.read_bytes() == chart.content
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.glob("*.html*")) == ["chart.html"]
    with pytest.raises(Conflict):
        charts.check_path(path)
    for wrong in (tmp_path / "chart.pdf", tmp_path / "none" / "chart.html"):
        with pytest.raises(InputError):
            charts.check_path(wrong)


def test_handling_conditions_go_with_the_file(parts: Parts) -> None:
    """What a sender asked for stands at the foot in the sender's words, and how many reports are under conditions."""
    grading = Grading(
        SourceGrade.RELIABLE, IntelligenceGrade.DIRECT, Handling.CONDITIONS, ActionCode.A2, SanitisationCode.S1,
        conditions="Not to be shown to <b>taxi licensing</b>.",
    )  # fmt: skip
    case = CaseFile(parts.store)
    told = case.report("r1", Restriction.NONE, kind=ReportKind.INTELLIGENCE, reference="TST-1", grading=grading)
    case.write(
        told,
        case.mention(told, "lee", name="Lee"),
        case.mention(told, "ada", name="Ada"),
        case.link(told, "lee", "KNOWS", "ada"),
    )
    parts.classes.forget()
    own = somebody(Role.ANALYST, agency=case.agency)
    text = charts.make_chart(parts, own, case.id("lee"), Expansion(), WHO, WHY).content.decode()
    assert "TST-1: Not to be shown to &lt;b&gt;taxi licensing&lt;/b&gt;." in text
    assert "1 of the reports may be shared under conditions only" in text
    with pytest.raises(NotFound):
        charts.make_chart(parts, somebody(Role.ANALYST), case.id("lee"), Expansion(), WHO, WHY)


def test_a_child_is_ringed_for_what_reports_in_scope_say(parts: Parts) -> None:
    """Another agency's own report that calls somebody a child shows to that agency alone, in the ring too."""
    case = CaseFile(parts.store)
    shared, own = case.report("r1", Restriction.NONE), case.report("r2")
    case.write(
        shared,
        own,
        case.mention(shared, "lee", name="Lee"),
        case.mention(shared, "ada", name="Ada"),
        case.mention(own, "ada", described_as="child"),
        case.link(shared, "lee", "KNOWS", "ada"),
    )
    parts.classes.forget()
    seen = {}
    for agency in (case.agency, "t-other"):
        viewer = somebody(Role.ANALYST, agency=agency)
        seen[agency == case.agency] = charts.make_chart(parts, viewer, case.id("lee"), Expansion(), WHO, WHY).content
    assert b"double ring" in seen[True]
    assert b"double ring" not in seen[False]
