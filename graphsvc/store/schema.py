"""Makes the constraints and indexes, also where two processes open one store at the same moment."""

import random
import re
import time

from neo4j import Session
from neo4j.exceptions import ClientError, Neo4jError, TransientError

from graphsvc.store.catalogue import Catalogue

_ATTEMPTS = 8
_INDEXES_READY_S = 300


_NAME = re.compile(r"CREATE\s+(?:\w+\s+)?(?:CONSTRAINT|INDEX)\s+(\w+)")


def make_schema(session: Session, catalogue: Catalogue) -> None:
    """Run every statement whose constraint or index is not there yet, then wait until the indexes answer."""
    there = {row["name"] for row in session.run(catalogue["index_names"].text)}
    statements = [s.strip() for s in catalogue["schema"].text.split(";") if s.strip()]
    missing = [s for s in statements if _name(s) not in there]
    for statement in missing:
        _make(session, statement)
    if missing:
        session.run(catalogue["await_indexes"].text, seconds=_INDEXES_READY_S).consume()


def _name(statement: str) -> str | None:
    found = _NAME.match(statement)
    return found[1] if found else None


def _make(session: Session, statement: str) -> None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            session.run(statement).consume()
        except (ClientError, TransientError) as problem:
            if _made_meanwhile(problem):
                return
            if attempt == _ATTEMPTS or not isinstance(problem, TransientError):
                raise
            time.sleep(random.uniform(0.05, 0.2) * attempt)  # noqa: S311 (a wait, not a secret)
        else:
            return


def _made_meanwhile(problem: Neo4jError) -> bool:
    return "AlreadyExists" in (problem.code or "")
