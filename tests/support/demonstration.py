"""The demonstration for tests: on the town, as anybody opens it; its users over the example, of which each report is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.bootstrap import open_parts, operator, quiet
from graphsvc.ingest.library import example_files
from graphsvc.services.demonstration import add_users, prepare_demonstration
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Settings
from tests.support.browsing import listening


def prepare_example(parts: Parts) -> None:
    """Make the demonstration's users and put the example in."""
    add_users(parts, quiet)
    import_files(parts, operator(), example_files(), "example")


@contextmanager
def a_town(folder: Path, local: LocalNeo4jSettings) -> Iterator[str]:
    """The demonstration as anybody opens it: a Neo4j of its own, its users, the invented town; its address on loopback."""
    with open_parts(Settings(data_dir=folder, local=local), demonstration=True) as parts:
        prepare_demonstration(parts, quiet)
        with listening(parts) as address:
            yield address
