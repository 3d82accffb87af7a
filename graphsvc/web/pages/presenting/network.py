"""An entity's network: filters, one row for each neighbour, a chart of the nearest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup
from pydantic import BaseModel, Field

from graphsvc.model import links, wording
from graphsvc.model.entities import BY_NAME
from graphsvc.model.links import LINK_TYPES, LinkType
from graphsvc.model.network import EntityRef, Network, RolledLink, Statement, Together
from graphsvc.model.provenance import DatePrecision
from graphsvc.services.networks import Expansion, lowest_grade
from graphsvc.store.reader import NeighbourFilter
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed
from visualise.folding import Folded, fold, own_part, together_confirmation, together_words
from visualise.network import draw_network

MOST_DRAWN = 40
_GRADES = (
    ("", "any, and ungraded"),
    ("1A", "1-A"),
    ("2B", "2-B or better"),
    ("2C", "2-C or better"),
    ("3D", "3-D or better"),
)
_COARSE = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)


class Asked(BaseModel):
    """The filters of the network page, as its address gives them."""

    type: list[str] = Field(default_factory=list, max_length=50)
    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    grade: str = Field("", max_length=5)

    @property
    def typed(self) -> Typed:
        """The period as typed."""
        return Typed(self.date_from, self.date_to)

    def expansion(self) -> Expansion:
        """As the use case takes it. Raises InputError for an unusable date or grade."""
        kept = NeighbourFilter(tuple(self.type) or None, None, self.typed.from_at, self.typed.to_at)
        return Expansion(lowest_grade(kept, self.grade))


class ChartForm(Asked):
    """The form that takes the chart away: the filters of the page, for whom, and why."""

    recipient: str = Field("", max_length=500)
    reason: str = Field("", max_length=1000)
    csrf_token: str = Field("", max_length=200)

    @property
    def errors(self) -> dict[str, str]:
        """What is missing, by field."""
        missing = {
            "recipient": "Say whom it is for." if not self.recipient.strip() else "",
            "reason": "Say why it is needed." if not self.reason.strip() else "",
        }
        return {k: v for k, v in missing.items() if v}


def take(page: Network, asked: Asked, form: ChartForm | None) -> Shape:
    """The form that takes this very network away, as it was filled in."""
    kept = [("type", t) for t in asked.type] + [("grade", asked.grade), *asked.typed.given().items()]
    return {
        "url": f"/entities/{page.centre.id}/chart",
        "hidden": [{"name": name, "value": value} for name, value in kept if value],
        "recipient": form.recipient if form else "",
        "reason": form.reason if form else "",
        "errors": form.errors if form else {},
    }


def network(page: Network, asked: Asked) -> Shape:
    """What ``network.html`` needs."""
    folded = fold(page)
    by_neighbour: dict[str, list[RolledLink]] = {e.id: [] for e in page.entities}
    for link in page.links:
        by_neighbour[link.b_id if link.a_id == page.centre.id else link.a_id].append(link)
    return {
        "entity": shapes.entity(page.centre),
        "filters": _filters(page.centre, asked),
        "rows": [_row(page.centre, e, by_neighbour[e.id]) for e in page.entities if by_neighbour[e.id]],
        "together": [_together(page, t, folded) for t in folded.together.values()],
        "together_total": page.together_total,
        "shown": page.shown,
        "total": page.total,
        "hidden_words": _hidden(asked),
        "left_out": [],
        # Our own drawing: it escapes every name it writes.
        "chart_svg": Markup(draw_network(page, most=MOST_DRAWN)) if page.entities else None,  # noqa: S704
    }


def _filters(centre: EntityRef, asked: Asked) -> Shape:
    possible = [t for t in LINK_TYPES if any(centre.type in ends for ends in t.ends)]
    active = bool(asked.type or asked.date_from or asked.date_to or asked.grade)
    return {
        "link_types": [
            {"value": t.name, "label": verb_with_end(t, centre.type), "checked": not asked.type or t.name in asked.type}
            for t in possible
        ],
        **asked.typed.shape(),
        "grade": asked.grade.replace("-", "").upper(),
        "grades": [{"value": value, "label": label} for value, label in _GRADES],
        "active": active,
        "clear_url": f"/entities/{centre.id}/network",
    }


def verb_with_end(declared: LinkType, centre: str) -> str:
    """A link type as it reads from one kind of entity: ``uses a vehicle``, ``is where an event happened``.

    A verb that ends in a colon says "it" for what follows; here the kind of entity stands in its place.
    """
    ahead = {b for a, b in declared.ends if a == centre}
    behind = {a for a, b in declared.ends if b == centre}
    verbs = [declared.forward] * bool(ahead) + [declared.backward] * bool(behind)
    others = " or ".join(_with_article(BY_NAME[t].label) for t in sorted(ahead | behind))
    said = " or ".join(dict.fromkeys(verbs))
    return said.rstrip(":").replace(" it ", f" {others} ", 1) if said.endswith(":") else f"{said} {others}"


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _row(centre: EntityRef, neighbour: EntityRef, rolled: Sequence[RolledLink]) -> Shape:
    statements = [s for link in rolled for s in link.statements]
    complete = all(link.complete for link in rolled)
    said = shapes.statements(statements)
    count = sum(link.count for link in rolled)
    return {
        "entity": shapes.entity(neighbour),
        "how": list(dict.fromkeys(how for link in rolled for how in _how(centre, link))),
        "roles": _roles(rolled),
        "statements": said,
        "count": count,
        "reports": len({s.source.report_id for s in statements}) if complete else None,
        "origins": len({s.source.origin for s in statements}) if complete else max(r.origins for r in rolled),
        "dates": _dates(rolled, statements, complete=complete),
        "strength": shapes.strength(statements),
        "more": count - len(statements),
    }


def _together(page: Network, together: Together, folded: Folded) -> Shape:
    """Somebody met in events only, or there as well: which events, in which parts, how far it is borne out."""
    events = {e.id: e for e in page.entities}
    return {
        "entity": shapes.entity(together.entity),
        "how": together_words(together),
        "own_part": own_part(together, folded.own),
        "events": [shapes.entity(events[e]) for e in together.event_ids if e in events],
        "statements": shapes.statements(together.statements),
        "count": together.count,
        "origins": together.origins,
        "dates": _dates([together], together.statements, complete=together.complete),
        "strength": together_confirmation(together, folded.own).value,
        "more": together.count - len(together.statements),
    }


def _how(centre: EntityRef, link: RolledLink) -> list[str]:
    declared = links.BY_NAME[link.link_type]
    directions = {s.from_entity.id == centre.id for s in link.statements} or {link.a_id == centre.id}
    verbs = [(declared.forward if ahead else declared.backward).rstrip(":") for ahead in sorted(directions)]
    roles = [r for r in link.roles if r and r != "unknown"] if link.link_type != "TOOK_PART" else []
    return [f"{verb} ({', '.join(roles)})" if roles else verb for verb in verbs]


def _roles(rolled: Sequence[RolledLink]) -> list[Shape]:
    """The parts people had in an event; in every other link the role is part of how it reads."""
    found = (r for link in rolled if link.link_type == "TOOK_PART" for r in link.roles if r)
    return [shapes.role(r) for r in dict.fromkeys(found)]


def _dates(rolled: Sequence[RolledLink | Together], statements: Sequence[Statement], *, complete: bool) -> str:
    """From the first to the last date, no more exact than the least exact of them."""
    if complete and len(statements) == 1:
        return wording.when(statements[0].observed)
    first = min((r.first_at for r in rolled if r.first_at), default=None)
    last = max((r.last_at for r in rolled if r.last_at), default=None)
    if first is None or last is None:
        return "no date reported"
    held = {s.observed.precision for s in statements}
    exact = next((p for p in _COARSE if p in held), DatePrecision.DAY) if complete else DatePrecision.MONTH
    ends = (_written(first, exact), _written(max(first, last - timedelta(seconds=1)), exact))
    return " to ".join(dict.fromkeys(ends))


def _written(at: datetime, exact: DatePrecision) -> str:
    local = at.astimezone(wording.LOCAL)
    if exact is DatePrecision.YEAR:
        return f"{local:%Y}"
    return f"{local:%B %Y}" if exact is DatePrecision.MONTH else f"{local.day} {local:%B %Y}"


def _hidden(asked: Asked) -> str:
    grade = next((label for value, label in _GRADES if value and value == asked.grade.replace("-", "").upper()), "")
    hidden = [f"grades below {grade.split()[0]} hidden"] if grade else []
    hidden += ["other dates and undated links hidden"] if asked.date_from or asked.date_to else []
    hidden += ["other kinds of link hidden"] if asked.type else []
    return ", ".join(hidden)
