"""Every use case leaves its entry before its answer, and none without it."""

import json
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from graphsvc.bootstrap import operator
from graphsvc.errors import LogError
from graphsvc.model.operations import Operation
from graphsvc.products import package
from graphsvc.security.log import LogFilter
from graphsvc.services import briefs, intake, networks, oversight, reports, searching
from graphsvc.services import places as ranking
from graphsvc.services.parts import Parts
from graphsvc.services.today import today
from tests.support.partner import Partner

Ways = dict[str, Callable[[], object]]


@pytest.fixture
def partner(parts: Parts, tmp_path: Path) -> Partner:
    """A partner with three people in a park."""
    sender = Partner(tmp_path / "files")
    sender.people(3)
    sender.knows([(0, 1)])
    sender.places("Elm Park")
    sender.seen([(0, 0, "03/03/2026"), (1, 0, "04/03/2026"), (2, 0, "05/03/2026")])
    intake.import_files(parts, operator(), [sender.folder], str(sender.mapping))
    return sender


@pytest.fixture
def ways(parts: Parts, partner: Partner, tmp_path: Path) -> Ways:
    """Every use case that shows case data."""
    me = operator()
    first, second = (searching.search(parts, me, partner.name(n)).hits[0].entity.id for n in (0, 1))
    place = searching.search(parts, me, f"Elm Park {partner.agency}").hits[0].entity.id
    report = networks.entity_page(parts, me, first).mentions[0].source.report_id
    wanted = briefs.BriefWanted(place, recipient="the chair", reason="the meeting")
    return {
        "search": lambda: searching.search(parts, me, partner.name(0)),
        "expand": lambda: networks.expand(parts, me, first),
        "entity": lambda: networks.entity_page(parts, me, first),
        "connect": lambda: networks.connect_entities(parts, me, [first, second]),
        "places": lambda: ranking.places(parts, me, ranking.ranking_parameters()),
        "report": lambda: reports.report_page(parts, me, report),
        "latest reports": lambda: reports.latest_reports(parts, me),
        "today": lambda: today(parts, me),
        "read brief": lambda: briefs.read_brief(parts, me, wanted),
        "make brief": lambda: briefs.make_brief(parts, me, wanted, tmp_path / "b.zip"),
    }


def test_every_answer_has_its_entry_and_none_leaves_without(parts: Parts, ways: Ways, tmp_path: Path) -> None:
    """One entry each, by the person at the keyboard; and where the log cannot be written there is an error and no answer."""
    for name, way in ways.items():
        before = parts.log.head().seq
        way()
        [entry] = parts.log.entries(LogFilter(), limit=1)
        assert (entry.what, entry.actor, parts.log.head().seq) == (name, operator().user_id, before + 1)
    (tmp_path / "b.zip").unlink()
    head = parts.settings.data_dir / "log" / "log-head.json"
    held = json.loads(head.read_text())
    head.write_text(json.dumps({**held, "seq": held["seq"] + 5}))
    for way in ways.values():
        with pytest.raises(LogError):
            way()
    assert not (tmp_path / "b.zip").exists()


def test_a_brief_is_logged_as_disclosed_before_its_file_exists(parts: Parts, ways: Ways, tmp_path: Path) -> None:
    """To whom, why and under which number stands in the log when the first byte is written."""
    seen = []
    write = package._write

    def watched(path: Path, data: bytes) -> None:
        [entry] = parts.log.entries(LogFilter(), limit=1)
        seen.append((entry.operation, (tmp_path / "b.zip").exists()))
        write(path, data)

    with mock.patch.object(package, "_write", watched):
        ways["make brief"]()
    assert seen == [(Operation.DISCLOSURE, False)]
    assert (tmp_path / "b.zip").exists()


def test_an_import_is_logged_before_its_first_row_and_after_its_last(parts: Parts, partner: Partner) -> None:
    """Begun and done, with the run and the digests of the files, as collection."""
    latest = [e for e in parts.log.entries(LogFilter(), limit=10) if e.operation == Operation.COLLECTION]
    assert [e.what for e in latest] == ["import", "import begun"]
    assert oversight.verify_log(parts, operator()).ok
