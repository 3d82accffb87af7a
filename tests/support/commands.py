"""Runs commands over the run's Neo4j: in this process, or as a process of their own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from graphsvc.cli.main import main
from graphsvc.store.local import Connection


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Stdout as exactly one JSON document."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Commands:
    """The commands of one data directory over one Neo4j."""

    data_dir: Path
    connection: Connection | None

    @property
    def environment(self) -> dict[str, str]:
        """What the commands read from the environment."""
        given = {"GRAPHSVC_DATA_DIR": str(self.data_dir)}
        if self.connection is not None:
            given |= {
                "GRAPHSVC_NEO4J__URI": self.connection.uri,
                "GRAPHSVC_NEO4J__USER": self.connection.user,
                "GRAPHSVC_NEO4J__PASSWORD": self.connection.password,
            }
        return given

    def __call__(self, *arguments: str | Path) -> Ended:
        """Run a command in this process."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with (
            mock.patch.dict(os.environ, self.environment),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main([str(a) for a in arguments])
        return Ended(code, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))  # type: ignore[attr-defined]

    def start(self, *arguments: str | Path, **more: Any) -> "subprocess.Popen[bytes]":
        """Start a command as a process of its own."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHSVC_")}
        environment |= self.environment | more.pop("env", {})
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | more
        return subprocess.Popen(program(*arguments), env=environment, **more)

    def run(self, *arguments: str | Path, **more: Any) -> Ended:
        """Run a command as a process of its own, to its end."""
        with self.start(*arguments, **more) as process:
            out, err = process.communicate(timeout=120)
        return Ended(process.returncode, (out or b"").decode(), (err or b"").decode())


def program(*arguments: str | Path) -> list[str]:
    """The console script of this interpreter, as a command line."""
    return [sys.executable, "-c", "from graphsvc.cli.main import run; run()", *map(str, arguments)]
