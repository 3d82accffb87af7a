"""The query catalogue: every statement the service can run, checked before the first one runs.

Each ``.cypher`` file under ``cypher/`` opens with a header of ``//`` lines::

    // Neighbours of one entity, parallel links rolled into one row.
    // shape: bounded by limit
    // scope: yes
    // param id: STRING
    // return neighbour_id: STRING

The file's name is the query's name. A query that disagrees with its header stops the start: parameters used and declared
must be the same, the columns of the last RETURN must be the declared ones, nothing under ``read/`` may write, and a read
that shows case data (``scope: yes``) must filter every relationship and report it binds on ``$visible``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphsvc.errors import QueryDefinitionError
from graphsvc.store import cypher_text

CYPHER_ROOT = Path(__file__).resolve().parents[2] / "cypher"

_SHAPES = re.compile(r"^(point|bulk|bounded by (?P<bound>\w+))$")


@dataclass(frozen=True)
class Query:
    """One statement: ``shape`` is point, bounded or bulk; ``scoped`` says whether it filters on the viewer's scope."""

    name: str
    family: str
    purpose: str
    shape: str
    bound: str
    scoped: bool
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    text: str

    @property
    def writes(self) -> bool:
        """Whether it may change the graph."""
        return not self.family.startswith("read")


@dataclass(frozen=True)
class Catalogue:
    """Every query by name."""

    queries: dict[str, Query]

    def __getitem__(self, name: str) -> Query:
        try:
            return self.queries[name]
        except KeyError:
            raise QueryDefinitionError(f"There is no query called {name}.") from None

    def family(self, prefix: str) -> list[Query]:
        """The queries whose folder starts with ``prefix``, by name."""
        return [q for _, q in sorted(self.queries.items()) if q.family.startswith(prefix)]


@lru_cache(maxsize=4)
def load_catalogue(root: Path = CYPHER_ROOT) -> Catalogue:
    """Read and check every file below ``root``. Raises QueryDefinitionError naming the file and what is wrong."""
    queries: dict[str, Query] = {}
    for path in sorted(root.rglob("*.cypher")):
        family = path.parent.relative_to(root).as_posix()
        query = parse_query(_text(path, family), path.stem, family)
        if query.name in queries:
            raise _fault(f"{family}/{path.name}", f"{queries[query.name].family} has a query of this name too")
        queries[query.name] = query
    if not queries:
        raise QueryDefinitionError(
            "No queries were found in the service's cypher folder.",
            next_step="Install the package again: its cypher folder is missing.",
        )
    return Catalogue(queries)


def _text(path: Path, family: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise _fault(f"{family}/{path.name}", "it cannot be read as UTF-8 text") from problem


def _fault(where: str, problem: str) -> QueryDefinitionError:
    return QueryDefinitionError(f"{where}: {problem}.", next_step="Correct the file or its header.")


def parse_query(text: str, name: str, family: str) -> Query:
    """Read one file's header and check the body against it."""
    header, body = _split(text)
    values = {"shape": "", "scope": "no"}
    parameters, returns, purpose = [], [], []
    for line in header:
        key, _, rest = line.partition(":")
        match key.split():
            case ["param", parameter]:
                parameters.append(parameter)
            case ["return", alias]:
                returns.append(alias)
            case [("shape" | "scope") as known]:
                values[known] = rest.strip()
            case _:
                purpose.append(line)
    shape = _SHAPES.match(values["shape"])
    query = Query(
        name=name,
        family=family,
        purpose=" ".join(purpose).strip(),
        shape=values["shape"].split(" ")[0],
        bound=(shape["bound"] or "") if shape else "",
        scoped=values["scope"] == "yes",
        parameters=tuple(sorted(parameters)),
        returns=tuple(returns),
        text=body,
    )
    problem = _header_problem(query, values) or _body_problem(query, cypher_text.bare(body))
    if problem:
        raise _fault(f"{family}/{name}.cypher", problem)
    return query


def _split(text: str) -> tuple[list[str], str]:
    lines = text.strip().splitlines()
    header = []
    while lines and lines[0].startswith("//"):
        header.append(lines.pop(0)[2:].strip())
    return [h for h in header if h], "\n".join(lines).strip()


def _header_problem(query: Query, values: dict[str, str]) -> str | None:
    if not query.purpose:
        return "the header does not say what the query is for"
    if values["scope"] not in ("yes", "no"):
        return "scope is neither yes nor no"
    if not query.text:
        return "there is no statement below the header"
    if query.writes:
        return None
    if not _SHAPES.match(values["shape"]):
        return "the header gives no shape (point, bulk, or bounded by <parameter>)"
    if query.bound and query.bound not in query.parameters:
        return f"it is bounded by {query.bound}, which is no parameter"
    return None


def _body_problem(query: Query, body: str) -> str | None:
    used = cypher_text.parameters(body)
    if used != query.parameters:
        return f"parameters used {used} are not those declared {query.parameters}"
    returned = cypher_text.returned(body)
    if returned != query.returns:
        return f"it returns {returned}, the header says {query.returns}"
    if query.writes:
        return None
    forbidden = cypher_text.forbidden_in_read(body)
    if forbidden:
        return f"a query under read/ may not use {forbidden}"
    if query.scoped and "visible" not in used:
        return "it shows case data and does not filter on $visible"
    unscoped = cypher_text.unscoped(body) if query.scoped else ""
    if unscoped:
        return f"it shows case data and does not filter {unscoped} on $visible"
    return None
