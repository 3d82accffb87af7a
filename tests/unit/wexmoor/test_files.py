"""The partners' files: they import like a stranger's, and they are like life."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest

from graphsvc.wexmoor.rhythm import is_holiday, story_day
from tests.unit.wexmoor.town import Made, Rows, encoding_of

Read = Callable[[str], Rows]

BLAMING = re.compile(
    r"\b(promiscu\w+|prostitut\w+|streetwise|lifestyles?|risky|risk-taking|at risk|boyfriends?|girlfriends?|sexually active"
    r"|abscond\w*|attention.seeking|manipulat\w+|consent\w*|chooses?|chose to|refus\w+|failed|non.complian\w+|runaways?|run away"
    r"|put(s|ting)? (her|him|them)sel\w+|provocative|experiment\w+|troubled|difficult child|engag\w+ in|mature for)\b",
    re.IGNORECASE,
)
TRUTH_WORDS = re.compile(
    r"\b(planted|patterns?|decoys?|truth|brokers?|namesakes?|fictional|demonstration|seeds?|bystand\w+|shared phone|"
    r"go-between|two names|one name|missing together)\b",
    re.IGNORECASE,
)


def _texts(made: Made) -> dict[str, str]:
    return {p.name: p.read_bytes().decode(encoding_of(p)) for p in made.result.files}


def test_every_file_imports_and_only_the_broken_rows_are_refused(made: Made) -> None:
    """The rows that the truth names as broken are refused, each and no other."""
    broken = {(r["file"], r["row"]) for r in made.truth["refused_rows"]}

    assert made.imported.refused == broken
    assert 10 < len(broken) < 80
    assert {r["reason"] for r in made.truth["refused_rows"]} == {
        "a day that does not exist",
        "a time that the clocks left out or repeated",
        "cells are missing",
        "no reference",
    }


def test_all_eight_agencies_report(made: Made) -> None:
    """Each under its own name; police, licensing and education keep more than one system."""
    systems = {(r.agency, r.system) for r in made.imported.reports}

    assert len({agency for agency, _ in systems}) == 8
    assert len(systems) == 13


def test_forms_differ(made: Made, rows: Read) -> None:
    """No two forms share their headings; there are three delimiters, cp1252 and UTF-8 with a byte order mark."""
    firsts = {p.read_bytes().splitlines()[0].removeprefix(b"\xef\xbb\xbf") for p in made.result.files}
    assert len(firsts) == 13
    assert {re.sub(rb"[^,;|]", b"", line)[:1] for line in firsts} == {b",", b";", b"|"}
    marked = {p.name.split()[0] for p in made.result.files if p.read_bytes().startswith(b"\xef\xbb\xbf")}
    assert marked == {"CSC", "Daily", "Safeguarding", "licensing_register_premises.csv"}
    windows = {re.split(r"[ _]", p.name)[0] for p in made.result.files if encoding_of(p) == "cp1252"}
    assert {"WXP", "WGH", "Harbour"} <= windows
    assert any("Siân" in row["NAME"] or "é" in row["NAME"] for row in rows("WXP_INCIDENTS"))


def test_nothing_of_the_truth_leaks(made: Made) -> None:
    """No partner's file holds a word of the truth, nor the number or name of a pattern."""
    names = [p["name"] for p in made.truth["patterns"]]
    for name, text in _texts(made).items():
        found = TRUTH_WORDS.search(text) or next((n for n in names if n in text and n != "youth worker"), None)
        assert not found, (name, found)


def test_planted_reports_have_no_form_or_kind_of_their_own(made: Made) -> None:
    """Nearly every kind of event that planted reports tell of is told of in others too."""
    planted = {(r["agency"], r["reference"]) for p in made.truth["patterns"] for r in p["reports"]}
    by_id = {r.id: (r.agency, r.reference) in planted for r in made.imported.reports}
    kinds: dict[str, set[bool]] = {}
    for mention in made.imported.mentions:
        if mention.entity_type == "Event":
            kinds.setdefault(str(mention.attributes["kind"]), set()).add(by_id[mention.report_id])
    assert {kind for kind, seen in kinds.items() if seen == {True}} <= {"meeting"}


def test_no_sentence_blames_a_child(made: Made) -> None:
    """Children are harmed, met, driven, pressed; no word lays it at their door."""
    found = {m[0] for text in _texts(made).values() for m in BLAMING.finditer(text)}

    assert found == set()
    assert BLAMING.search("is putting herself at risk")


