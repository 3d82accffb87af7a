"""Go-betweens: in no occasion with a child, and known to several who are alleged to harm children."""

from dataclasses import replace

import pytest

from graphsvc.analysis.columns import Groups, Ints
from graphsvc.analysis.convergence import Draft
from graphsvc.analysis.go_betweens import go_betweens
from graphsvc.analysis.people import Households
from graphsvc.model.standing_out import PatternKind
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, happening, names_at, occasions_of
from tests.support.views import Said, a_view, link_id, said

CROWD = crowd(500)
CONTACTS = ("dan", "eve", "fay")


def offences(*alleged: str) -> list[Said]:
    """Each of these is alleged to have harmed a child of their own choosing."""
    return [
        s
        for i, who in enumerate(alleged)
        for s in happening(f"e {who}", harmed=(f"kid {who}",), alleged=(who,), start=f"2026-03-{i % 28 + 1:02} 20:00")
    ]


def ties(*contacts: str, to: str = "bob") -> list[Said]:
    """Somebody knows each of these, by a report for each."""
    return [said(to, "KNOWS", c, report=f"tie {c}", start="2026-03-31 12:00") for c in contacts]


def between(view: NetworkView, **period: object) -> dict[str, Draft]:
    """The go-betweens of a view, by name."""
    found = occasions_of(view, **period)
    drafts = list(go_betweens(found, Households.of(view, found.usable)))
    return {names_at(view, d.centre).pop(): d for d in drafts}


def test_who_stands_between_three_alleged_is_found() -> None:
    """Bob is in no report with a child; three who are alleged to have harmed three children have him in common."""
    view = a_view(*offences(*CONTACTS), *ties(*CONTACTS), *CROWD, agencies={"tie dan": "school"})
    found = between(view)
    assert set(found) == {"bob"}
    draft = found["bob"]
    assert (draft.kind, len(draft.rows)) == (PatternKind.BROKER, 0)
    assert names_at(view, draft.company) == set(CONTACTS)
    assert names_at(view, draft.children) == {"kid dan", "kid eve", "kid fay"}
    assert {view.link_id_of(int(i)) for i in draft.links} >= {link_id(t) for t in ties(*CONTACTS)}
    # Three unconfirmed ties of today, 3 x 0.6, told by two agencies, reaching three children: 1.8 x √(3 x 2).
    assert draft.strength.evidence == pytest.approx(1.8)
    assert draft.strength.value == pytest.approx(1.8 * 6**0.5)
    assert (draft.strength.occasions, draft.strength.unconfirmed, draft.strength.agencies) == (
        3,
        3,
        ("police", "school"),
    )


def test_the_children_reached_are_cited() -> None:
    """Beside the ties stand the statements that a contact is alleged and a child harmed: the number of children rests on them."""
    told = offences(*CONTACTS)
    view = a_view(*told, *ties(*CONTACTS), *CROWD)
    cited = {view.link_id_of(int(i)) for i in between(view)["bob"].links}
    assert cited == {link_id(t) for t in (*told, *ties(*CONTACTS))}


def test_two_contacts_are_too_few() -> None:
    """Knowing two of them, and one of whom nothing is alleged, makes nobody a go-between."""
    assert between(a_view(*offences(*CONTACTS), *ties("dan", "eve", "gus"), *CROWD)) == {}


@pytest.mark.parametrize(
    "more",
    [
        happening("own", harmed=("kid",), present=("bob",)),
        happening("own", harmed=("kid",), alleged=("bob",)),
        happening("own", harmed=("bob",)),
    ],
)
def test_who_is_in_an_occasion_with_a_child_is_none(more: list[Said]) -> None:
    """Beside a child, alleged to harm one, or harmed: no go-between, but something else."""
    assert between(a_view(*offences(*CONTACTS), *ties(*CONTACTS), *more, *CROWD)) == {}


def test_who_is_alleged_elsewhere_hides_no_go_between() -> None:
    """An allegation in a matter without a child leaves somebody a go-between."""
    assert set(
        between(a_view(*offences(*CONTACTS), *ties(*CONTACTS), *happening("theft", alleged=("bob",)), *CROWD))
    ) == {"bob"}


