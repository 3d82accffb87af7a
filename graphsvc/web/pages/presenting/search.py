"""Search results by kind, each with the words that matched; what was picked so far."""

from collections.abc import Sequence

from graphsvc.model.entities import BY_NAME
from graphsvc.model.identity import fold_name
from graphsvc.model.network import Hit
from graphsvc.services.picking import Picking
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape


def search(page: Picking, text: str, error: str | None) -> Shape:
    """What ``search.html`` needs."""
    hits = page.result.hits if page.result else ()
    return {
        "q": text,
        "error": error,
        "searched": page.result is not None,
        "groups": _groups(page, hits, text),
        "shown": len(hits),
        "total": page.result.total if page.result else 0,
        "chosen": [shapes.entity(e) for e in page.picked],
    }


def _groups(page: Picking, hits: Sequence[Hit], text: str) -> list[Shape]:
    """Hits by kind; the kind of the best hit comes first."""
    kinds = dict.fromkeys(h.entity.type for h in hits)
    groups = []
    for kind in kinds:
        found = [_hit(page, h, text) for h in hits if h.entity.type == kind]
        groups.append({
            "label": BY_NAME[kind].plural.capitalize(), "shown": len(found), "total": len(found), "hits": found
        })  # fmt: skip
    return groups


def _hit(page: Picking, hit: Hit, text: str) -> Shape:
    word = page.described.get(hit.entity.id)
    return {
        "entity": shapes.entity(hit.entity),
        "matched": [_matched(hit, raw, text) for raw in hit.matched],
        "roles": [shapes.described(word)] if word else [],
        "detail": "",
        "reports": hit.reports,
    }


def _matched(hit: Hit, raw: str, text: str) -> Shape:
    """The words that matched, with the part that was typed between the rest."""
    label = "name" if raw == hit.entity.caption else "also reported as"
    start, end = _place(raw, text)
    return {"label": label, "before": raw[:start], "match": raw[start:end], "after": raw[end:]}


def _place(raw: str, text: str) -> tuple[int, int]:
    """Where the first typed word stands in ``raw``; all of it where it is spelt otherwise."""
    low = raw.casefold()
    if len(low) == len(raw):
        for word in (text.strip(), *fold_name(text).split()):
            at = low.find(word.casefold()) if word else -1
            if at >= 0:
                return at, at + len(word)
    return 0, len(raw)