def test_every_number_and_plate_is_one_that_nobody_has(made: Made) -> None:
    """Phones lie in the ranges kept for drama, plates begin with letters never issued."""
    phones = [str(m.attributes["number"]) for m in made.imported.mentions if m.entity_type == "Phone"]
    plates = [str(m.attributes["vrm"]) for m in made.imported.mentions if m.entity_type == "Vehicle"]

    drama = re.compile(r"07700 900\d{3}|011[345678] 496 0\d{3}|0121 496 0\d{3}|01632 960\d{3}")
    assert phones
    assert all(drama.fullmatch(p) for p in phones)
    assert plates
    assert all(re.match(r"ZZ|\?\?", p) for p in plates)


def test_every_place_lies_in_the_sea(made: Made) -> None:
    """Every point is within four kilometres of 54.2 N 0.6 E, some 40 km from the nearest coast."""
    points = [
        (m.attributes["latitude"], m.attributes["longitude"])
        for m in made.imported.mentions
        if "latitude" in m.attributes
    ]
    assert len(points) > 1000
    for latitude, longitude in points:
        assert 54.175 < float(str(latitude)) < 54.225
        assert 0.55 < float(str(longitude)) < 0.65


def test_crowds_hold_far_more_reports_than_any_pattern(made: Made) -> None:
    """Station, school gate and supermarket each outnumber every planted pattern: raw counts mislead."""
    names = {"Wexmoor Interchange (bus and rail)", "Tideway Superstore", "South Sands High School"}
    crowd: dict[str, set[str]] = {name: set() for name in names}
    for mention in made.imported.mentions:
        name = str(mention.attributes.get("name", ""))
        if mention.entity_type == "Location" and name in crowd:
            crowd[name].add(mention.report_id)
    largest = max(len(p["reports"]) for p in made.truth["patterns"])

    assert min(map(len, crowd.values())) > 2.5 * largest


def test_seven_reports_in_ten_are_ordinary(made: Made) -> None:
    """The rest are worries of their own, and the planted."""
    sorts = made.truth["reports_by_sort"]

    assert sorts["ordinary"] / made.truth["reports"] == pytest.approx(0.7, abs=0.02)
    assert sorts["planted"] == sum(len(p["reports"]) for p in made.truth["patterns"])


def test_reports_follow_the_week_the_year_and_the_press(made: Made) -> None:
    """Fridays bring more than Sundays, the weeks after the story half as many again, and all lies in the 24 months."""
    until = date.fromisoformat(made.truth["until"])
    starts: dict[str, date] = {}
    for link in made.imported.links:
        if link.observed.from_at and link.observed.precision in ("minute", "day"):
            starts.setdefault(link.report_id, link.observed.from_at.date())
    reports = {r.id for r in made.imported.reports if r.kind != "register"}
    days = [day for report, day in starts.items() if report in reports]
    weekdays = Counter(day.weekday() for day in days)
    since = Counter((day - story_day(until)).days // 21 for day in days)

    assert (until - min(days)).days in range(715, 731)
    assert weekdays[4] > 1.3 * weekdays[6]
    assert since[0] > 1.4 * (since[-1] + since[1] + since[-2]) / 3


def test_the_school_gate_rests_in_the_holidays(rows: Read) -> None:
    """Hardly a gate entry is of a holiday or a weekend, though they are a quarter of the year and more."""
    days = [
        datetime.strptime(row["Date and time"][:10], "%d/%m/%Y").date()  # noqa: DTZ007 (a local day)
        for row in rows("Safeguarding log")
        if row["Incident type"] == "gate" and len(row["Date and time"]) > 9
    ]
    closed = [day for day in days if day.weekday() > 4 or is_holiday(day)]

    assert len(days) > 80
    assert len(closed) / len(days) < 0.1


def test_one_home_logs_everything_and_one_nothing(rows: Read) -> None:
    """Heron House fills half of the log; Petrel House has not an entry, but the police know that it has children."""
    homes = Counter(row["Place"] for row in rows("Daily log") if row["Link"] == "lives at")
    police = Counter(row["Place"] for row in rows("Missing Persons") if row["Connection"] == "lives at")

    assert homes["Heron House"] > 2 * max(count for name, count in homes.items() if name != "Heron House")
    assert homes["Petrel House"] == 0
    assert police["Petrel House"] > 0


def test_people_get_on_with_places_of_no_meaning(made: Made) -> None:
    """Hospital and police station stand in the role of where paper is filled in; the default point has one number."""
    roles = Counter(k.role for k in made.imported.links if k.link_type == "OCCURRED_AT")
    default = {m.entity_id for m in made.imported.mentions if m.attributes.get("uprn") == "999900000000"}

    assert roles["reported at"] > 100
    assert len(default) == 1
