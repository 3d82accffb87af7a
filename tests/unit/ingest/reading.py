"""A small mapping and the means to read a file with it, shared by the tests of collecting."""

from pathlib import Path
from typing import Any

import yaml

from graphsvc.ingest import BatchReader, KeptRejects, load_mapping, plan_files, read_batches
from graphsvc.model.assertions import LinkAssertion, Mention, WriteBatch
from graphsvc.model.identity import Identities

IDENTITIES = Identities(b"k" * 32)

SMALL: dict[str, Any] = {
    "name": "small",
    "version": "1",
    "title": "Small",
    "agency": "Wexmoor Police",
    "system": "test",
    "namespace": "t",
    "files": [
        {
            "name": "people",
            "match": ["people*.csv"],
            "entities": {
                "person": {
                    "type": "Person",
                    "ref": "id",
                    "attributes": {"name": "name", "age": "age"},
                    "observed": {"columns": ["seen"], "formats": ["d/M/yyyy HH:mm", "d/M/yyyy", "yyyy-MM"]},
                }
            },
        },
        {
            "name": "knows",
            "match": ["knows*.csv"],
            "links": [
                {
                    "type": "KNOWS",
                    "from": {"ref": "a", "types": ["Person"]},
                    "to": {"ref": "b", "types": ["Person"]},
                    "observed": {"inherit_from": "from"},
                }
            ],
        },
    ],
}


class Reading:
    """Everything one reading came to."""

    def __init__(self, reader: BatchReader, rejects: KeptRejects) -> None:
        self.batches: list[WriteBatch] = list(reader)
        self.counts = reader.counts
        self.problems = [p for _, p in rejects.problems]

    @property
    def mentions(self) -> list[Mention]:
        """All mentions in order."""
        return [m for b in self.batches for m in b.mentions]

    @property
    def links(self) -> list[LinkAssertion]:
        """All links in order."""
        return [k for b in self.batches for k in b.links]

    @property
    def ids(self) -> set[str]:
        """The ids of everything asserted."""
        return {m.id for m in self.mentions} | {k.id for k in self.links}


def read(mapping: Any, paths: list[Path], **options: Any) -> Reading:
    """Plan and read files with a loaded mapping."""
    rejects = KeptRejects()
    return Reading(read_batches(plan_files(mapping, paths), IDENTITIES, rejects=rejects, **options), rejects)


def write_mapping(folder: Path, content: dict[str, Any]) -> Any:
    """Write a mapping into a file and load it."""
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return load_mapping(path)
