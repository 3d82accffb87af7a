"""The demonstration's users over the small built-in example, for tests that want few reports of which each is known."""

from graphsvc.bootstrap import operator, quiet
from graphsvc.ingest.library import example_files
from graphsvc.services.demonstration import add_users
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts


def prepare_example(parts: Parts) -> None:
    """Make the demonstration's users and put the example in."""
    add_users(parts, quiet)
    import_files(parts, operator(), example_files(), "example")
