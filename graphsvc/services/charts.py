"""Take the chart of a network away as one file. It leaves the house, so it is a disclosure: for somebody, for a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graphsvc import __version__
from graphsvc.errors import Conflict, InputError, NotFound
from graphsvc.model.entities import BY_NAME
from graphsvc.model.links import LINK_TYPES
from graphsvc.model.network import EntityRef, Network, RolledLink, Statement, Together
from graphsvc.model.operations import Operation
from graphsvc.model.principal import Principal
from graphsvc.model.provenance import Handling
from graphsvc.model.wording import LOCAL, as_of
from graphsvc.products.package import Packed, write_packed
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.networks import Expansion, checked_limit
from graphsvc.services.parts import Parts
from graphsvc.store.reader import NeighbourFilter, Reader
from visualise.portable import ChartNotes, portable_chart

MOST_STATEMENTS = 20_000
"""Statements in one file, shared out evenly over its links; the file says how many more there are."""
_PER_LINK = 50
_PERSON = "Person"


@dataclass(frozen=True)
class ChartFile:
    """A finished chart: the name it is saved under, its bytes, and the digest under which it is held and logged."""

    name: str
    content: bytes
    sha256: str


def make_chart(
    parts: Parts, principal: Principal, entity_id: str, expansion: Expansion, recipient: str, reason: str
) -> ChartFile:
    """The chart of an entity's network in scope, for ``recipient`` and ``reason``. The log has it before this returns.

    Raises InputError without recipient or reason, NotFound where nothing in scope speaks of the entity.
    """
    asked = Consultation(parts, principal, Permission.EXPORT_CHART, "chart")
    if not recipient.strip() or not reason.strip():
        raise InputError(
            "A chart is made for somebody and for a reason.", next_step="Give the recipient and the reason."
        )
    limit = checked_limit(parts, expansion)
    per_link = max(1, min(_PER_LINK, MOST_STATEMENTS // limit))
    network = asked.reader.neighbours(entity_id, expansion.kept, limit, per_link)
    content = _draw(asked, network, expansion.kept, f"Made for {recipient.strip()}: {reason.strip()}")
    digest = sha256(content).hexdigest()
    asked.release(
        {"id": entity_id, **expansion.kept.parameters(), "limit": limit, "per_link": per_link, "sha256": digest},
        Released(_shown(network), operation=Operation.DISCLOSURE, recipient=recipient, reason=reason),
    )
    parts.files.put(content)
    return ChartFile(_file_name(network, parts.settings.marking), content, digest)


def check_path(path: Path) -> None:
    """Whether a chart can be written there, asked before it is made: a disclosure that fails is on the log all the same.

    Raises InputError for another ending or a folder that is not there, Conflict where the file is there already.
    """
    if path.suffix.lower() != ".html":
        raise InputError("A chart is one HTML file.", next_step="Name a file that ends in .html.")
    if path.exists():
        raise Conflict("There is a file of that name already.", next_step="Choose another name, or move it away first.")
    if not path.parent.is_dir():
        raise InputError("The folder for the chart is not there.", next_step="Make the folder, or choose another.")


def write_chart(chart: ChartFile, path: Path) -> Path:
    """Write a finished chart, readable by its owner only; nothing half-written stays behind."""
    check_path(path)
    return write_packed(Packed("", path.name, {path.name: chart.content}, chart.sha256), path.parent).path


def _draw(asked: Consultation, network: Network, kept: NeighbourFilter, purpose: str) -> bytes:
    parts, reader = asked.parts, asked.reader
    people = sorted({e.id for e in _entities(network) if e.type == _PERSON})
    conditions = _conditions(reader, _statements(network))
    notes = ChartNotes(
        described=reader.described(people),
        facts=(f"scope: {_scope_words(asked.principal)}",),
        left_out=_left_out(network, kept),
        made_from=(
            ("Made by", f"{asked.principal.display_name}, {asked.principal.agency}"),
            ("Queries", ", ".join(dict.fromkeys(reader.asked))),
            ("Parameters", "; ".join(f"{k}: {v}" for k, v in _parameters(network, kept).items())),
            ("As of", as_of(network.as_of)),
            *(("Handling conditions", words) for words in conditions),
            ("Log", f"head before this file: {parts.log.head().head}"),
        ),
        software_version=__version__,
        demonstration=parts.demonstration,
    )
    return portable_chart(network, parts.settings.marking, purpose, notes).encode()


def _entities(network: Network) -> tuple[EntityRef, ...]:
    return (network.centre, *network.entities, *(t.entity for t in network.together))


def _statements(network: Network) -> list[Statement]:
    return [s for told in _told(network) for s in told.statements]


def _told(network: Network) -> tuple[RolledLink | Together, ...]:
    return (*network.links, *network.together)


def _shown(network: Network) -> list[str]:
    return [*(e.id for e in _entities(network)), *(s.id for s in _statements(network))]


def _conditions(reader: Reader, statements: Iterable[Statement]) -> list[str]:
    """The conditions of every report here that may be shared under conditions only, as its sender wrote them."""
    held = {s.source.report_id: s.source for s in statements if s.source.handling == Handling.CONDITIONS}
    found = []
    for report_id, source in sorted(held.items(), key=lambda h: (h[1].agency, h[1].reference)):
        try:
            words = reader.report(report_id).conditions
        except NotFound:  # withdrawn while this was made
            words = ""
        found.append(f"{source.agency}, {source.reference}: {words or 'ask its sender before passing it on'}")
    return found


def _left_out(network: Network, kept: NeighbourFilter) -> tuple[str, ...]:
    unlisted = sum(told.count - len(told.statements) for told in _told(network))
    said = {
        f"{unlisted:,} statements of the longest links": unlisted > 0,
        "other kinds of link": bool(_possible(network) - set(kept.link_types or _possible(network))),
        "other kinds of neighbour": kept.entity_types is not None,
        "other dates, and what is undated": kept.from_at is not None or kept.to_at is not None,
        f"grades below {kept.lowest_source}-{kept.lowest_intelligence}": kept.lowest_source is not None,
    }
    return tuple(words for words, applies in said.items() if applies)


def _possible(network: Network) -> set[str]:
    """The kinds of link this kind of entity can have at all."""
    return {t.name for t in LINK_TYPES if any(network.centre.type in ends for ends in t.ends)}


def _parameters(network: Network, kept: NeighbourFilter) -> Mapping[str, str]:
    """The question as it was asked, in the recipient's words: local days, not seconds."""
    given = {
        "entity": network.centre.id,
        "kinds of link": ", ".join(kept.link_types or ()),
        "kinds of neighbour": ", ".join(kept.entity_types or ()),
        "from": f"{kept.from_at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if kept.from_at else "",
        "before": f"{kept.to_at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if kept.to_at else "",
        "lowest grade": f"{kept.lowest_source}-{kept.lowest_intelligence}" if kept.lowest_source else "",
    }
    return {k: v for k, v in given.items() if v}


def _scope_words(principal: Principal) -> str:
    agency = principal.agency
    return "everything held" if agency == "operator" else f"what all agencies share, and {agency}'s own"


def _file_name(network: Network, marking: str) -> str:
    """A name with kind, day and marking, and nobody's own name: a file name is read on trains and in mail subjects."""
    kind = BY_NAME[network.centre.type].label
    return f"Network chart of one {kind} {network.as_of.astimezone(LOCAL):%Y-%m-%d %H%M} {marking}.html"
