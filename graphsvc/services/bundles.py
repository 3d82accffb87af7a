"""Evidence bundles: made for somebody, for a reason, from what may be served; and the officer's notes on the rest."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from graphsvc import __version__
from graphsvc.errors import Conflict, InputError, RowProblem
from graphsvc.model.network import EntityRef, MentionRead, Source, Statement
from graphsvc.model.operations import Operation
from graphsvc.model.principal import Principal
from graphsvc.model.provenance import Restriction
from graphsvc.products.bundle_facts import PART
from graphsvc.products.bundle_gate import let_through, withheld_because
from graphsvc.products.bundle_inputs import BundleInputs
from graphsvc.products.bundle_leaks import needles_of, printed_words, repeats
from graphsvc.products.evidence_bundle import freeze_bundle
from graphsvc.products.exhibit_reading import Exhibit, read_exhibits
from graphsvc.products.exhibits import ExhibitGiven, checked
from graphsvc.products.location_inputs import Issue, Period, QueryRun
from graphsvc.products.officer_notes import NotesInputs, freeze_notes
from graphsvc.products.package import Packed, Product, pack, suggested_name, write_packed
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts
from graphsvc.store.reader import Reader

BUNDLE_KIND = "EB"
NOTES_KIND = "EN"
MOST_STATEMENTS = 5_000
MOST_EVENTS = 500
_PERSON = "Person"
_PER_EVENT = 100
_MENTIONS = 200
LONGEST_CASE = 200
_QUERIES = ("captions", "entity_statements", "mentions", "reports")
"""What the record of a bundle names, whatever was found: a query more or less would tell whether anything was withheld."""


@dataclass(frozen=True)
class BundleWanted:
    """On whom, in which case, for whom and why, over which period, with which exhibits."""

    person_id: str
    case: str
    recipient: str
    reason: str
    period: Period = field(default_factory=Period)
    hearing_on: date | None = None
    exhibits: tuple[ExhibitGiven, ...] = ()


@dataclass(frozen=True)
class BundleMade:
    """A finished bundle, or finished notes, on disk and on record."""

    product_id: str
    path: Path
    manifest_sha256: str
    bytes: int


@dataclass(frozen=True)
class _Sort:
    """A sort of product: its series, how the log calls it, how it is made."""

    series: str
    what: str
    freeze: Callable[[NotesInputs], Product]


_BUNDLE = _Sort(BUNDLE_KIND, "make evidence bundle", lambda inputs: freeze_bundle(inputs.bundle))
_NOTES = _Sort(NOTES_KIND, "make officer's notes", freeze_notes)


def bundle_subject(parts: Parts, principal: Principal, person_id: str) -> EntityRef:
    """Whom a bundle would be about. Raises NotFound where nothing in scope speaks of the person, InputError for a thing."""
    asked = Consultation(parts, principal, Permission.MAKE_BUNDLE, "prepare evidence bundle")
    person = asked.reader.entity(person_id)
    if person.type != _PERSON:
        raise InputError("An evidence bundle is about a person.", next_step="Choose a person.")
    asked.release({"person": person_id}, Released([person_id]))
    return person


def make_bundle(parts: Parts, principal: Principal, wanted: BundleWanted, path: Path) -> BundleMade:
    """Make the bundle, put it on record and write it to ``path`` (.zip).

    Raises InputError for what is missing or cannot be used, Conflict where the file is there already.
    """
    return _made(_put_on_record(parts, principal, wanted, _BUNDLE, path), path)


def pack_bundle(parts: Parts, principal: Principal, wanted: BundleWanted) -> Packed:
    """Make the bundle and put it on record; its bytes. The disclosure is in the log before this returns."""
    return _put_on_record(parts, principal, wanted, _BUNDLE)


def make_notes(parts: Parts, principal: Principal, wanted: BundleWanted, path: Path) -> BundleMade:
    """Make the officer's notes on such a bundle and write them to ``path`` (.zip): a product of their own."""
    return _made(_put_on_record(parts, principal, wanted, _NOTES, path), path)


