"""Location briefs: read one on screen, make one for somebody, verify a file that was made."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from statistics import median

from graphsvc import __version__
from graphsvc.analysis.place_counts import RankingParameters
from graphsvc.analysis.place_detail import place_detail
from graphsvc.analysis.places import busiest_places
from graphsvc.errors import Conflict, InputError, NotFound
from graphsvc.model.finding import PlaceDetail, PlaceRanking
from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.model.principal import Principal
from graphsvc.model.view import NetworkView
from graphsvc.products.location_brief import LocationBrief, build_location_brief
from graphsvc.products.location_inputs import Issue, KindMedian, LocationBriefInputs, Period, QueryRun
from graphsvc.products.naming import Naming
from graphsvc.products.package import Packed, freeze, pack, sidecar, suggested_name, write_packed
from graphsvc.products.verify import MOST_BYTES, Verification, verify_product
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released, permit
from graphsvc.services.parts import Parts, Records
from graphsvc.state.products import Product as ProductRecord
from graphsvc.store.reader import Reader

KIND = "LB"
MOST_EVENTS = 500
"""Events a brief reads in full; the ranking counts all of them, and the brief says how many it holds."""
_MOST_MENTIONS = 200
_MOST_COMPARED = 1000


@dataclass(frozen=True)
class BriefWanted:
    """Which place and period, for whom and why, and whether people are named."""

    place_id: str
    parameters: RankingParameters = field(default_factory=RankingParameters)
    recipient: str = ""
    reason: str = ""
    names: bool = False


@dataclass(frozen=True)
class BriefMade:
    """A finished brief on disk, and the digests that are on record."""

    product_id: str
    path: Path
    manifest_path: Path | None
    manifest_sha256: str


@dataclass(frozen=True)
class Verified:
    """The answer to "is this file as it was made?". ``on_record``: this service made it, and its record agrees."""

    verification: Verification
    on_record: bool


def read_brief(parts: Parts, principal: Principal, wanted: BriefWanted) -> LocationBrief:
    """The brief as it would be made now, for the screen. It has no number and is not on record."""
    asked = Consultation(parts, principal, Permission.BRIEF, "read brief")
    brief = _build(asked, wanted, "not numbered")
    asked.release(_parameters(wanted), Released(_shown(brief)))
    return brief


def make_brief(parts: Parts, principal: Principal, wanted: BriefWanted, path: Path) -> BriefMade:
    """Make the brief for a recipient, put it on record, and write it to ``path`` (.zip, .pdf or .html).

    Raises InputError without a recipient or a reason or for another ending, Conflict where the file is there already.
    """
    if path.exists():
        raise Conflict(f"There is a file {path.name} already.", next_step="Choose another name, or move it away first.")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError("There is no folder there that can be written to.", next_step="Name one, or make it first.")
    packed = _put_on_record(parts, principal, wanted, _Delivery(path.name, folder=path.parent))
    beside = sidecar(path) if len(packed.parts) > 1 else None
    return BriefMade(packed.product_id, path, beside, packed.manifest_sha256)


def pack_brief(
    parts: Parts, principal: Principal, wanted: BriefWanted, name: str = "", *, ending: str = ".zip"
) -> Packed:
    """Make the brief and put it on record; its bytes.

    ``name`` is the file's (default: one with number, place and marking, and this ``ending``).

    The disclosure is in the log before this returns.
    """
    return _put_on_record(parts, principal, wanted, _Delivery(name, ending))


@dataclass(frozen=True)
class _Delivery:
    """How a document leaves: under which name, with which ending where it has none yet, into which folder if any."""

    name: str = ""
    ending: str = ".zip"
    folder: Path | None = None


def _put_on_record(parts: Parts, principal: Principal, wanted: BriefWanted, delivery: _Delivery) -> Packed:
    if not wanted.recipient.strip() or not wanted.reason.strip():
        raise InputError(
            "A brief is made for somebody and for a reason.", next_step="Give the recipient and the reason."
        )
    asked = Consultation(parts, principal, Permission.MAKE_BRIEF, "make brief")
    reservation = parts.products.reserve(KIND, wanted.place_id)
    try:
        brief = _build(asked, wanted, reservation.product_id)
        product = freeze(brief)
        packed = pack(product, delivery.name or suggested_name(product, delivery.ending))
        asked.release(
            {**_parameters(wanted), "manifest": packed.manifest_sha256},
            Released(
                [reservation.product_id, *_shown(brief)],
                operation=Operation.DISCLOSURE,
                recipient=wanted.recipient,
                reason=wanted.reason,
            ),
        )
        parts.files.put(packed.content)
        if delivery.folder is not None:
            # Before it is on record: a number whose file could not be written is given to the next.
            write_packed(packed, delivery.folder)
        parts.products.finish(
            reservation,
            manifest_sha256=packed.manifest_sha256,
            file_sha256=sha256(packed.content).hexdigest(),
            access_classes=asked.scope.visible,
        )
    except BaseException:
        parts.products.abandon(reservation)
        raise
    return packed


def verify_file(parts: Records, principal: Principal, path: Path) -> Verified:
    """Whether a product is as it was made: against its own manifest, and against what this service has on record."""
    permit(parts.log, principal, Permission.VERIFY, "verify")
    alone = verify_product(path)
    held = _held(parts, alone)
    result = alone
    if held is None and not alone.ok:
        # A single document that was sent without its manifest: its own digest is on record too.
        held = _same_file(parts, path)
        result = Verification(True, held.product_id, held.manifest_sha256) if held else alone
    elif held is not None and alone.ok:
        result = verify_product(path, expected_manifest_sha256=held.manifest_sha256)
    parts.log.append(
        LogEntry(
            Operation.CONSULTATION,
            principal.user_id,
            principal.agency,
            "verify",
            shown=[held.product_id] if held else [],
            count=1,
        )
    )
    return Verified(result, on_record=held is not None and result.ok)


def _held(parts: Records, verification: Verification) -> ProductRecord | None:
    if verification.product_id is None:
        return None
    try:
        return parts.products.get(verification.product_id)
    except NotFound:
        return None


def _same_file(parts: Records, path: Path) -> ProductRecord | None:
    """The product on record whose file has exactly these bytes."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    with path.open("rb") as file:
        digest = file_digest(file, sha256).hexdigest()
    found = parts.products.by_sha256(digest)
    return found if found is not None and found.file_sha256 == digest else None


