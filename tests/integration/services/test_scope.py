"""Who sees what, through every use case, on the small example's reports.

Two reports are not for everybody: one of the police handled under conditions, one of social care for itself alone.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from graphsvc.errors import AccessDenied, NotFound
from graphsvc.model.plain import plain
from graphsvc.model.principal import Principal
from graphsvc.security.log import LogFilter
from graphsvc.services import briefs, intake, networks, oversight, reports, searching
from graphsvc.services import places as ranking
from graphsvc.services.parts import Parts
from graphsvc.services.today import today

CONDITIONS = "WP-26-10620"
RESTRICTED = "SC-26-0671"

Users = dict[str, Principal]


def find(parts: Parts, who: Principal, text: str) -> list[str]:
    """The ids a search shows this person."""
    return [h.entity.id for h in searching.search(parts, who, text).hits]


def told(found: Any) -> str:
    """Everything an answer holds, as text."""
    return json.dumps(plain(found), ensure_ascii=False)


def everything(parts: Parts, who: Principal, person: str) -> str:
    """What each use case tells this person of Darren Voss, of whoever he is connected with, and of the places."""
    page = networks.entity_page(parts, who, person)
    network = networks.expand(parts, who, person)
    others = [e.id for e in network.entities if e.type == "Person"][:3]
    rows = ranking.places(parts, who, ranking.ranking_parameters(limit=100))
    answers = [
        page,
        network,
        *(networks.connect_entities(parts, who, [person, other]) for other in others),
        rows,
        *(briefs.read_brief(parts, who, briefs.BriefWanted(r.place_id)).inputs for r in rows.ranking.rows),
        reports.latest_reports(parts, who, 100),
        today(parts, who),
    ]
    return "\n".join(map(told, answers))


@pytest.mark.parametrize(
    ("user", "sees", "not_sees"),
    [("analyst", CONDITIONS, RESTRICTED), ("orders", CONDITIONS, RESTRICTED), ("panel", RESTRICTED, CONDITIONS)],
)
def test_a_report_that_is_not_for_you_is_in_no_answer(
    demonstration: Parts, users: Users, user: str, sees: str, not_sees: str
) -> None:
    """Police see what is handled under conditions and not what social care keeps; the panel's social worker the reverse."""
    [person] = find(demonstration, users[user], "Darren Voss")[:1]
    answers = everything(demonstration, users[user], person)
    assert sees in answers
    assert not_sees not in answers


def test_what_is_known_from_a_restricted_report_alone_does_not_exist_for_others(
    demonstration: Parts, users: Users
) -> None:
    """Not by name, and not by an id that came from elsewhere: exactly as an id that was never given."""
    police, title = users["analyst"], "Child named two men who hurt her"
    [darren] = find(demonstration, police, "Darren Voss")[:1]
    seen = networks.expand(demonstration, users["panel"], darren).entities
    [hidden] = [e.id for e in seen if e.caption == title]
    assert hidden not in find(demonstration, police, title)
    assert hidden not in [e.id for e in networks.expand(demonstration, police, darren).entities]
    ways: list[Callable[[str], object]] = [
        lambda i: networks.expand(demonstration, police, i),
        lambda i: networks.entity_page(demonstration, police, i),
        lambda i: networks.connect_entities(demonstration, police, [darren, i]),
        lambda i: briefs.read_brief(demonstration, police, briefs.BriefWanted(i)),
    ]
    for way in ways:
        said = []
        for wanted in (hidden, "0" * 32):
            with pytest.raises(NotFound) as refused:
                way(wanted)
            said.append((str(refused.value), refused.value.next_step))
        assert said[0] == said[1]


@pytest.mark.parametrize(
    "way",
    [
        lambda p, who: searching.search(p, who, "Darren"),
        lambda p, who: networks.expand(p, who, "0" * 32),
        lambda p, who: networks.entity_page(p, who, "0" * 32),
        lambda p, who: networks.connect_entities(p, who, ["0" * 32, "1" * 32]),
        lambda p, who: ranking.places(p, who, ranking.ranking_parameters()),
        lambda p, who: briefs.read_brief(p, who, briefs.BriefWanted("0" * 32)),
        lambda p, who: briefs.pack_brief(p, who, briefs.BriefWanted("0" * 32, recipient="r", reason="r")),
        lambda p, who: reports.report_page(p, who, "0" * 32),
        lambda p, who: reports.latest_reports(p, who),
        lambda p, who: today(p, who),
        lambda p, who: intake.import_files(p, who, [], "example"),
    ],
)
def test_the_auditor_sees_no_case_data(
    demonstration: Parts, users: Users, way: Callable[[Parts, Principal], object]
) -> None:
    """Whoever checks the log must not be in it: every use case refuses, before it says whether an id exists, and is logged."""
    before = demonstration.log.head().seq
    with pytest.raises(AccessDenied):
        way(demonstration, users["auditor"])
    newest = oversight.read_log(demonstration, users["auditor"], LogFilter(), 1)
    assert demonstration.log.head().seq == before + 2
    assert newest[0].actor == users["auditor"].user_id
    assert newest[0].what.endswith("refused")


@pytest.mark.parametrize("user", ["analyst", "panel", "orders", "intake"])
def test_only_the_auditor_reads_the_log(demonstration: Parts, users: Users, user: str) -> None:
    """Nobody who sees cases sees who looked at them."""
    with pytest.raises(AccessDenied):
        oversight.read_log(demonstration, users[user], LogFilter(), 1)


def test_a_panel_member_makes_no_brief_and_imports_nothing(demonstration: Parts, users: Users) -> None:
    """The panel reads."""
    wanted = briefs.BriefWanted("0" * 32, recipient="r", reason="r")
    with pytest.raises(AccessDenied):
        briefs.pack_brief(demonstration, users["panel"], wanted)
    with pytest.raises(AccessDenied):
        intake.import_files(demonstration, users["panel"], [], "example")
