"""What stands out, and where and when the evidence gathers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from graphsvc.analysis.hotspots import HotspotParameters
from graphsvc.analysis.hotspots import hotspots as find_hotspots
from graphsvc.analysis.standing_out import StandingOutParameters
from graphsvc.errors import InputError
from graphsvc.model.network import EntityRef
from graphsvc.model.outline import NOWHERE, Outline
from graphsvc.model.principal import Principal
from graphsvc.model.standing_out import Hotspots, Pattern, StandsOut
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts

Chosen = TypeVar("Chosen", bound=BaseModel)


@dataclass(frozen=True)
class Findings:
    """What stands out, with the names of all it speaks of."""

    found: StandsOut
    names: Mapping[str, EntityRef]


@dataclass(frozen=True)
class RankedHotspots:
    """Hotspots with the names of their places or vehicles, and the outline of the area for their map."""

    found: Hotspots
    names: Mapping[str, EntityRef]
    outline: Outline = NOWHERE
    credit: str = ""


def standing_out_parameters(
    from_at: datetime | None = None, to_at: datetime | None = None, **more: Any
) -> StandingOutParameters:
    """Checked parameters of what stands out. Raises InputError for a period that ends before it starts."""
    return _checked(StandingOutParameters, from_at, to_at, more)


def hotspot_parameters(
    from_at: datetime | None = None, to_at: datetime | None = None, **more: Any
) -> HotspotParameters:
    """Checked parameters of hotspots. Raises InputError for a period that ends before it starts, or an unknown subject."""
    return _checked(HotspotParameters, from_at, to_at, more)


def findings(parts: Parts, principal: Principal, parameters: StandingOutParameters) -> Findings:
    """The patterns that stand out in scope, and what only looks like one."""
    asked = Consultation(parts, principal, Permission.FINDINGS, "findings")
    page = within(asked, parameters)
    asked.release(parameters.model_dump(mode="json"), Released([*page.names, *page.found.report_ids]))
    return page


def within(asked: Consultation, parameters: StandingOutParameters) -> Findings:
    """The same as part of a larger use case, which releases it."""
    found = asked.parts.answers.stands_out(asked.view(), parameters)
    asked.analyses.append(found.analysis)
    return Findings(found, asked.reader.name(_spoken_of(found)))


def hotspots(parts: Parts, principal: Principal, parameters: HotspotParameters) -> RankedHotspots:
    """The hotspots in scope."""
    asked = Consultation(parts, principal, Permission.PLACES, "hotspots")
    found = find_hotspots(asked.view(), parameters)
    asked.analyses.append(found.analysis)
    names = asked.reader.name([row.entity_id for row in found.rows if row.entity_id])
    asked.release(parameters.model_dump(mode="json"), Released([*names, *found.report_ids]))
    return RankedHotspots(found, names, parts.outline.get(), parts.settings.outline_credit)


def _checked(model: type[Chosen], from_at: datetime | None, to_at: datetime | None, more: Mapping[str, Any]) -> Chosen:
    try:
        return model(from_at=from_at, to_at=to_at, **more)
    except ValidationError as problem:
        if from_at and to_at and to_at <= from_at:
            raise InputError(
                "The period ends before it starts.", next_step="Give an end date after the start date."
            ) from None
        names = ", ".join(sorted({str(e["loc"][0]) for e in problem.errors() if e["loc"]}))
        raise InputError(f"Unusable: {names}.", next_step="Correct it and ask again.") from None


def _spoken_of(found: StandsOut) -> set[str]:
    ids = {row.entity_id for row in found.plain}
    for pattern in found.patterns:
        ids |= _of_pattern(pattern)
    for one in found.explained:
        ids |= set(one.entity_ids)
    return ids


def _of_pattern(pattern: Pattern) -> set[str]:
    groups: Iterable[Iterable[str]] = (
        pattern.centre_ids, pattern.children_ids, pattern.alleged_ids, pattern.vehicle_ids, pattern.number_ids,
        pattern.place_ids, (i for pair in pattern.together for i in (pair.a_id, pair.b_id)),
        (i for _, i in pattern.also), (i for c in pattern.cautions for i in c.entity_ids),
    )  # fmt: skip
    return {i for group in groups for i in group}