def pack_notes(parts: Parts, principal: Principal, wanted: BundleWanted) -> Packed:
    """Make the officer's notes and put them on record; their bytes."""
    return _put_on_record(parts, principal, wanted, _NOTES)


def check_path(path: Path) -> None:
    """Whether a bundle can be written there, asked before it is made."""
    if path.suffix.lower() != ".zip":
        raise InputError("A bundle is one zip file.", next_step="Name a file that ends in .zip.")
    if path.exists():
        raise Conflict(f"There is a file {path.name} already.", next_step="Choose another name, or move it away first.")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError("There is no folder there that can be written to.", next_step="Name one, or make it first.")


def _made(packed: Packed, path: Path) -> BundleMade:
    return BundleMade(packed.product_id, path, packed.manifest_sha256, len(packed.content))


def _put_on_record(
    parts: Parts, principal: Principal, wanted: BundleWanted, sort: _Sort, path: Path | None = None
) -> Packed:
    asked = Consultation(parts, principal, Permission.MAKE_BUNDLE, sort.what)
    _check(wanted)
    if path is not None:
        check_path(path)
    if sort is _NOTES:
        # They are for whoever makes them, whoever the bundle is for, and print no exhibit.
        wanted = replace(wanted, recipient=principal.display_name, exhibits=())
    read = _read(asked, wanted)
    reservation = parts.products.reserve(sort.series, wanted.person_id)
    try:
        product = sort.freeze(_numbered(read, reservation.product_id))
        packed = pack(product, path.name if path else suggested_name(replace(product, title=wanted.case)))
        _release(asked, wanted, read, packed)
        parts.files.put(packed.content)
        if path is not None:
            # Before it is on record: a number whose file could not be written is given to the next.
            write_packed(packed, path.parent)
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


def _check(wanted: BundleWanted) -> None:
    if not wanted.recipient.strip() or not wanted.reason.strip():
        raise InputError(
            "A bundle is made for somebody and for a reason.", next_step="Give the recipient and the reason."
        )
    if not wanted.case.strip() or len(wanted.case) > LONGEST_CASE:
        raise InputError(
            "A bundle needs the name of its case.", next_step=f"Give it, in at most {LONGEST_CASE} characters."
        )
    ends = wanted.period
    if ends.from_at and ends.to_at and ends.to_at <= ends.from_at:
        raise InputError("The period ends before it starts.", next_step="Give the earlier day first.")


def _read(asked: Consultation, wanted: BundleWanted) -> NotesInputs:
    """Everything the bundle and the notes are made from; the number comes later."""
    reader, parts = asked.reader, asked.parts
    subject = reader.entity(wanted.person_id)
    if subject.type != _PERSON:
        raise InputError("An evidence bundle is about a person.", next_step="Choose a person.")
    exhibits = read_exhibits(checked(wanted.exhibits))
    statements = _statements(reader, subject)
    mentions = _mentions(reader, statements, subject)
    restricted = _restricted(
        reader, {*(s.source.report_id for s in statements), *(m.source.report_id for m in mentions)}
    )
    passed = let_through(subject, statements, mentions, restricted)
    if not passed.subject.caption:
        raise InputError(
            "No record or statement that may be served names this person.",
            next_step="Obtain a record or statement that does, and import it.",
        )
    issue = Issue(
        number="",
        as_of=datetime.now(UTC).replace(microsecond=0),
        recipient=wanted.recipient.strip(),
        reason=wanted.reason.strip(),
        scope_words=_scope_words(asked),
        panel_name=parts.settings.panel_name,
        marking=parts.settings.marking,
        software_version=__version__,
        log_head=parts.log.head().head,
    )
    _refuse_repeated(reader, wanted, exhibits, {s.source for s in statements if withheld_because(s.source, restricted)})
    queries = tuple(QueryRun(q, {"of": "the subject, the subject's events and what is cited"}) for q in _QUERIES)
    made = BundleInputs(issue, wanted.case.strip(), passed, wanted.hearing_on, wanted.period, exhibits, queries)
    people = sorted({e.id for s in statements for e in (s.from_entity, s.to_entity) if e.type == _PERSON})
    return NotesInputs(made, statements, restricted, reader.described(people))


