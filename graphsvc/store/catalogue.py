"""The query catalogue: every statement the service can run, checked before the first one runs.

Each ``.cypher`` file under ``cypher/`` opens with a header of ``//`` lines::

    // Neighbours of one entity, parallel links rolled into one row.
    // shape: bounded by limit
    // scope: yes
    // param id: STRING
    // return neighbour_id: STRING

The file's name is the query's name. A query that disagrees with its header stops the start: parameters used and declared
must be the same, the aliases of the last RETURN must be the declared ones, nothing under ``read/`` may write, and every
read that shows case data (``scope: yes``) must filter on ``$visible``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphsvc.errors import QueryDefinitionError

CYPHER_ROOT = Path(__file__).resolve().parents[2] / "cypher"

_WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|LOAD\s+CSV|FOREACH)\b", re.IGNORECASE)
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
        query = parse_query(path.read_text(encoding="utf-8"), path.stem, str(path.parent.relative_to(root)))
        if query.name in queries:
            raise QueryDefinitionError(f"Two queries are called {query.name}.")
        queries[query.name] = query
    if not queries:
        raise QueryDefinitionError(
            f"No queries were found under {root}.", next_step="Install the package again: its cypher folder is missing."
        )
    return Catalogue(queries)


def parse_query(text: str, name: str, family: str) -> Query:
    """Read one file's header and check the body against it."""
    header, body = _split(text)
    where = f"{family}/{name}.cypher"
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
    shape = _SHAPES.match(values["shape"]) if values["shape"] else None
    query = Query(
        name,
        family,
        " ".join(purpose).strip(),
        values["shape"].split(" ")[0],
        (shape.group("bound") or "") if shape else "",
        values["scope"] == "yes",
        tuple(sorted(parameters)),
        tuple(returns),
        body,
    )
    problem = _problem(query, shape_known=shape is not None)
    if problem:
        raise QueryDefinitionError(f"{where}: {problem}.", next_step="Correct the file or its header.")
    return query


def _split(text: str) -> tuple[list[str], str]:
    lines = text.strip().splitlines()
    header = []
    while lines and lines[0].startswith("//"):
        header.append(lines.pop(0)[2:].strip())
    return [h for h in header if h], "\n".join(lines).strip()


def _problem(query: Query, *, shape_known: bool) -> str | None:
    body = re.sub(r"//.*", "", query.text)
    used = tuple(sorted(set(re.findall(r"\$(\w+)", body))))
    if not query.purpose:
        return "the header does not say what the query is for"
    if used != query.parameters:
        return f"parameters used {used} are not those declared {query.parameters}"
    if query.writes:
        return None
    without_names = re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"", "", body)
    if _WRITES.search(without_names):
        return "a query under read/ may not write"
    if not shape_known:
        return "the header gives no shape (point, bulk, or bounded by <parameter>)"
    if query.bound and query.bound not in query.parameters:
        return f"it is bounded by {query.bound}, which is no parameter"
    if query.scoped and "visible" not in used:
        return "it shows case data and does not filter on $visible"
    aliases = _aliases(body)
    if aliases != query.returns:
        return f"it returns {aliases}, the header says {query.returns}"
    return None


def _aliases(body: str) -> tuple[str, ...]:
    last = re.split(r"\bRETURN\b(?:\s+DISTINCT\b)?", body)[-1]
    last = re.split(r"\b(?:ORDER\s+BY|LIMIT|SKIP)\b", last)[0]
    depth, item, items = 0, "", []
    for char in last:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            items.append(item)
            item = ""
        else:
            item += char
    items.append(item)
    return tuple(re.split(r"\bAS\b", i)[-1].strip() for i in items)
