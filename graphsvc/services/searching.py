"""Find an entity by name, plate, number, postcode or reference."""

from collections.abc import Sequence

from graphsvc.model.network import SearchResult
from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts
from graphsvc.store.search import Question


def search(
    parts: Parts, principal: Principal, text: str, types: Sequence[str] = (), limit: int | None = None
) -> SearchResult:
    """The best entities in scope for ``text``. Raises InputError where it is too short or too long to search for."""
    asked = Consultation(parts, principal, Permission.SEARCH, "search")
    question = Question(text.strip(), tuple(types) or None)
    result = asked.reader.search(question, limit or parts.settings.limits.search_results)
    asked.release({"text": text, "types": tuple(types)}, Released([h.entity.id for h in result.hits]))
    return result
