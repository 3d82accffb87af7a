"""A realistic context for every template."""

from collections.abc import Callable

from tests.unit.web.documents import brief, error, log, report, verify
from tests.unit.web.samples import (
    CHART,
    CHILD,
    DANNY,
    DRIVER,
    GRILL,
    HOME,
    LEE,
    MIA,
    PARK,
    PERIOD,
    PHONE,
    SEEN,
    STATION,
    SUSPECT,
    TAXI,
    TOLD,
    WITNESS,
    Context,
    chain,
    common,
    entity,
    source,
)


def sign_in() -> Context:
    """The demonstration users."""
    users = [
        ("priya", "Priya Nair", "South Yorkshire Police", "analyst", "Searches, follows links, makes location briefs."),
        ("owen", "Owen Adeyemi", "Wexmoor Council", "panel member", "Reads briefs before the meeting."),
        ("ruth", "Ruth Kelso", "South Yorkshire Police", "order officer", "Prepares orders and exports for court."),
        ("sam", "Sam Whitlock", "Wexmoor Council", "intake officer", "Loads partner files, mends refused rows."),
        (
            "ines",
            "Ines Varga",
            "Police audit",
            "auditor",
            "Reads the log: who looked at what, and whether it is whole.",
        ),
    ]
    names = ("username", "display_name", "agency", "roles", "what_for")
    return {
        **common(""),
        "viewer": None,
        "as_of": None,
        "next": "/",
        "error": None,
        "reason": "",
        "users": [dict(zip(names, user, strict=True)) for user in users],
    }


def today() -> Context:
    """The first page."""
    labels = {"people": 214, "places": 61, "vehicles": 38, "phones": 47, "events": 190, "reports": 1062, "links": 12408}
    latest = [
        (
            "R118",
            "South Yorkshire Police",
            "intelligence",
            "today, 09:12",
            "Taxi seen waiting at the north gate",
        ),
        ("R117", "Ashgrove children's home", "record", "yesterday, 23:50", "Returned late; would not say where from."),
        (
            "R116",
            "Wexmoor General, health",
            "record",
            "yesterday, 20:31",
            "Attendance, brought in by an adult who gave no name.",
        ),
        ("R115", "Harbour youth charity", "statement", "10 March 2026", "Outreach worker spoke to four young people."),
    ]
    places = [(PARK, 14), (STATION, 12), (GRILL, 9)]
    return {
        **common("today"),
        "cases": True,
        "counts": [
            {"label": k, "count": v, "url": f"/search?kind={k}" if k != "links" else None} for k, v in labels.items()
        ],
        "example": chain(),
        "example_url": "/connect?id=2&id=3",
        "places": [
            {
                "entity": place,
                "why": f"{n} reports from five agencies name six children here, mostly Thursdays and Fridays, 20:00 to 22:00.",
                "count": f"{n} events",
                "url": "/places/4/brief",
            }
            for place, n in places
        ],
        "latest": [
            dict(zip(("report_id", "number", "agency", "kind", "when", "summary"), ("ab", *row), strict=True))
            for row in latest
        ],
    }


def hit(found: Context, roles: list[Context], matched: tuple[str, str, str, str], detail: str, reports: int) -> Context:
    """A Hit of a search."""
    words = dict(zip(("label", "before", "match", "after"), matched, strict=True))
    return {"entity": found, "matched": [words], "roles": roles, "detail": detail, "reports": reports}


def search() -> Context:
    """Results for "corr"."""
    people = [
        hit(DANNY, [SUSPECT], ("name", "Danny ", "Corr", "an"), "born 1991 · Wexmoor", 9),
        hit(
            entity(11, "person", "Síobhán O’Corraidhe"),
            [CHILD, WITNESS],
            ("also known as", "Shiv ", "Corr", "y"),
            "born 2010",
            4,
        ),
        hit(entity(12, "person", "Dan Corran"), [], ("name", "Dan ", "Corr", "an"), "", 1),
    ]
    places = [
        hit(entity(13, "place", "Corrigan House"), [], ("name", "", "Corr", "igan House"), "children's home · S99", 22)
    ]
    return {
        **common("search"),
        "q": "corr",
        "error": None,
        "searched": True,
        "groups": [
            {"label": "People", "shown": 3, "total": 39, "hits": people},
            {"label": "Places", "shown": 1, "total": 1, "hits": places},
        ],
        "shown": 25,
        "total": 61,
        "chosen": [MIA],
    }


def entity_page() -> Context:
    """A person."""
    return {
        **common("search"),
        "entity": MIA,
        "aliases": ["Mimi", "M. Hale"],
        "identifiers": [
            {"label": "phone", "value": "07700 900166", "source": source(31, "Ashgrove children's home", "record")},
            {"label": "date of birth", "value": "2 June 2010", "source": None},
        ],
        "facts": [{"label": "described as", "value": "child"}, {"label": "age today", "value": "15"}],
        "roles": [
            {"role": CHILD, "source": source(31, "Ashgrove children's home", "record")},
            {"role": WITNESS, "source": source(52, "Harbour youth charity", "statement")},
        ],
        "more_roles": 4,
        "statements": [SEEN, HOME, DRIVER, TOLD] * 3,
        "shown": 12,
        "total": 41,
        "network_url": "/entities/2/network",
        "connect_url": "/connect?id=2",
        "brief_url": None,
        "merged_from": [entity(21, "person", "Mia Hayle")],
    }


