"""Fictional people, places, plates and statements, in the shapes the templates ask for."""

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
        "grade_known": True,
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
        "basis": "In the same event: Meeting at the gate.",
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
