"""The only place that reads the environment.

Every setting is ``GRAPHSVC_<NAME>`` or ``GRAPHSVC_<GROUP>__<NAME>``; an unknown ``GRAPHSVC_*`` name stops the start, so
that a misspelt setting is never silently ignored. Secrets come from files (``..._FILE``).
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graphsvc.errors import SettingsError

PREFIX = "GRAPHSVC_"


def _xdg(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback)


class Neo4jSettings(BaseModel):
    """Where the graph is. With no ``uri`` the service runs a Neo4j of its own (see ``local``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uri: str | None = Field(
        None, description="bolt://, bolt+s://, neo4j:// or neo4j+s:// address; unset: the local Neo4j"
    )
    user: str = Field("neo4j", description="user name at that address")
    password: SecretStr | None = Field(None, description="password; prefer password_file")
    password_file: Path | None = Field(None, description="file that holds the password")
    database: str = Field("neo4j", description="database name; always named in every call")
    query_timeout_s: float = Field(30.0, gt=0, description="longest time one read may take, in seconds")
    connection_timeout_s: float = Field(10.0, gt=0, description="longest wait for a connection, in seconds")

    def secret(self) -> str | None:
        """The password from its file or its setting; None where neither is set."""
        if self.password_file is not None:
            try:
                return self.password_file.read_text(encoding="utf-8").strip()
            except OSError as problem:
                raise SettingsError(
                    f"The Neo4j password file {self.password_file} cannot be read.",
                    next_step="Check GRAPHSVC_NEO4J__PASSWORD_FILE and the file's permissions.",
                ) from problem
        return self.password.get_secret_value() if self.password else None


class LocalNeo4jSettings(BaseModel):
    """The Neo4j the service runs itself, as a child process, where no ``uri`` is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int = Field(0, ge=0, le=65535, description="Bolt port on loopback; 0: one is chosen at first start and kept")
    heap: str = Field("1g", description="largest Java heap")
    page_cache: str = Field("512m", description="Neo4j page cache")
    jar_dir: Path = Field(
        default_factory=lambda: _xdg("XDG_CACHE_HOME", ".cache") / "graphsvc" / "neo4j",
        description="where the server's jars are kept; shared by every data directory",
    )
    start_timeout_s: float = Field(120.0, gt=0, description="longest wait for the server to answer, in seconds")


class WebSettings(BaseModel):
    """The HTTP service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8321, ge=0, le=65535, description="port to listen on; 0: any free one")
    session_idle_minutes: int = Field(30, ge=1, description="a session unused this long ends")
    session_absolute_hours: int = Field(12, ge=1, description="a session this old ends")
    secure_cookies: bool = Field(
        False, description="send cookies over https only; set where TLS ends in front of the service"
    )


class LimitSettings(BaseModel):
    """How much one answer may hold. What is cut is always said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    search_results: int = Field(25, ge=1, le=500, description="entities a search shows")
    expand_neighbours: int = Field(150, ge=1, le=2000, description="neighbours an expansion shows")
    entity_statements: int = Field(200, ge=1, le=5000, description="statements an entity page shows")
    chains: int = Field(5, ge=1, le=25, description="chains a connection shows")
    places: int = Field(20, ge=1, le=500, description="places a ranking shows")


class Settings(BaseSettings):
    """All settings, frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", env_ignore_empty=True
    )

    data_dir: Path = Field(
        default_factory=lambda: _xdg("XDG_DATA_HOME", ".local/share") / "graphsvc" / "main",
        description="everything durable: local graph, accounts, log, files",
    )
    panel_name: str = Field("MARP", description="what the multi-agency panel is called here")
    police_agencies: tuple[str, ...] = Field(
        ("police",), description="agencies (JSON list) whose officers see every item handled under conditions"
    )
    marking: Literal["OFFICIAL", "OFFICIAL-SENSITIVE"] = Field(
        "OFFICIAL-SENSITIVE", description="protective marking on every page and document"
    )
    outline: Path | None = Field(
        None,
        description="GeoJSON file (polygons, WGS84) whose areas are outlined on maps; unset: maps show the grid alone",
    )
    neo4j: Neo4jSettings = Field(default_factory=lambda: Neo4jSettings())
    local: LocalNeo4jSettings = Field(default_factory=lambda: LocalNeo4jSettings())
    web: WebSettings = Field(default_factory=lambda: WebSettings())
    limits: LimitSettings = Field(default_factory=lambda: LimitSettings())


def known_names() -> set[str]:
    """Every environment name a setting can have."""
    names = set()
    for name, field in Settings.model_fields.items():
        group = field.annotation
        if isinstance(group, type) and issubclass(group, BaseModel):
            names |= {f"{PREFIX}{name}__{inner}".upper() for inner in group.model_fields}
        else:
            names.add(f"{PREFIX}{name}".upper())
    return names


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, with ``overrides`` on top.

    Raises SettingsError for an unknown ``GRAPHSVC_*`` name or an unusable value; the value itself is never repeated.
    """
    unknown = sorted(n for n in os.environ if n.upper().startswith(PREFIX) and n.upper() not in known_names())
    if unknown:
        raise SettingsError(
            f"Unknown setting {', '.join(unknown)}.", next_step="docs/reference/settings.md lists every setting."
        )
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as problem:
        where = "; ".join(
            f"{PREFIX}{'__'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in problem.errors()
        )
        raise SettingsError(f"A setting cannot be used: {where}.", next_step="Correct it and start again.") from None