def _refuse_repeated(
    reader: Reader, wanted: BundleWanted, exhibits: tuple[Exhibit, ...], withheld: Iterable[Source]
) -> None:
    """Refuse what would be printed and repeats a report that must not be served: its reference, or its words."""
    reports = {s.report_id: s for s in withheld}
    needles = needles_of((s.reference, reader.report_text(i)) for i, s in sorted(reports.items()))
    if repeats(" \n".join((wanted.case, wanted.recipient)), needles):
        raise InputError(
            "The name of the case or the recipient repeats a report that must not be served.",
            next_step="Leave its reference and its words out.",
        )
    found = [n for n, e in enumerate(exhibits, 1) if repeats(printed_words(e), needles)]
    if found:
        reason = "It repeats the reference or the words of a report that must not be served."
        raise InputError(
            "An exhibit must not go into this bundle.",
            next_step="Take it out: intelligence is not evidence. The officer's notes say how it may be re-proved.",
            rows=tuple(RowProblem(n, "file", reason) for n in found),
        )


def _numbered(read: NotesInputs, number: str) -> NotesInputs:
    return replace(read, bundle=replace(read.bundle, issue=replace(read.bundle.issue, number=number)))


def _statements(reader: Reader, subject: EntityRef) -> tuple[Statement, ...]:
    """Every statement about the subject, and about the events the subject had a part in."""
    total, own = reader.statements(subject.id, MOST_STATEMENTS)
    events = sorted({s.to_entity.id for s in own if s.link_type == PART})
    if total > len(own) or len(events) > MOST_EVENTS:
        raise InputError(
            f"More is reported of this person than one bundle reads ({MOST_STATEMENTS:,} statements, {MOST_EVENTS} events).",
            next_step="Ask whoever runs the service.",
        )
    about = [reader.statements(event_id, _PER_EVENT) for event_id in events]
    if any(found > len(told) for found, told in about):
        raise InputError(
            f"An event of this person has more than {_PER_EVENT} statements.", next_step="Ask whoever runs the service."
        )
    return tuple({s.id: s for s in (*own, *(s for _, told in about for s in told))}.values())


def _mentions(reader: Reader, statements: tuple[Statement, ...], subject: EntityRef) -> tuple[MentionRead, ...]:
    """What the reports behind the statements call everything in them: other reports name nothing here."""
    ids = sorted({subject.id, *(e.id for s in statements for e in (s.from_entity, s.to_entity))})
    reports = {s.source.report_id for s in statements}
    found = [m for i in ids for m in reader.mentions(i, _MENTIONS)[1]]
    return tuple(m for m in found if m.source.report_id in reports or m.entity.id == subject.id)


def _restricted(reader: Reader, report_ids: Iterable[str]) -> frozenset[str]:
    """Which of these reports are kept to one agency."""
    return frozenset(i for i in sorted(report_ids) if reader.report(i).restriction != Restriction.NONE.value)


def _release(asked: Consultation, wanted: BundleWanted, read: NotesInputs, packed: Packed) -> None:
    ends = wanted.period
    parameters = {
        "person": wanted.person_id,
        "case": wanted.case,
        "from_at": ends.from_at.isoformat() if ends.from_at else "",
        "to_at": ends.to_at.isoformat() if ends.to_at else "",
        "hearing_on": wanted.hearing_on.isoformat() if wanted.hearing_on else "",
        "exhibits": [e.sha256 for e in read.bundle.exhibits],
        "manifest": packed.manifest_sha256,
    }
    told = read.statements if packed.product_id.startswith(NOTES_KIND) else read.bundle.passed.statements
    shown = [packed.product_id, wanted.person_id, *(s.id for s in told)]
    asked.release(
        parameters,
        Released(shown, operation=Operation.DISCLOSURE, recipient=wanted.recipient, reason=wanted.reason),
    )


def _scope_words(asked: Consultation) -> str:
    agency = asked.principal.agency
    return "everything held" if agency == "operator" else f"what all agencies share, and {agency}'s own"
