"""What another process writes is in the answers of one that runs already, without a restart."""

import time
from collections.abc import Callable
from pathlib import Path

from graphsvc.bootstrap import operator
from graphsvc.services import networks, searching
from graphsvc.services import places as ranking
from graphsvc.services.parts import Parts
from graphsvc.store.local import Connection
from tests.support.commands import Commands
from tests.support.partner import Partner


def soon(holds: Callable[[], bool]) -> None:
    """It holds within a few seconds."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.2)


def test_answers_show_what_another_process_imports(parts: Parts, neo4j_connection: Connection, tmp_path: Path) -> None:
    """Searches, connections and rankings: from the graph as it is, not as it was when the service started."""
    me, partner = operator(), Partner(tmp_path / "files")
    other = Commands(tmp_path / "other", neo4j_connection)
    before = ranking.places(parts, me, ranking.ranking_parameters()).ranking.total
    assert searching.search(parts, me, partner.name(0)).total == 0
    partner.people(3)
    partner.knows([(0, 1), (1, 2)])
    partner.places("Elm Park")
    partner.seen([(0, 0, "03/03/2026")])
    assert other.run("import", partner.folder, "--mapping", partner.mapping).code == 0

    def found(number: int) -> list[str]:
        hits = searching.search(parts, me, partner.name(number)).hits
        return [h.entity.id for h in hits if h.entity.caption == partner.name(number)]

    soon(lambda: bool(found(0) and found(2)))
    told = networks.connect_entities(parts, me, [*found(0), *found(2)])
    assert len(told.connection.pairs[0].chains) == 1
    assert ranking.places(parts, me, ranking.ranking_parameters()).ranking.total > before