def network() -> Context:
    """A person's network."""
    rows = [
        (MIA, ["was seen with", "gave a lift to"], [CHILD], [SEEN, HOME], 5, "unconfirmed"),
        (TAXI, ["drives"], [], [DRIVER], 12, "confirmed"),
        (PARK, ["was at"], [], [HOME], 6, "confirmed"),
        (LEE, ["knows"], [SUSPECT, WITNESS], [TOLD], 1, "tentative"),
        (PHONE, ["uses"], [], [TOLD], 2, "tentative"),
    ]
    types = [
        ("KNOWS", "knows"),
        ("SEEN_AT", "was at"),
        ("USES_VEHICLE", "uses a vehicle"),
        ("USES_PHONE", "uses a phone"),
    ]
    grades = [("", "any, and ungraded"), ("B", "B or better"), ("C", "C or better"), ("D", "D or better")]
    return {
        **common("search"),
        "entity": DANNY,
        "filters": {
            "link_types": [{"value": v, "label": label, "checked": True} for v, label in types],
            "date_from": "2025-09-01",
            "date_to": "",
            "grade": "C",
            "grades": [{"value": v, "label": label} for v, label in grades],
            "errors": {},
            "active": True,
            "clear_url": "/entities/1/network",
        },
        "rows": [
            {
                "entity": other,
                "how": how,
                "roles": roles,
                "statements": said,
                "count": count,
                "reports": count,
                "origins": max(1, count - 2),
                "dates": "4 Sept 2025 to 27 Feb 2026",
                "strength": strength,
                "more": count - len(said),
            }
            for other, how, roles, said, count, strength in rows
        ],
        "together": [
            {
                "entity": LEE,
                "how": "with (suspect), 2 events",
                "own_part": "own part: present",
                "events": [PARK],
                "statements": [TOLD],
                "count": 3,
                "origins": 2,
                "dates": "4 Sept 2025 to 27 Feb 2026",
                "strength": "unconfirmed",
                "more": 2,
            }
        ],
        "together_total": 7,
        "shown": 150,
        "total": 912,
        "hidden_words": "low grades hidden",
        "left_out": [{"entity": STATION, "reports": 212, "back_url": "?keep=7"}],
        "chart_svg": CHART,
        "take": {
            "url": "/entities/1/chart",
            "hidden": [{"name": "grade", "value": "2C"}],
            "recipient": "",
            "reason": "the meeting of 19 March",
            "errors": {},
        },
    }


def connect() -> Context:
    """What joins two people."""
    return {
        **common("search"),
        "chosen": [{"entity": MIA, "remove_url": "?id=3"}, {"entity": LEE, "remove_url": "?id=2"}],
        "q": "grill",
        "error": None,
        "found": [{"entity": GRILL, "detail": "takeaway · Harl Street", "add_url": "?id=2&id=3&id=8"}],
        "asked": True,
        "chains": [chain(), chain()],
        "cut": True,
        "known_at": [{"place": GRILL, "why": "no shared event, and no overlapping time", "statements": [SEEN, TOLD]}],
        "left_out": [{"entity": STATION, "neighbours": 212, "back_url": "?keep=7"}],
        "kept": [],
        "limits": ["A chain is only as good as its weakest step."],
        "include_url": "?keep=all",
        "exclude_url": None,
    }


def places() -> Context:
    """The ranked list."""
    labels = ["Reports", "Children", "Adults", "Agencies"]
    ranked = [(PARK, [14, 6, 4, 5], 0.066), (STATION, [12, 9, 2, 4], 0.057), (GRILL, [9, 3, 4, 3], 0.042)]
    return {
        **common("places"),
        "period": PERIOD,
        "columns": [
            {"key": label.lower(), "label": label, "url": f"?sort={label}", "direction": "descending" if i == 0 else ""}
            for i, label in enumerate(labels)
        ],
        "rows": [
            {
                "rank": rank,
                "entity": place,
                "why": f"{counts[0]} reports from {counts[3]} agencies name {counts[1]} children here; 9 of 11 with a known "
                "hour fall on Thursdays and Fridays, 20:00 to 22:00.",
                "cells": [{"text": str(n), "url": "/reports" if i == 0 else None} for i, n in enumerate(counts)],
                "share": part,
                "share_words": f"{counts[0]} of 212 reports",
                "brief_url": "/places/4/brief",
            }
            for rank, (place, counts, part) in enumerate(ranked, start=1)
        ],
        "shown": 20,
        "total": 61,
        "pages": None,
        "sort": "reports",
        "limits": ["There is no denominator: how many people pass a place is not known here."],
    }


CONTEXTS: dict[str, Callable[[], Context]] = {
    "sign_in.html": sign_in,
    "today.html": today,
    "search.html": search,
    "entity.html": entity_page,
    "network.html": network,
    "connect.html": connect,
    "places.html": places,
    "brief.html": brief,
    "report.html": report,
    "log.html": log,
    "verify.html": verify,
    "error.html": error,
}
