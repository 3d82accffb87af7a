"""Makes ``jars.txt`` anew, for a maintainer who raises the Neo4j version::

    python -m graphsvc.store.local.pin_jars 5.26.16

It resolves the version's dependencies, which fetches every jar, and writes down their digests. Read the difference
before committing it.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from graphsvc.store.local.jars import LIST, Jar, parse_list

_HEAD = "# The jars of Neo4j Community: coordinates, SHA-256, bytes. Made by: python -m graphsvc.store.local.pin_jars VERSION\n"


def resolved(version: str, directory: Path) -> Iterator[Jar]:
    """Every jar that ``org.neo4j:neo4j`` of this version needs, fetched below ``directory``."""
    from jgo.env import EnvironmentBuilder  # a maintainer's tool: the service itself never resolves
    from jgo.maven import MavenContext

    repository = directory / "repository"
    builder = EnvironmentBuilder(context=MavenContext(repo_cache=repository), cache_dir=directory / "environment")
    builder.from_endpoint(f"org.neo4j:neo4j:{version}")
    return described(repository)


def described(repository: Path) -> Iterator[Jar]:
    """The jars of a repository laid out as ``group/artifact/version/artifact-version[-classifier].jar``."""
    for path in repository.rglob("*.jar"):
        *group, artifact, its_version, name = path.relative_to(repository).parts
        classifier = name.removeprefix(f"{artifact}-{its_version}").removesuffix(".jar").lstrip("-")
        coordinates = ":".join(filter(None, (".".join(group), artifact, its_version, classifier)))
        yield Jar(coordinates, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


def as_text(jars: list[Jar]) -> str:
    """The list as the file holds it."""
    return _HEAD + "".join(sorted(f"{jar.coordinates} {jar.sha256} {jar.size}\n" for jar in jars))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        text = as_text(list(resolved(sys.argv[1], Path(work))))
    parse_list(text)
    LIST.write_text(text, encoding="utf-8")
