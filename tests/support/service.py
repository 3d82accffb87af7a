"""A whole service over the run's Neo4j: real parts, a data directory of its own, a user of every role, a small case."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from graphsvc.bootstrap import open_parts
from graphsvc.model.links import LocationRole, PersonRole
from graphsvc.model.principal import Role
from graphsvc.model.provenance import Grading, Handling, IntelligenceGrade, ReportKind, SourceGrade
from graphsvc.security.csrf import csrf_token
from graphsvc.security.passwords import hash_password
from graphsvc.services.parts import Parts
from graphsvc.settings import Neo4jSettings, Settings
from graphsvc.state.accounts import NewAccount
from graphsvc.store.local import Connection
from graphsvc.web.app import create_app
from graphsvc.web.dependencies import COOKIE
from tests.support.case_file import CaseFile, during, on

SITE = "http://testserver"
PASSWORD = "a password of tests alone"
HOSTILE = "Ada <script>alert(1)</script> & Sons"
"""A name as a partner's file could hold it."""
USERS = {role.value: role for role in Role if role is not Role.OPERATOR}
GRADED = Grading(SourceGrade.UNTESTED, IntelligenceGrade.CORROBORATED, Handling.PERMITTED)
"""A grading that breaks a rule of the desk: graded B, and no other report named."""


@dataclass
class Service:
    """Running parts and what is known of their data. ``case`` is the users' agency's; ``hidden`` another's, restricted."""

    parts: Parts
    app: FastAPI
    case: CaseFile
    hidden: CaseFile

    @property
    def entries(self) -> int:
        """How many entries the log has."""
        return self.parts.log.head().seq

    def token(self, user: str) -> str:
        """A new session of this user."""
        account = self.parts.identity.accounts.by_username(user)
        assert account is not None
        return self.parts.identity.sessions.create(account.user_id, self.parts.clock())

    def client(self, user: str | None = None) -> "Browser":
        """A browser, signed in as this user; as nobody without one."""
        return Browser(self, self.token(user) if user else "")

    def spoil_log(self) -> None:
        """Make the log refuse to be written: its head file claims more entries than there are."""
        self.parts.log.head()  # makes the log where nothing was logged yet
        path = self.parts.settings.data_dir / "log" / "log-head.json"
        head = json.loads(path.read_text())
        path.write_text(json.dumps({**head, "seq": head["seq"] + 1000}))

    def ids(self) -> dict[str, str]:
        """What stands in the paths of routes."""
        return {
            "entity_id": self.case.id("ada"),
            "report_id": self.case.report_id("r1"),
            "place_id": self.case.id("park", "Location"),
        }


class Browser(TestClient):
    """Sends what a browser sends: where a request comes from, and that it wants a page."""

    def __init__(self, service: Service, token: str) -> None:
        super().__init__(service.app, base_url=SITE, raise_server_exceptions=False, follow_redirects=False)
        identity = service.parts.identity
        self.headers.update({"sec-fetch-site": "same-origin", "origin": SITE, "accept": "text/html,*/*;q=0.8"})
        self.csrf = csrf_token(identity.key, token) if token else ""
        if token:
            self.cookies.set(COOKIE, identity.signer.sign(token))


@contextmanager
def a_service(folder: Path, connection: Connection) -> Iterator[Service]:
    """A service with its data directory in ``folder``, over a graph that others use too."""
    settings = Settings(
        data_dir=folder,
        neo4j=Neo4jSettings(uri=connection.uri, user=connection.user, password=SecretStr(connection.password)),
    )
    with open_parts(settings) as parts:
        service = Service(parts, create_app(parts), CaseFile(parts.store), CaseFile(parts.store))
        for name, role in USERS.items():
            parts.identity.accounts.add(
                NewAccount(name, role.label, service.case.agency, (role,), hash_password(PASSWORD))
            )
        _write_case(service.case)
        _write_hidden(service.hidden)
        yield service


def _write_case(case: CaseFile) -> None:
    """Two children, a suspect, a car and a park, told by two reports; one name holds markup."""
    told = case.report(
        "r1",
        kind=ReportKind.INTELLIGENCE,
        title="Park",
        reference="TST-1",
        grading=GRADED,
        text=f"{HOSTILE} was there.",
    )
    record = case.report("r2", title="Missing episode", recorded_on=on("2026-03-05"))
    evening = during("2026-03-03 20:00", "2026-03-03 23:00", "hour")
    night = during("2026-03-04 22:00", "2026-03-05 02:00", "hour")
    case.write(
        told,
        record,
        case.mention(told, "ada", name=HOSTILE, described_as="child", nhs_number="9434765919"),
        case.mention(told, "lee", name="Lee Tester", alias=("Leo",)),
        case.mention(record, "mia", name="Mia Tester"),
        case.mention(told, "park", "Location", name="Test Park", kind="park"),
        case.mention(record, "park", "Location", name="Test Park", kind="park"),
        case.mention(told, "meeting", "Event", title="Meeting in the park", kind="sighting"),
        case.mention(record, "missing", "Event", title="Missing overnight", kind="missing episode"),
        case.link(told, "ada", "TOOK_PART", "Event/meeting", role=PersonRole.VICTIM.value, observed=evening),
        case.link(told, "lee", "TOOK_PART", "Event/meeting", role=PersonRole.SUSPECT.value, observed=evening),
        case.link(
            told, "Event/meeting", "OCCURRED_AT", "Location/park", role=LocationRole.MEETING.value, observed=evening
        ),
        case.link(record, "mia", "TOOK_PART", "Event/missing", role=PersonRole.VICTIM.value, observed=night),
        case.link(record, "lee", "TOOK_PART", "Event/missing", role=PersonRole.SUSPECT.value, observed=night),
        case.link(record, "Event/missing", "OCCURRED_AT", "Location/park", observed=night),
    )


def _write_hidden(hidden: CaseFile) -> None:
    """A person and a place that only another agency may see."""
    report = hidden.report("r1")
    hidden.write(
        report,
        hidden.mention(report, "zed", name="Zed Hidden"),
        hidden.mention(report, "den", "Location", name="Hidden Den"),
        hidden.link(report, "zed", "SEEN_AT", "Location/den"),
    )
