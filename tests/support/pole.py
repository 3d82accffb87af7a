"""The POLE example data as a network view, where it is there; tests that need it skip with the reason."""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import LINK_CODE, NO_TIME, TYPE_CODE, NetworkView, ReportFacts
from tests.support.views import AS_OF

POLE = Path(__file__).parents[2].parent / "shared" / "data" / "pole"

_TYPES = {
    "Area": "Location", "Crime": "Event", "Email": "OnlineAccount", "Location": "Location", "Object": "Item",
    "Officer": "Person", "Person": "Person", "Phone": "Phone", "PhoneCall": "Event", "PostCode": "Location",
    "Vehicle": "Vehicle",
}  # fmt: skip
# Relationship: link type, role, whether its ends are turned round.
_LINKS = {
    "KNOWS": ("KNOWS", "", False), "KNOWS_LW": ("LIVES_WITH", "", False), "KNOWS_PHONE": ("KNOWS", "phone", False),
    "KNOWS_SN": ("KNOWS", "social network", False), "FAMILY_REL": ("FAMILY_OF", "", False),
    "CURRENT_ADDRESS": ("LIVES_AT", "", False), "HAS_EMAIL": ("USES_ACCOUNT", "", False),
    "HAS_PHONE": ("USES_PHONE", "", False), "HAS_POSTCODE": ("PART_OF", "", False),
    "LOCATION_IN_AREA": ("PART_OF", "", False), "POSTCODE_IN_AREA": ("PART_OF", "", False),
    "OCCURRED_AT": ("OCCURRED_AT", "offence", False), "PARTY_TO": ("TOOK_PART", "party, role not stated", False),
    "INVESTIGATED_BY": ("TOOK_PART", "investigating officer", True), "INVOLVED_IN": ("INVOLVED_IN", "involved", False),
    "CALLER": ("INVOLVED_IN", "caller", False), "CALLED": ("INVOLVED_IN", "called", False),
}  # fmt: skip


def needs_pole() -> pytest.MarkDecorator:
    """Skips a test where the data is not there."""
    return pytest.mark.skipif(
        not POLE.is_dir(), reason=f"needs the POLE example data in {POLE.name}/ beside the project"
    )


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file."""
    with gzip.open(POLE / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def pole_id(number: str) -> str:
    """The test id of a node, by its number in the data."""
    return f"{int(number):032x}"


def pole_view() -> NetworkView:
    """The whole of POLE as one register, crimes dated to the day."""
    types = {row[":ID"]: label for label in _TYPES for row in rows_of(f"nodes.{label}")}
    names = sorted(types, key=pole_id)
    row_of = {name: i for i, name in enumerate(names)}
    day = {r[":ID"]: r["date"] for r in rows_of("nodes.Crime")} | {
        r[":ID"]: r["call_date"] for r in rows_of("nodes.PhoneCall")
    }
    roles = sorted({role for _, role, _ in _LINKS.values()})
    columns: list[tuple[int, int, int, int, int]] = []
    for relationship, (link, role, turned) in _LINKS.items():
        for row in rows_of(f"relationships.{relationship}"):
            first, second = row[":START_ID"], row[":END_ID"]
            start = _seconds(day.get(first) or day.get(second) or "")
            ends = (second, first) if turned else (first, second)
            columns.append((row_of[ends[0]], row_of[ends[1]], LINK_CODE[link], roles.index(role), start))
    table = np.array(columns, np.int64)
    m, dated = len(table), table[:, 4] != NO_TIME
    return NetworkView(
        entity_ids=np.array([pole_id(n).encode() for n in names], "S32"),
        entity_type=np.array([TYPE_CODE[_TYPES[types[n]]] for n in names], np.uint8),
        entity_seen=np.ones(len(names), bool),
        link_ids=np.array([f"{i:032x}".encode() for i in range(m)], "S32"),
        link_from=table[:, 0].astype(np.int32),
        link_to=table[:, 1].astype(np.int32),
        link_type=table[:, 2].astype(np.uint8),
        link_role=table[:, 3].astype(np.uint16),
        link_report=np.zeros(m, np.int32),
        link_from_s=table[:, 4].copy(),
        link_to_s=np.where(dated, table[:, 4] + 86400, NO_TIME),
        link_precision=np.where(dated, 2, list(DatePrecision).index(DatePrecision.UNKNOWN)).astype(np.uint8),
        link_source=np.zeros(m, np.uint8),
        link_intelligence=np.zeros(m, np.uint8),
        link_statement=np.zeros(m, np.uint8),
        roles=tuple(roles),
        reports=(ReportFacts("f" * 32, "record", "police", "", None),),
        as_of=AS_OF,
        version=1,
    )


def _seconds(text: str) -> int:
    return int(datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC).timestamp()) if text else NO_TIME
