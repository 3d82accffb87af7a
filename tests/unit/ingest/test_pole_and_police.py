"""The real data sets, read whole: nothing lost, nothing invented."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graphsvc.ingest import load_mapping
from graphsvc.model.provenance import DatePrecision, ReportKind
from tests.unit.ingest.reading import Reading, read

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def _folder(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"the data set is not there: ../shared/data/{name}")
    return folder


@pytest.fixture(scope="module")
def pole() -> Reading:
    """The whole of POLE, read once."""
    return read(load_mapping("pole"), [_folder("pole")])


@pytest.fixture(scope="module")
def police() -> Reading:
    """Thirty months of street-level crime in Rotherham, read once."""
    return read(load_mapping("police_uk"), [_folder("police_uk_rotherham")])


def test_every_pole_row_becomes_an_entity_or_a_link(pole: Reading) -> None:
    """61,521 entities are mentioned, 105,840 links asserted, each once, and no row is refused."""
    assert len({m.entity_id for m in pole.mentions}) == len(pole.mentions) == 61_521
    assert len({k.id for k in pole.links}) == len(pole.links) == 105_840
    assert (pole.counts.rows, pole.counts.accepted, pole.counts.rejected) == (167_361, 167_361, 0)


def test_every_pole_file_is_one_record_or_register(pole: Reading) -> None:
    """Eleven labels and seventeen types are 28 reports, none of them intelligence and none graded."""
    reports = [r for b in pole.batches for r in b.reports]
    assert len(reports) == 28
    assert {r.kind for r in reports} == {ReportKind.RECORD, ReportKind.REGISTER}
    assert not any(r.grading for r in reports)


def test_nobody_becomes_suspect_or_victim_by_being_a_party(pole: Reading) -> None:
    """PARTY_TO keeps saying that the role is not stated."""
    roles = Counter(k.role for k in pole.links if k.link_type == "TOOK_PART")
    assert roles == {"party, role not stated": 55, "investigating officer": 28_762}


def test_links_to_a_crime_or_call_take_its_time(pole: Reading) -> None:
    """A crime's links are dated by its day, a call's by its minute, in UTC from British Summer Time."""
    dated = [k for k in pole.links if k.link_type in {"OCCURRED_AT", "TOOK_PART", "INVOLVED_IN"}]
    precisions = Counter(k.observed.precision for k in dated)
    assert set(precisions) == {DatePrecision.DAY, DatePrecision.MINUTE}
    first_call = next(m for m in pole.mentions if m.source_ref == "pole:16943")
    assert first_call.observed.from_at == datetime(2017, 8, 3, 23, 32, tzinfo=UTC)


def test_people_keep_what_was_reported(pole: Reading) -> None:
    """A person has the whole name and the sender's number, which is not taken for an NHS number."""
    todd = next(m for m in pole.mentions if m.source_ref == "pole:0")
    assert todd.caption == "Todd Hamilton"
    assert todd.attributes["system_reference"] == "pole.nhs_no:117-66-8129"
    assert "nhs_number" not in todd.attributes


def test_reading_again_gives_the_same_ids(pole: Reading) -> None:
    """What was read a second time is what was read the first time, so writing it again changes nothing."""
    people = [p for p in _folder("pole").iterdir() if p.name.startswith(("nodes.Person", "nodes.Crime"))]
    again = read(load_mapping("pole"), people)
    assert again.ids < pole.ids


def test_every_street_crime_is_an_event_known_to_the_month(police: Reading) -> None:
    """Each of the 75,154 rows, with or without a crime number, is an event of a month; no day is borrowed."""
    events = [m for m in police.mentions if m.entity_type == "Event"]
    assert len(events) == 75_154
    assert len({m.entity_id for m in events if "reference" not in m.attributes}) == 16_528
    assert {m.observed.precision for m in events} == {DatePrecision.MONTH}


def test_a_snapped_point_is_mentioned_once(police: Reading) -> None:
    """A stretch of street named on hundreds of rows is mentioned once by the file, its events all linked to it."""
    places = [m for m in police.mentions if m.attributes.get("kind") == "other"]
    assert len({m.entity_id for m in places}) == len(places) == 3_676
    assert sum(k.link_type == "OCCURRED_AT" for k in police.links) == 75_154
