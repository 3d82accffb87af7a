"""The busiest places, with their arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from graphsvc.analysis.place_counts import RankingParameters
from graphsvc.analysis.places import busiest_places
from graphsvc.errors import InputError
from graphsvc.model.finding import PlaceRanking
from graphsvc.model.network import EntityRef
from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts


@dataclass(frozen=True)
class RankedPlaces:
    """A ranking with the names of its places."""

    ranking: PlaceRanking
    names: Mapping[str, EntityRef]


def ranking_parameters(
    from_at: datetime | None = None, to_at: datetime | None = None, **more: Any
) -> RankingParameters:
    """Checked parameters of a ranking. Raises InputError for a period that ends before it starts, or an unknown order."""
    try:
        return RankingParameters(from_at=from_at, to_at=to_at, **more)
    except ValidationError as problem:
        if from_at and to_at and to_at <= from_at:
            raise InputError(
                "The period ends before it starts.", next_step="Give an end date after the start date."
            ) from None
        names = ", ".join(sorted({str(e["loc"][0]) for e in problem.errors() if e["loc"]}))
        raise InputError(f"Unusable: {names}.", next_step="Correct it and ask again.") from None


def places(parts: Parts, principal: Principal, parameters: RankingParameters) -> RankedPlaces:
    """The busiest places in scope."""
    asked = Consultation(parts, principal, Permission.PLACES, "places")
    ranking = busiest_places(asked.view(), parameters)
    asked.analyses.append(ranking.analysis)
    names = asked.reader.name([row.place_id for row in ranking.rows])
    kept = tuple(row for row in ranking.rows if row.place_id in names)
    asked.release(parameters.model_dump(mode="json"), Released([row.place_id for row in kept]))
    return RankedPlaces(ranking, names)
