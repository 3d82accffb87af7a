"""A realistic context for the pages one reads: brief, report, log, check, error."""

from tests.unit.web.samples import (
    CHART,
    GRADE,
    MIA,
    PARK,
    PERIOD,
    SEEN,
    TAXI,
    Context,
    common,
    source,
)


def ground(*numbers: int, method: str = "", more: str = "") -> Context:
    """What a sentence of a brief stands on."""
    reports = [{"number": f"R{n}", "report_id": f"{900 + n:032x}"} for n in numbers]
    return {"reports": reports, "more": more, "method": method}


def sentence(text: str, *numbers: int, method: str = "") -> Context:
    """A sentence of a brief."""
    return {"type": "sentence", "text": text, "ground": ground(*numbers, method=method)}


def table() -> Context:
    """Counts, this period and the one before."""
    counted = [("reports", "14", "5"), ("distinct people", "6", "3"), ("distinct agencies", "5", "2")]
    return {
        "type": "table",
        "caption": "Counts, this period and the one before",
        "columns": ["", "this period", "previous six months"],
        "rows": [{"cells": list(row), "ground": ground(112, 118, more="R120 to R140")} for row in counted],
        "cite": True,
    }


def brief() -> Context:
    """A location brief."""
    drawn = {
        "type": "figure",
        "svg": CHART,
        "alt": "Links of the place",
        "caption": "Nearest links.",
        "ground": ground(112),
    }
    told = {
        "In short": [
            sentence(
                "Fourteen reports from five agencies place six children and four adults at the north gate, mostly "
                "Thursdays and Fridays, 20:00 to 22:00 (9 of 11 with a known hour).",
                112,
                118,
                131,
            ),
            sentence("Two of the adults are linked to one taxi seen there on five dates.", 118, 131),
            table(),
        ],
        "Nearest links": [drawn],
        "What points the other way": [sentence("Two reports say the adults are relatives collecting children.", 121)],
        "What we do not know": [sentence("Three of the fourteen reports have no hour.", method="counting")],
    }
    facts = {"Place": "Harl Street recreation ground (park)", "Period": "1 September 2025 to 28 February 2026"}
    return {
        **common("places"),
        "place": PARK,
        "brief": {
            "reference": "not numbered",
            "subtitle": "Location brief for MARP",
            "facts": [{"label": label, "value": value} for label, value in facts.items()],
            "sections": [{"heading": heading, "blocks": blocks} for heading, blocks in told.items()],
            "annexes": [
                {"heading": "Annex B. Method", "blocks": [sentence("An event is counted once.", method="method")]}
            ],
            "reports": [
                {
                    "number": "R112",
                    "source": source(112, "South Yorkshire Police", "intelligence", graded=True),
                    "when": "3 March 2026",
                    "summary": "Taxi seen waiting at the north gate.",
                },
                {
                    "number": "R31",
                    "source": source(31, "Ashgrove children's home", "record"),
                    "when": "27 February 2026",
                    "summary": "Found at the recreation ground after being reported missing.",
                },
            ],
        },
        "make_url": "/places/4/brief",
        "hidden": {"date_from": "2025-09-01"},
        "form": {
            "recipient": "",
            "reason": "",
            "format": ".zip",
            "formats": [{"value": ".zip", "label": "everything in one file"}, {"value": ".pdf", "label": "PDF"}],
            "errors": {},
        },
        "period": PERIOD,
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
            "title": "Taxi by the Corner Grill",
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
        "mentions_total": 2,
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
        "older_url": "?before=12406",
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
