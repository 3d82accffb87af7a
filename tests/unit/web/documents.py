"""A realistic context for the pages one reads: brief, report, log, check, error."""

from tests.unit.web.samples import (
    GRADE,
    MIA,
    PAGES,
    PARK,
    SEEN,
    TAXI,
    Context,
    common,
    source,
)


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