def test_contacts_who_know_one_another_are_a_group() -> None:
    """With one of their three possible acquaintances bob stands between them; with two they are a group and need nobody."""
    one = said("dan", "KNOWS", "eve", report="x")
    other = said("eve", "KNOWS", "fay", report="y")
    assert set(between(a_view(*offences(*CONTACTS), *ties(*CONTACTS), one, *CROWD))) == {"bob"}
    assert between(a_view(*offences(*CONTACTS), *ties(*CONTACTS), one, other, *CROWD)) == {}


def test_family_is_no_tie() -> None:
    """A brother of three men is not between them."""
    family = [said("bob", "FAMILY_OF", c, role="brother", report="x") for c in CONTACTS]
    assert between(a_view(*offences(*CONTACTS), *ties(*CONTACTS), *family, *CROWD)) == {}


def test_who_knows_everybody_is_between_nobody() -> None:
    """Among forty of sixty contacts who are alleged, in a town where most are, three are no more than chance brings."""
    alleged = tuple(f"q{i}" for i in range(40))
    others = tuple(f"w{i}" for i in range(20))
    assert between(a_view(*offences(*alleged), *ties(*alleged[:3], *others))) == {}


@pytest.mark.parametrize("reports", [1, 7])
@pytest.mark.parametrize("thing", ["meeting", "number", "vehicle"])
def test_a_tie_may_be_a_meeting_a_number_or_a_vehicle_and_every_report_of_it_counts_for_it(
    thing: str, reports: int
) -> None:
    """Whoever shares one with each contact is tied to them, and no less when seven reports say so."""
    told: list[Said] = []
    for c in CONTACTS:
        for r in range(reports):
            report = f"{c} {r}"
            if thing == "meeting":
                told += happening(f"with {c}", present=("bob", c), report=report)
            else:
                link = {"number": "USES_PHONE", "vehicle": "USES_VEHICLE"}[thing]
                told += [said(who, link, f"of {c}", report=report) for who in ("bob", c)]
    assert set(between(a_view(*offences(*CONTACTS), *told, *CROWD))) == {"bob"}


def test_a_crowded_meeting_ties_nobody() -> None:
    """Twelve at one meeting may be tied by it; with thirteen nobody is."""
    for more, expected in ((8, {"bob"}), (9, set())):
        told = [
            s
            for c in CONTACTS
            for s in happening(f"with {c}", present=("bob", c, "x", "y", *(f"{c}{i}" for i in range(more))))
        ]
        assert set(between(a_view(*offences(*CONTACTS), *told, *CROWD))) - {"x", "y"} == expected


def test_a_go_between_of_many_contacts_has_each_of_them() -> None:
    """Sixty alleged contacts among ninety: sixty ties, each weighed by its own report."""
    alleged = tuple(f"q{i:02}" for i in range(60))
    others = tuple(f"w{i:02}" for i in range(30))
    view = a_view(*offences(*alleged), *ties(*reversed(alleged), *others), *CROWD)
    draft = between(view)["bob"]
    assert names_at(view, draft.company) == set(alleged)
    assert (draft.strength.occasions, draft.strength.unconfirmed) == (60, 60)
    assert draft.strength.evidence == pytest.approx(36.0)


def test_nobody_is_between_nobody() -> None:
    """An empty view, and acquaintances without any allegation, have no go-between."""
    assert between(a_view()) == between(a_view(*ties(*CONTACTS))) == {}


def test_the_order_of_grouped_rows_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups promise no order of the rows of one key, and processors differ in it: each tie keeps its own weight."""

    class Backwards(Groups):
        def rows(self, key: int) -> Ints:
            return super().rows(key)[::-1]

    alleged = tuple(f"q{i:02}" for i in range(9))
    graded = [replace(t, grade="1-A" if i < 3 else "3-D") for i, t in enumerate(ties(*alleged))]
    view = a_view(*offences(*alleged), *graded, *CROWD)
    plain = between(view)["bob"].strength
    monkeypatch.setattr("graphsvc.analysis.go_betweens.Groups", Backwards)
    assert between(view)["bob"].strength == plain
    assert (plain.confirmed, plain.tentative) == (3, 6)
