"""What stands out: each pattern with its sentence, arithmetic, company and cautions."""

from urllib.parse import urlencode

from graphsvc.analysis.standing_out import StandingOutParameters
from graphsvc.model import standing_words as words
from graphsvc.model.standing_out import Explained, Pattern, PatternKind
from graphsvc.products.location_inputs import Period
from graphsvc.services.standing import Findings
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed

_MOST_PICKED = 10
_MOST_PLAIN = 10


def findings(page: Findings, chosen: StandingOutParameters, typed: Typed) -> Shape:
    """What ``findings.html`` needs."""
    found = page.found
    return {
        "period": {**typed.shape(), "words": Period(chosen.from_at, chosen.to_at).words},
        "patterns": [pattern(page, p) for p in found.patterns],
        "shown": len(found.patterns),
        "total": found.total,
        "explained": [_explained(page, e) for e in found.explained],
        "plain": [
            {"rank": row.rank, "entity": shapes.entity(page.names[row.entity_id]), "events": row.events}
            for row in found.plain[:_MOST_PLAIN]
            if row.entity_id in page.names
        ],
        "limits": list(found.limits),
    }


def pattern(page: Findings, held: Pattern) -> Shape:
    """One pattern."""
    names = page.names
    alone = held.centre_ids[0] if len(held.centre_ids) == 1 and held.centre_ids[0] in names else None
    picked = [i for i in (*held.centre_ids, *held.children_ids, *held.alleged_ids) if i in names][:_MOST_PICKED]
    return {
        "rank": held.rank,
        "kind": held.kind.value,
        "title": words.title(held, names),
        "entity": shapes.entity(names[alone]) if alone else None,
        "why": words.why(held, names),
        "arithmetic": words.arithmetic(held.strength, reached=held.kind is PatternKind.BROKER),
        "company": [
            {"heading": heading, "groups": [_group(page, ids, said) for ids, said in words.grouped(names, found)]}
            for heading, found in words.company_of(held, names)
        ],
        "more_alleged": held.alleged_once,
        "together": [words.together(pair, names) for pair in held.together],
        "slot": words.slot_share(held.slot) if held.slot else "",
        "cautions": [words.caution(said, names) for said in held.cautions],
        "network_url": f"/entities/{alone or picked[0]}/network" if picked else None,
        "connect_url": f"/connect?{urlencode([('id', i) for i in picked])}" if len(picked) > 1 else None,
        "reports": len(held.report_ids),
    }


def _group(page: Findings, ids: tuple[str, ...], said: str) -> Shape:
    """Entities of one name: the first as a link, the others as a count."""
    first = page.names[ids[0]]
    if not first.caption:
        return {"entity": None, "label": said}
    return {"entity": shapes.entity(first), "label": f"({len(ids)} records)" if len(ids) > 1 else ""}


def _explained(page: Findings, held: Explained) -> Shape:
    known = [i for i in held.entity_ids if i in page.names]
    return {"text": words.explained(held, page.names), "entities": [shapes.entity(page.names[i]) for i in known]}