def _build(asked: Consultation, wanted: BriefWanted, number: str) -> LocationBrief:
    parts, reader, view = asked.parts, asked.reader, asked.view()
    chosen = wanted.parameters.model_copy(update={"limit": _MOST_COMPARED, "compare_previous": True})
    detail = place_detail(view, wanted.place_id, chosen)
    ranking = busiest_places(view, chosen)
    asked.analyses += [detail.analysis, ranking.analysis]
    place = reader.entity(wanted.place_id)
    mentions = reader.mentions(wanted.place_id, _MOST_MENTIONS)[1]
    told = _Told(reader, view, detail)
    kinds = reader.name([r.place_id for r in ranking.rows])
    inputs = LocationBriefInputs(
        place=place,
        issue=Issue(
            number=number,
            as_of=view.as_of,
            recipient=wanted.recipient,
            reason=wanted.reason,
            scope_words=_scope_words(asked),
            panel_name=parts.settings.panel_name,
            marking=parts.settings.marking,
            software_version=__version__,
            log_head=parts.log.head().head,
        ),
        mentions=mentions,
        period=Period(chosen.from_at, chosen.to_at),
        previous_period=_previous(chosen),
        now=detail.row,
        before=ranking.previous.get(wanted.place_id),
        median=_median(place, ranking, kinds),
        places_ranked=ranking.total,
        events=told.events,
        participants=told.participants,
        direct=told.direct,
        admin=told.admin,
        events_total=detail.row.events if detail.row else 0,
        coverage=detail.coverage,
        limits=detail.limits,
        queries=tuple(QueryRun(a, chosen.model_dump(mode="json")) for a in asked.analyses)
        + tuple(QueryRun(q, {"of": "this place and what is cited here"}) for q in dict.fromkeys(reader.asked)),
        described_as=_described(reader, told.participants),
        naming=Naming.NAMES if wanted.names else Naming.LETTERS,
    )
    return build_location_brief(inputs)


class _Told:
    """The statements of a place by what they are, the events cut to the latest ``MOST_EVENTS``."""

    def __init__(self, reader: Reader, view: NetworkView, detail: PlaceDetail) -> None:
        self._reader, self._view = reader, view
        held = self._read(detail.happened)
        latest = sorted(held, key=lambda s: (s.observed.from_at is not None, s.observed.from_at, s.id), reverse=True)
        self.events = tuple(latest[:MOST_EVENTS])
        kept = {s.from_entity.id for s in self.events}
        self.participants = tuple(s for s in self._read(detail.took_part) if s.to_entity.id in kept)
        self.direct = self._read((*detail.seen, *detail.standing, *detail.undated))
        self.admin = self._read(detail.admin[:MOST_EVENTS])

    def _read(self, link_ids: Sequence[str]) -> tuple[Statement, ...]:
        found = self._reader.statements_by_id(self._view.links_by_id(link_ids))
        return tuple(found[i] for i in link_ids if i in found)


def _previous(chosen: RankingParameters) -> Period | None:
    if chosen.from_at is None or chosen.to_at is None:
        return None
    return Period(chosen.from_at - (chosen.to_at - chosen.from_at), chosen.from_at)


def _median(place: EntityRef, ranking: PlaceRanking, names: Mapping[str, EntityRef]) -> KindMedian | None:
    """What is usual for a place of this kind; None where fewer than three others are ranked.

    None as well where there are more places than were read: the middle of the busiest is not the middle of all.
    """
    if ranking.total > len(ranking.rows):
        return None
    alike = [r for r in ranking.rows if r.place_id in names and names[r.place_id].kind == place.kind]
    others = [r for r in alike if r.place_id != place.id]
    if not place.kind or len(others) < 3:
        return None
    return KindMedian(
        place.kind,
        len(others),
        *(
            float(median(counts))
            for counts in zip(*((r.events, r.people, r.vehicles, len(r.agencies)) for r in others), strict=True)
        ),
    )


def _described(reader: Reader, participants: Iterable[Statement]) -> dict[str, str]:
    """Whom a report in scope describes as a child or an adult."""
    people = sorted({s.from_entity.id for s in participants if s.from_entity.type == "Person"})
    return reader.described(people) if people else {}


def _scope_words(asked: Consultation) -> str:
    agency = asked.principal.agency
    return "everything held" if agency == "operator" else f"what all agencies share, and {agency}'s own"


def _parameters(wanted: BriefWanted) -> dict[str, object]:
    return {"place": wanted.place_id, "names": wanted.names, **wanted.parameters.model_dump(mode="json")}


def _shown(brief: LocationBrief) -> list[str]:
    said = (*brief.inputs.events, *brief.inputs.participants, *brief.inputs.direct)
    return [brief.inputs.place.id, *(s.id for s in said)]
