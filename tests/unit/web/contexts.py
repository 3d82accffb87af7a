"""A realistic context for every template, made of fictional people, places and plates, and the means to spoil its text."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

Context = dict[str, Any]

CHART = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 420" width="560" height="420" role="img" '
    'aria-labelledby="chart-title" font-family="Arial" font-size="13"><title id="chart-title">Danny Corran and five '
    'neighbours</title><g fill="none" stroke="#0b0c0c" stroke-width="3"><path d="M280 210 110 90"/>'
    '<path d="M280 210 450 90" stroke-dasharray="8 4"/><path d="M280 210 90 300"/>'
    '<path d="M280 210 300 370" stroke-dasharray="2.5 3.5"/><path d="M280 210 480 300"/></g>'
    '<g fill="#fff" stroke="#0b0c0c" stroke-width="3"><circle cx="280" cy="210" r="24" stroke-width="6"/>'
    '<circle cx="110" cy="90" r="20"/><circle cx="110" cy="90" r="14"/><rect x="430" y="70" width="40" height="40"/>'
    '<rect x="66" y="284" width="48" height="32" rx="10"/><circle cx="300" cy="370" r="12"/>'
    '<circle cx="480" cy="300" r="20"/></g><g text-anchor="middle" fill="#0b0c0c">'
    '<text x="280" y="254">Danny Corran</text>'
    '<text x="110" y="130">Mia Hale</text><text x="450" y="130">Harl Street rec. ground</text>'
    '<text x="90" y="336">ZZ99 ZZZ</text><text x="300" y="402">07700 900142</text>'
    '<text x="480" y="338">Lee Stannor</text></g></svg>'
)

MAY = ("today", "search", "network", "connect", "places", "brief", "report", "log", "verify")


def entity(number: int, kind: str, caption: str) -> Context:
    """An Entity."""
    return {"id": f"{number:032x}", "kind": kind, "caption": caption}


DANNY = entity(1, "person", "Danny Corran")
MIA = entity(2, "person", "Mia Hale")
LEE = entity(3, "person", "Lee Stannor")
PARK = entity(4, "place", "Harl Street recreation ground")
TAXI = entity(5, "vehicle", "ZZ99 ZZZ")
PHONE = entity(6, "phone", "07700 900142")
STATION = entity(7, "place", "Wexmoor bus station")
GRILL = entity(8, "place", "Corner Grill takeaway")
GRADE = {"code": "2-C-P", "words": "Untested source · known indirectly · lawful sharing permitted"}


def source(number: int, agency: str, kind: str, *, graded: bool = False, locator: str = "") -> Context:
    """A Source."""
    return {
        "report_id": f"{900 + number:032x}",
        "number": f"R{number}",
        "agency": agency,
        "kind": kind,
        "locator": locator,
        "grade": GRADE if graded else None,
    }


def statement(when: str, words: list[str | Context], origin: Context, nature: str = "fact") -> Context:
    """A Statement; an entity among the words becomes a link."""
    parts = [
        {"text": w, "entity": None} if isinstance(w, str) else {"text": w["caption"], "entity": w["id"]} for w in words
    ]
    return {"when": when, "parts": parts, "source": origin, "nature": nature}


SEEN = statement(
    "Tuesday 3 March 2026, 22:10 to 23:00 (reported)",
    [MIA, " got into ", TAXI, " outside ", GRILL, "; the driver was not seen."],
    source(12, "South Yorkshire Police", "intelligence", graded=True),
)
HOME = statement(
    "Friday 27 February 2026, 21:40",
    [MIA, " was found at ", PARK, " after being reported missing at 19:15."],
    source(31, "Ashgrove children's home", "record", locator="row 18"),
)
DRIVER = statement(
    "from 4 September 2025",
    [DANNY, " holds taxi driver's badge 1187 and is named driver of ", TAXI, "."],
    source(44, "Wexmoor Council licensing", "register", locator="row 18,204"),
)
TOLD = statement(
    "",
    [LEE, " is a friend of ", DANNY, " and has the use of ", PHONE, "."],
    source(52, "Harbour youth charity", "statement"),
    "opinion",
)
CHILD = {"label": "child", "tone": "child", "when": "throughout 2025 and 2026"}
SUSPECT = {"label": "suspect", "tone": "suspect", "when": "3 March 2026"}
WITNESS = {"label": "witness or informant", "tone": "witness", "when": ""}
PERIOD = {
    "date_from": "2025-09-01",
    "date_to": "2026-02-28",
    "errors": {},
    "words": "1 September 2025 to 28 February 2026",
}
PAGES = {"number": 2, "last": 7, "previous_url": "?page=1", "next_url": "?page=3"}


def step(one: Context, other: Context, strength: str, said: list[Context], more: int = 0) -> Context:
    """A Step of a chain."""
    return {
        "from_": one,
        "to": other,
        "strength": strength,
        "statements": said,
        "more": more,
        "more_url": "/entities/1",
    }


def chain() -> Context:
    """Mia Hale to Lee Stannor in three steps."""
    steps = [
        step(MIA, TAXI, "unconfirmed", [SEEN], 3),
        step(TAXI, DANNY, "confirmed", [DRIVER]),
        step(DANNY, LEE, "tentative", [TOLD]),
    ]
    return {"from_": MIA, "to": LEE, "steps": steps, "strength": "tentative"}


def common(nav: str) -> Context:
    """What every page needs."""
    viewer = {
        "display_name": "Priya Nair",
        "agency": "South Yorkshire Police",
        "roles": "analyst, auditor",
        "may": MAY,
    }
    return {
        "viewer": viewer,
        "csrf_token": "token-of-this-session",
        "nav": nav,
        "as_of": "Thursday 12 March 2026, 14:02",
        "scope_words": "South area",
    }


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
        "counts": [
            {"label": k, "count": v, "url": f"/search?kind={k}" if k != "links" else None} for k, v in labels.items()
        ],
        "example": chain(),
        "example_url": "/connect?id=2&id=3",
        "places": [
            {
                "entity": place,
                "why": f"{n} reports from five agencies name six children here, mostly Thursdays and Fridays, 20:00 to 22:00.",
                "reports": n,
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
        "shown": 150,
        "total": 912,
        "hidden_words": "low grades hidden",
        "left_out": [{"entity": STATION, "reports": 212, "back_url": "?keep=7"}],
        "chart_svg": CHART,
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
        "found_total": 7,
        "known_at": [{"place": GRILL, "why": "no shared event, and no overlapping time", "statements": [SEEN, TOLD]}],
        "left_out": [{"entity": STATION, "reports": 212, "back_url": "?keep=7"}],
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
    }


def sentence(text: str, *numbers: int, rule: str = "") -> Context:
    """A Sentence of a brief."""
    return {
        "text": text,
        "reports": [{"number": f"R{n}", "report_id": f"{900 + n:032x}"} for n in numbers],
        "rule": rule,
    }


def brief() -> Context:
    """A location brief."""
    counted = [("reports", "14", "5"), ("distinct children", "6", "3"), ("distinct agencies", "5", "2")]
    return {
        **common("places"),
        "place": PARK,
        "brief": {
            "reference": "LB-2026-017",
            "made_when": "Thursday 12 March 2026, 14:02",
            "made_for": "",
            "period_words": "1 September 2025 to 28 February 2026",
            "rules": "rule pack 2026.2",
            "subtitle": "park, Wexmoor",
            "in_short": [
                sentence(
                    "Fourteen reports from five agencies place six children and four adults at the north gate, mostly "
                    "Thursdays and Fridays, 20:00 to 22:00 (9 of 11 with a known hour).",
                    112,
                    118,
                    131,
                    140,
                    152,
                ),
                sentence("Two of the adults are linked to one taxi seen there on five dates.", 118, 131),
            ],
            "assessed": {
                "words": "regular meeting place",
                "confidence": "moderate confidence",
                "basis": "It rests on eleven reports graded B or better from four independent origins.",
            },
            "counts": {
                "caption": "Counts, this period and the one before",
                "columns": ["", "this period", "previous six months"],
                "rows": [
                    {"label": label, "cells": [{"text": now, "url": "/reports"}, {"text": before, "url": None}]}
                    for label, now, before in counted
                ],
            },
            "sections": [
                {"heading": "Who and what is linked", "sentences": [sentence("One licensed taxi, ZZ99 ZZZ.", 44)]},
                {
                    "heading": "Sequence",
                    "sentences": [sentence("Nine dated events, the earliest on 4 September 2025.", 101)],
                },
            ],
            "against": [sentence("Two reports say the adults are relatives collecting children.", 121, 135)],
            "unknown": [sentence("Three of the fourteen reports have no hour, two no grade.", rule="coverage rule 4")],
            "reports": [
                {
                    "source": source(112, "South Yorkshire Police", "intelligence", graded=True),
                    "when": "3 March 2026",
                    "summary": "Taxi seen waiting at the north gate.",
                },
                {
                    "source": source(31, "Ashgrove children's home", "record"),
                    "when": "27 February 2026",
                    "summary": "Found at the recreation ground after being reported missing.",
                },
            ],
            "method": [
                {"label": "As of", "value": "12 March 2026, 14:02"},
                {"label": "Queries", "value": "place_reports, place_people"},
                {"label": "Log head", "value": "9f2c4a71d0be"},
            ],
        },
        "pdf_url": "/places/4/brief.pdf",
        "hidden": {"date_from": "2025-09-01"},
        "form": {"recipient": "", "reason": "", "errors": {"recipient": "Say who it is for."}},
        "frozen": {"sha256": "ab" * 32, "name": "LB-2026-017.pdf"},
    }


def mention(found: Context, called: str, label: str, value: str) -> Context:
    """What a report calls an entity."""
    return {"entity": found, "called": called, "attributes": [{"label": label, "value": value}], "locator": "row 4"}


def report() -> Context:
    """One report."""
    return {
        **common("search"),
        "report": {
            "number": "R12",
            "report_id": "ab",
            "kind": "intelligence",
            "agency": "South Yorkshire Police",
            "when": "Tuesday 3 March 2026",
            "received": "Wednesday 4 March 2026, 08:14",
            "text": "At 22:10 a girl known as Mimi got into a silver saloon, ZZ99 ZZZ, by the Corner Grill.\nDriver not seen.",
            "grade": GRADE,
            "grade_words": [
                {"label": "Source", "value": "2: untested"},
                {"label": "Intelligence", "value": "C: known indirectly to the source"},
                {"label": "Handling", "value": "P: lawful sharing permitted"},
            ],
            "handling": "",
            "file": "intelligence-march.csv",
            "problems": ["Graded B, yet no other report corroborates it."],
        },
        "mentions": [
            {
                "entity": MIA,
                "called": "a girl known as Mimi",
                "attributes": [{"label": "age as reported", "value": "15"}],
                "locator": "row 4",
            },
            {
                "entity": TAXI,
                "called": "silver saloon ZZ99 ZZZ",
                "attributes": [{"label": "colour", "value": "silver"}],
                "locator": "",
            },
        ],
        "statements": [SEEN],
        "shown": 1,
        "total": 1,
        "pages": None,
    }


def log() -> Context:
    """The log."""
    rows = [
        (12408, "disclosure", "brief", "place_reports, place_people", 31, "Wexmoor MARP", "Meeting of 19 March 2026"),
        (12407, "consultation", "expand", "expand", 150, "", ""),
        (12406, "consultation", "search", "find_entities", 25, "", ""),
    ]
    names = ("sequence", "operation", "what", "query", "count", "recipient", "reason")
    fixed = {
        "when": "Thursday 12 March 2026, 14:02:11",
        "actor": "priya",
        "agency": "South Yorkshire Police",
        "hash": "9f2c" * 16,
    }
    return {
        **common("log"),
        "filters": {
            "actor": "priya",
            "what": "",
            "operation": "",
            "operations": [{"value": "", "label": "any"}, {"value": "disclosure", "label": "disclosure"}],
            "shown_id": "",
            "date_from": "",
            "date_to": "",
            "errors": {},
            "active": True,
            "clear_url": "/log",
        },
        "entries": [{**fixed, **dict(zip(names, row, strict=True))} for row in rows],
        "shown": 3,
        "total": 12408,
        "pages": PAGES,
        "verified": {
            "ok": True,
            "words": "All 12,408 entries follow from one another.",
            "checked_when": "today, 13:58",
            "head": "9f2c" * 16,
        },
        "verify_url": "/log/verify",
    }


def verify() -> Context:
    """A document that was changed."""
    return {
        **common(""),
        "error": None,
        "result": {
            "ok": False,
            "file": "LB-2026-017.pdf",
            "words": "the file differs from the one that was frozen, from byte 1,204 on.",
            "details": [{"label": "Frozen as", "value": "ab" * 32}, {"label": "This file", "value": "cd" * 32}],
        },
    }


def error() -> Context:
    """Refused rows."""
    rows = [{"row": 18204, "column": "seen_on", "reason": "there is no such day", "value": "31/0*/20**"}]
    return {
        **common(""),
        "status": 422,
        "heading": "That cannot be used",
        "message": "One row of the file cannot be read.",
        "next_step": "Correct the row and send the file again.",
        "rows": rows,
        "reference": "0f3a9c",
        "sign_in_url": None,
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
