"""The mistakes: all that real files have, as often as each agency's habits say."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.identity import confusable_vrm, fold_name
from graphsvc.wexmoor import dirt
from graphsvc.wexmoor.agencies import HABITS
from graphsvc.wexmoor.names import FAMILY_NAMES, GIVEN_NAMES
from tests.unit.wexmoor.town import Made, Rows

Read = Callable[[str], Rows]
FIELDS = {
    "name misspelt": "misspelt",
    "name reversed": "reversed",
    "nickname for name": "nickname",
    "birth date wrong": "born_wrong",
    "plate misread": "plate_wrong",
    "old address": "old_address",
    "wrong town": "wrong_town",
    "month only": "month_only",
    "broken": "broken",
}


def test_mistakes_are_as_frequent_as_the_habits_say(made: Made) -> None:
    """For each agency and mistake, within four standard errors of its share."""
    assert {m["mistake"] for m in made.truth["mistakes"]} == set(FIELDS)
    for counted in made.truth["mistakes"]:
        share = getattr(HABITS[counted["agency"]], FIELDS[counted["mistake"]])
        chances = counted["chances"]
        allowed = 4 * (share * (1 - share) * chances) ** 0.5 + 4
        assert abs(counted["made"] - share * chances) <= allowed, counted


def test_names_in_the_files_differ_as_the_habits_say(rows: Read) -> None:
    """Counted in the file itself: of the police's rows about one number, about one in nine has another name."""
    names = defaultdict(Counter)
    for row in rows("WXP_INCIDENTS"):
        if row["NOMINAL"]:
            names[row["NOMINAL"]][row["LOG_NO"], row["NAME"]] += 1
    told = {number: Counter(name for _, name in counts) for number, counts in names.items()}
    often = [counts for counts in told.values() if counts.total() > 2]
    others = sum(counts.total() - counts.most_common(1)[0][1] for counts in often)

    assert often
    assert 0.03 < others / sum(c.total() for c in often) < 0.3


def test_reversed_names_hold_the_same_words(made: Made) -> None:
    """A child of one reference is told as "Given Family" and as "Family Given" somewhere."""
    told: dict[str, set[str]] = defaultdict(set)
    for mention in made.imported.mentions:
        reference = mention.attributes.get("system_reference")
        if mention.entity_type == "Person" and reference:
            told[str(reference)].add(str(mention.attributes["name"]))
    turned = [n for names in told.values() for n in names if " ".join(reversed(n.split())) in names - {n}]
    assert len(turned) > 10


def test_people_share_names(made: Made) -> None:
    """Some children of one name have two references: a name alone is nobody."""
    references: dict[str, set[str]] = defaultdict(set)
    for mention in made.imported.mentions:
        if mention.entity_type == "Person" and mention.attributes.get("system_reference"):
            name = fold_name(str(mention.attributes["name"]))
            references[name].add(str(mention.attributes["system_reference"]))
    assert sum(len(found) > 1 for found in references.values()) > 10


def test_plates_are_partial_and_misread(made: Made) -> None:
    """There are plates with question marks, and plates that differ from another only in characters taken for each other."""
    plates = {str(m.attributes["vrm"]) for m in made.imported.mentions if m.entity_type == "Vehicle"}
    alike = Counter(confusable_vrm(p.replace(" ", "")) for p in plates if "?" not in p)

    assert sum("?" in p for p in plates) >= 3
    assert max(alike.values()) > 1


def test_some_dates_are_a_month(made: Made) -> None:
    """A month stays a month: no day is made up for it."""
    precisions = Counter(str(k.observed.precision) for k in made.imported.links if k.link_type == "TOOK_PART")

    assert precisions["month"] > 100
    assert precisions["minute"] > 1000


def test_a_rumour_is_told_by_three_agencies_from_one_origin(made: Made) -> None:
    """Each origin stands in three reports of three agencies."""
    told = defaultdict(list)
    for report in made.imported.reports:
        if report.origin.startswith("Anonymous call"):
            told[report.origin].append(report.agency)
    whole = [agencies for agencies in told.values() if len(agencies) % 3 == 0]

    assert len(told) > 8
    assert len(whole) >= len(told) - 2
    assert all(len(set(agencies)) == 3 for agencies in whole)


def test_events_are_told_twice_by_two_agencies(made: Made) -> None:
    """Some quote one event number, others only tell the same thing again."""
    agencies: dict[str, set[str]] = defaultdict(set)
    by_id = {r.id: r for r in made.imported.reports}
    for mention in made.imported.mentions:
        if mention.entity_type == "Event" and str(mention.attributes.get("reference", "")).startswith("WXE"):
            agencies[str(mention.attributes["reference"])].add(by_id[mention.report_id].agency)
    again = [r for r in made.imported.reports if r.title.startswith("From a partner agency")]
    shared = [a for a in agencies.values() if len(a) > 1]

    assert len(again) > 60
    assert 0.35 < len(shared) / len(again) < 0.75


def test_the_nights_of_clock_change_are_there(made: Made) -> None:
    """Times that never were or came twice are among the refused; the same nights outside that hour are not."""
    refused = [r for r in made.truth["refused_rows"] if "clocks" in r["reason"]]
    assert len(refused) == 8


@given(
    seed=st.integers(0, 2**32), name=st.sampled_from([f"{g} {f}" for g in GIVEN_NAMES["f"] for f in FAMILY_NAMES[:40]])
)
def test_a_misspelt_name_is_always_another(seed: int, name: str) -> None:
    """One slip, never none, and the given name stays."""
    wrong = dirt.misspelt(Random(seed), name)

    assert wrong != name
    assert wrong.split()[0] == name.split()[0]
    assert abs(len(wrong) - len(name)) <= 1


@given(seed=st.integers(0, 2**32), born=st.dates(date(1930, 1, 1), date(2020, 12, 31)))
def test_a_wrong_birth_date_is_a_real_day_and_another(seed: int, born: date) -> None:
    """Day and month exchanged, or digits of the year."""
    wrong = dirt.transposed(Random(seed), born)

    assert wrong != born
    assert 1920 <= wrong.year <= 2024


@given(seed=st.integers(0, 2**32), plate=st.from_regex(r"ZZ[0-9]{2} [A-PR-Z]{3}", fullmatch=True))
def test_a_misread_plate_is_like_the_true_one(seed: int, plate: str) -> None:
    """One character taken for its like, or a part only."""
    wrong = dirt.misread(Random(seed), plate)

    assert wrong != plate
    if "?" not in wrong:
        assert confusable_vrm(wrong) == confusable_vrm(plate)
    else:
        assert re.fullmatch(r"[A-Z0-9 ?]+", wrong)


@pytest.mark.parametrize("name", ["Katherine", "Zoë", "Bo"])
def test_a_nickname_is_short(name: str) -> None:
    """Known ones are used; else the initial."""
    assert 1 <= len(dirt.nickname(Random(1), name)) <= len(name)
