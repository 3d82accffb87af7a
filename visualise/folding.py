"""Events folded into the lines between those who were in them: person - with, 3 events - person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graphsvc.model.network import EntityRef, Network, RolledLink, Together
from visualise.confirmation import confirmation, strongest, weakest
from visualise.diagram import Line
from visualise.theme import Confirmation


@dataclass(frozen=True)
class Folded:
    """A network with its events folded. ``own`` gives the centre's links to each folded event."""

    entities: tuple[EntityRef, ...]
    """Who and what is drawn round the centre: neighbours but for folded events, then those met in events only."""
    links: tuple[RolledLink, ...]
    together: Mapping[str, Together]
    own: Mapping[str, tuple[RolledLink, ...]]

    @property
    def events(self) -> int:
        """How many events are folded away."""
        return len(self.own)


def fold(network: Network) -> Folded:
    """Fold each event of which somebody else is known; the others stay as they are, for they join nobody."""
    together = {t.entity.id: t for t in network.together if t.entity.id != network.centre.id}
    hidden = {e for t in together.values() for e in t.event_ids}
    near = [e for e in network.entities if e.id not in hidden and e.id != network.centre.id]
    known = {e.id for e in near}
    near += [t.entity for t in together.values() if t.entity.id not in known]
    own: dict[str, list[RolledLink]] = {e: [] for e in hidden}
    for link in network.links:
        if network.centre.id in (link.a_id, link.b_id):
            for end in {link.a_id, link.b_id} & hidden:
                own[end].append(link)
    left = tuple(link for link in network.links if not {link.a_id, link.b_id} & hidden)
    return Folded(tuple(near), left, together, {e: tuple(links) for e, links in own.items()})


def together_words(together: Together) -> str:
    """``with (suspect), 3 events``: how the line reads, from the centre."""
    return f"{together_verb(together)}, {events_words(together)}"


def together_verb(together: Together) -> str:
    """``with (suspect)``; a place is where it was."""
    verb = "at" if together.entity.type == "Location" else "with"
    roles = ["part not stated" if r == "unknown" else r for r in together.roles if r and r != "involved"]
    return f"{verb} ({', '.join(roles)})" if roles else verb


def events_words(together: Together) -> str:
    """``3 events``."""
    events = len(together.event_ids)
    return f"{events:,} event{'' if events == 1 else 's'}"


def own_part(together: Together, own: Mapping[str, Iterable[RolledLink]]) -> str:
    """``own part: witness or informant``: the centre's part in those events; ``""`` where none is stated.

    A worker who was there to help must not look like whoever did harm.
    """
    roles = {r for event in together.event_ids for link in own.get(event, ()) for r in link.roles}
    said = sorted("not stated" if r == "unknown" else r for r in roles if r and r != "involved")
    return f"own part: {', '.join(said)}" if said else ""


def together_line(
    centre_id: str, together: Together, own: Mapping[str, tuple[RolledLink, ...]], rest: Line | None
) -> Line:
    """The line for shared events; with ``rest``, what else links the two, it is one line for both."""
    said = together_words(together)
    made = Line(
        centre_id,
        together.entity.id,
        said,
        together.count,
        together.origins,
        together_confirmation(together, own),
        directed=False,
    )
    if rest is None:
        return made
    return replace(
        rest,
        label=f"{said}; also {rest.label}",
        count=rest.count + made.count,
        origins=max(rest.origins, made.origins),
        confirmation=strongest((rest.confirmation, made.confirmation)),
    )


def together_confirmation(together: Together, own: Mapping[str, Iterable[RolledLink]]) -> Confirmation:
    """As far as the best of the events bears it out; an event bears it out as far as the weaker of its two sides.

    Where some statements are not at hand it is not called tentative: those may bear it out better.
    """
    found = strongest(_of_event(together, event, own.get(event, ())) for event in together.event_ids)
    whole = together.complete and all(link.complete for e in together.event_ids for link in own.get(e, ()))
    return Confirmation.UNCONFIRMED if found is Confirmation.TENTATIVE and not whole else found


def _of_event(together: Together, event: str, own: Iterable[RolledLink]) -> Confirmation:
    theirs = [s for s in together.statements if event in (s.from_entity.id, s.to_entity.id)]
    return weakest((confirmation(theirs), confirmation([s for link in own for s in link.statements])))
