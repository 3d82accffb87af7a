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


def imported(state: str, rows: int = 0, refused: int = 0, kept_in: str = "", problem: str = "") -> Context:
    """An import as the first page tells it."""
    told = {"state": state, "rows": rows, "refused": refused, "kept_in": kept_in, "problem": problem}
    return {"when": "11 March 2026 09:40", "files": "25 files", **told}


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
        "standing": [
            {
                "title": "Harl Street recreation ground",
                "kind": "place",
                "why": "5 children were reported as harmed on 18 occasions at Harl Street recreation ground.",
                "url": "/findings#pattern-1",
            }
        ],
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
        "imports": [
            imported("finished", rows=8_775, refused=32, kept_in="imports/5e0c"),
            imported("failed", problem="The header of one file was not known."),
            imported("running"),
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


def bundle() -> Context:
    """The form of an evidence bundle, filled in."""
    labels = {
        "reference": "Reference",
        "witness": "Witness",
        "description": "What it is",
        "statement_on": "Statement dated",
    }
    fields = [
        {
            "name": n,
            "label": label,
            "value": "AB/1",
            "error": "Say what it is." if n == "description" else "",
            "date": False,
        }
        for n, label in labels.items()
    ]
    return {
        **common("search"),
        "person": DANNY,
        "make_url": "/entities/1/bundle",
        "form": {
            "case": "Police v Corran", "recipient": "the court", "reason": "application", "hearing": "", "date_from": "",
            "date_to": "", "product": "bundle",
        },
        "errors": {},
        "wrong": [],
        "rows": [{"number": n, "fields": fields, "file_error": ""} for n in (1, 2)],
    }  # fmt: skip


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
        "bundle_url": "/entities/1/bundle",
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


def hotspots() -> Context:
    """Two hotspots and the map of them."""
    row = {
        "rank": 1,
        "entity": PARK,
        "slot": "",
        "converges": True,
        "why": "19 occasions of concern; in 14 of them the same company recurs, with 5 children, told by 4 agencies.",
        "arithmetic": "9.4 (graded and recent, of 14 occasions) × √(5 children × 4 agencies) = 42.0",
        "concern": 19,
        "events": 21,
        "plain_rank": 4,
        "before": 3,
        "no_claim": False,
        "brief_url": "/places/4/brief",
        "network_url": "/entities/4/network",
        "hours_url": "/hotspots?of=places&hours=4#hours",
    }
    time = {**row, "rank": 2, "entity": None, "slot": "Friday 18:00 to 21:00", "converges": False, "no_claim": True}
    cells = [{"text": str(h % 3 or ""), "level": h % 5} for h in range(24)]
    return {
        **common("places"),
        "tabs": [{"label": "Places", "url": "/hotspots?of=places", "active": True}],
        "of": "places",
        "one": "place",
        "many": "places",
        "period": PERIOD,
        "rows": [row, {**time, "brief_url": None, "network_url": None, "hours_url": None}],
        "shown": 2,
        "total": 97,
        "map": {"name": "Places by rank", "svg": CHART, "words": "Map shows all 2 places.", "source": ""},
        "grid": {
            "caption": "Occasions of concern by weekday and hour",
            "hours": [f"{h:02}" for h in range(24)],
            "rows": [{"day": day, "cells": cells, "total": "24"} for day in ("Monday", "Tuesday")],
            "totals": ["2"] * 24,
            "total": "48",
            "classes": [(1, "1"), (2, "2 to 3")],
            "remarks": ["48 occasions with a known hour; 3 without."],
        },
        "months": {"name": "Occasions of concern by month", "svg": CHART, "words": "March 2026: 3.", "source": ""},
        "periods": {
            "name": "Occasions of concern, this period and the one before",
            "svg": CHART,
            "words": "19, before 3.",
            "source": "",
        },
        "grid_of": PARK,
        "all_hours_url": "/hotspots#hours",
        "aside": ["153 statements of where it was only reported"],
        "limits": ["There is no denominator: how many people pass a place is not known here."],
    }


def findings() -> Context:
    """A pattern of one centre, one of several, and what only looks like one."""
    pattern = {
        "rank": 1,
        "kind": "place",
        "title": "Harl Street recreation ground",
        "entity": PARK,
        "why": "5 children were reported as harmed on 18 occasions at Harl Street recreation ground.",
        "arithmetic": "11.2 (graded and recent, of 18 occasions) × √(5 children × 4 agencies) = 50.0",
        "company": [
            {"heading": "Children reported as harmed", "groups": [{"label": "", "entity": MIA}]},
            {
                "heading": "People alleged",
                "groups": [{"label": "(2 records)", "entity": LEE}, {"label": "3 not named", "entity": None}],
            },
        ],
        "more_alleged": 6,
        "together": ["Lee and the park on 6 occasions, where 0.1 would be usual"],
        "slot": "17 of 17 with a known hour fall on Saturday 19:00 to 22:00, where 0.8 would be usual",
        "cautions": ["Only one agency tells of it."],
        "network_url": "/entities/4/network",
        "connect_url": "/connect?id=2&id=3",
        "reports": 18,
    }
    return {
        **common("findings"),
        "period": PERIOD,
        "patterns": [pattern, {**pattern, "rank": 2, "entity": None, "title": "Missing together: A and B"}],
        "shown": 2,
        "total": 20,
        "explained": [{"text": "Danny stands beside 12 children on 44 occasions.", "entities": [DANNY]}],
        "plain": [{"rank": 1, "entity": STATION, "events": 492}],
        "limits": ["A pattern says that reports keep naming the same company together."],
    }


CONTEXTS: dict[str, Callable[[], Context]] = {
    "sign_in.html": sign_in,
    "today.html": today,
    "search.html": search,
    "entity.html": entity_page,
    "bundle.html": bundle,
    "network.html": network,
    "connect.html": connect,
    "places.html": places,
    "hotspots.html": hotspots,
    "findings.html": findings,
    "brief.html": brief,
    "report.html": report,
    "log.html": log,
    "verify.html": verify,
    "error.html": error,
}
