"""An import spares the garbage collector what was there before, and gives everything back."""

import gc

import pytest

from graphsvc import bootstrap
from graphsvc.ingest.library import example_files
from graphsvc.ingest.read import Progress
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts


class Stopped(Exception):
    """What a user does who has seen enough."""


def test_earlier_objects_are_set_aside_while_rows_are_read(parts: Parts) -> None:
    """While rows are read the collector leaves alone what the process held before; afterwards it goes through it again."""
    during: list[int] = []
    before = gc.get_freeze_count()
    import_files(
        parts,
        bootstrap.operator(),
        example_files(),
        "example",
        dry_run=True,
        progress=lambda _: during.append(gc.get_freeze_count()),
    )
    assert min(during) > before
    assert gc.get_freeze_count() <= before


def test_they_are_given_back_when_an_import_is_broken_off(parts: Parts) -> None:
    """Whatever ends an import, nothing stays out of the collector's reach."""

    def stop(_progress: Progress) -> None:
        raise Stopped

    before = gc.get_freeze_count()
    with pytest.raises(Stopped):
        import_files(parts, bootstrap.operator(), example_files(), "example", dry_run=True, progress=stop)
    assert gc.get_freeze_count() <= before
