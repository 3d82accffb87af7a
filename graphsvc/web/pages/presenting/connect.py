"""What joins the things picked: chains in sentences, "both known at" apart, busy places named at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from graphsvc.services.networks import ConnectionTold
from graphsvc.services.picking import Picking
from graphsvc.web.pages.presenting import chains, shapes
from graphsvc.web.pages.presenting.shapes import Shape


@dataclass(frozen=True)
class Asked:
    """What was typed into the box, why it was refused if it was, and which busy places were put back."""

    text: str = ""
    error: str | None = None
    kept: tuple[str, ...] = ()


def connect(page: Picking, asked: Asked) -> Shape:
    """What ``connect.html`` needs."""
    ids = [e.id for e in page.picked]
    return {
        "chosen": [
            {"entity": shapes.entity(e), "remove_url": _url([i for i in ids if i != e.id], asked.kept)}
            for e in page.picked
        ],
        "kept": list(asked.kept),
        "q": asked.text,
        "error": asked.error,
        "found": _found(page, ids, asked.kept),
        "asked": page.told is not None,
        **(_told(page.told, ids, asked.kept) if page.told else _nothing()),
    }


def _found(page: Picking, ids: list[str], kept: Sequence[str]) -> list[Shape] | None:
    if page.result is None:
        return None
    return [
        {
            "entity": shapes.entity(h.entity),
            "detail": ", ".join(m for m in h.matched if m != h.entity.caption),
            "add_url": _url([*ids, h.entity.id], kept),
        }
        for h in page.result.hits
        if h.entity.id not in ids
    ]


def _told(told: ConnectionTold, ids: list[str], kept: Sequence[str]) -> Shape:
    pairs, most = told.connection.pairs, _most(told)
    proper = [c for pair in pairs for c in pair.chains if chains.complete(told, c)]
    weak = [c for pair in pairs for c in pair.both_known if chains.complete(told, c)]
    left_out = [x for x in told.connection.left_out if x.entity_id in told.names]
    return {
        "chains": [chains.chain(told, c) for c in proper],
        "cut": any(len(pair.chains) >= most for pair in pairs),
        "known_at": [shown for c in weak if (shown := chains.known_at(told, c))],
        "left_out": [
            {
                "entity": shapes.entity(told.names[x.entity_id]),
                "neighbours": x.neighbours,
                "back_url": _url(ids, [*kept, x.entity_id]),
            }
            for x in left_out
        ],
        "include_url": _url(ids, [*kept, *(x.entity_id for x in left_out)]) if len(left_out) > 1 else None,
        "exclude_url": _url(ids, ()) if kept else None,
        "limits": list(told.connection.limits),
    }


def _most(told: ConnectionTold) -> int:
    """How many chains were asked for with each pair."""
    return int(str(told.connection.parameters["chains"]))


def _nothing() -> Shape:
    return {
        "chains": [],
        "cut": False,
        "known_at": [],
        "left_out": [],
        "include_url": None,
        "exclude_url": None,
        "limits": [],
    }


def _url(ids: Sequence[str], kept: Sequence[str]) -> str:
    fields = [*(("id", i) for i in ids), *(("keep", k) for k in kept)]
    return f"/connect?{urlencode(fields)}" if fields else "/connect"
