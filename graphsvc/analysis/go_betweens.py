"""Go-betweens: somebody who is in no occasion with a child, and whom several people alleged to harm children have in common."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct, distinct_pairs
from graphsvc.analysis.company import binomial_tail, discoveries
from graphsvc.analysis.convergence import Draft
from graphsvc.analysis.occasions import Occasions, Part, borne_out
from graphsvc.analysis.people import Households
from graphsvc.analysis.selection import is_type, of_type
from graphsvc.analysis.strength import harmed_in, strength
from graphsvc.model.standing_out import PatternKind

FEWEST_CONTACTS = 3
_CLOSED = 0.5
"""Where half of the contacts know one another, they are a group, and nobody is between them."""


def go_betweens(found: Occasions, households: Households) -> Iterator[Draft]:
    """Every go-between with at least three contacts who are alleged to have harmed a child, more than chance explains."""
    ties = _ties(found, households)
    n = max(len(found.view.entity_ids), 1)
    alleged, beside_children = _alleged_with_children(found), _with_children(found)
    person, contact = distinct_pairs(ties[0], ties[1], n)
    known = np.bincount(person, minlength=n)
    reached = np.bincount(person[alleged[contact]], minlength=n)
    people = is_type(found.view, "Person")
    share = float(alleged.sum() / max(int(people.sum()), 1))
    able = np.flatnonzero(people & ~beside_children & ~alleged & (known >= FEWEST_CONTACTS))
    p = np.array([binomial_tail(int(reached[b]), int(known[b]), share) for b in able])
    kept = able[discoveries(p) & (reached[able] >= FEWEST_CONTACTS)]
    by_person = Groups.by(person, n)
    for broker in kept:
        contacts = distinct(contact[by_person.rows(int(broker))])
        contacts = contacts[alleged[contacts]]
        if not _closed(person, contact, contacts):
            yield _draft(found, ties, int(broker), contacts)


def _ties(found: Occasions, households: Households) -> tuple[Ints, Ints, Ints]:
    """Who knows whom, in both directions, with the link that says so: by acquaintance, occasion, number or vehicle."""
    view = found.view
    people = is_type(view, "Person")
    known = np.flatnonzero(found.usable & of_type(view, "KNOWS"))
    first = [view.link_from[known].astype(np.int64)]
    second = [view.link_to[known].astype(np.int64)]
    row = [known]
    for hinge, who, link in (_at_occasions(found), _at_things(found)):
        use = people[who]
        hinge, who, link = hinge[use], who[use], link[use]
        # People are counted, not statements: the more reports tell of a tie, the less it may vanish.
        at, people_at = distinct_pairs(hinge, who, max(len(people), 1))
        groups = Groups.by(at, int(hinge.max(initial=0)) + 1)
        few = np.diff(groups.start)[hinge] <= _MOST_SHARING
        which, other = groups.expand(hinge[few])
        first.append(who[few][which])
        second.append(people_at[other])
        row.append(link[few][which])
    a, b, links = np.concatenate(first), np.concatenate(second), np.concatenate(row)
    keep = (a != b) & ~households.holds(a, b)
    a, b, links = a[keep], b[keep], links[keep]
    return np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([links, links])


_MOST_SHARING = 12
"""An occasion, number or vehicle of more people than this joins nobody."""


def _at_occasions(found: Occasions) -> tuple[Ints, Ints, Ints]:
    """Occasions without a child, and who was in them."""
    use = ~found.harm[found.at] & found.inside[found.at] & (found.part != Part.HARMED)
    return found.at[use], found.who[use], found.row[use]


def _at_things(found: Occasions) -> tuple[Ints, Ints, Ints]:
    """Telephones, accounts and vehicles, and who uses them."""
    view = found.view
    rows = np.flatnonzero(found.usable & of_type(view, "USES_PHONE", "USES_ACCOUNT", "USES_VEHICLE"))
    return view.link_to[rows].astype(np.int64), view.link_from[rows].astype(np.int64), rows


def _alleged_with_children(found: Occasions) -> Mask:
    alleged = np.zeros(len(found.view.entity_ids), bool)
    alleged[found.who[(found.part == Part.ALLEGED) & found.harm[found.at] & found.inside[found.at]]] = True
    return alleged


def _with_children(found: Occasions) -> Mask:
    """Everybody who has a part in an occasion in which a child is harmed."""
    beside = np.zeros(len(found.view.entity_ids), bool)
    beside[found.who[found.harm[found.at]]] = True
    return beside


def _closed(person: Ints, contact: Ints, contacts: Ints) -> bool:
    inner = int((np.isin(person, contacts) & np.isin(contact, contacts)).sum())
    return inner >= _CLOSED * len(contacts) * (len(contacts) - 1)


def _draft(found: Occasions, ties: tuple[Ints, Ints, Ints], broker: int, contacts: Ints) -> Draft:
    mine = (ties[0] == broker) & np.isin(ties[1], contacts)
    contact, links = ties[1][mine], ties[2][mine]
    harm = _occasions_of(found, contacts)
    children = harmed_in(found, harm)
    parts = found.parts_of(harm)
    reached = found.row[parts[np.isin(found.part[parts], [Part.HARMED, Part.ALLEGED])]]
    tie = np.searchsorted(contacts, contact)
    weights = borne_out(found, tie, links, len(contacts))
    counted = distinct(links)
    agencies = tuple(sorted({found.view.reports[r].agency for r in found.view.link_report[counted]}))
    evidence = float(weights.weight.sum())
    told = replace(
        strength(found, harm),
        value=float(evidence * np.sqrt(len(children) * len(agencies))),
        evidence=evidence,
        occasions=len(contacts),
        confirmed=int((weights.borne == 0).sum()),
        unconfirmed=int((weights.borne == 1).sum()),
        tentative=int((weights.borne == 2).sum()),
        agencies=agencies,
    )
    return Draft(
        PatternKind.BROKER, (broker,), np.zeros(0, np.int64), frozenset(int(c) for c in contacts), told,
        frozenset(int(c) for c in children), distinct(np.concatenate([counted, reached])),
    )  # fmt: skip


def _occasions_of(found: Occasions, people: Ints) -> Ints:
    """The occasions in which these people are alleged to have harmed a child."""
    use = np.isin(found.who, people) & (found.part == Part.ALLEGED) & found.harm[found.at] & found.inside[found.at]
    return distinct(found.at[use])
