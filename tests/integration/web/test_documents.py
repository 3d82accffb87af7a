"""Briefs by page and by API: made for somebody, on record, checked; and what a check says of other files."""

import io
import json
import zipfile
from email.message import Message

import pytest

from graphsvc.model.operations import Operation
from graphsvc.security.log import LogFilter
from tests.support.service import Browser, Service

FOR = {"recipient": "MARP members", "reason": "meeting of 19 March 2026"}


def make(service: Service, **fields: str) -> tuple[Browser, bytes, str]:
    """A brief of the case's park made through the page: the browser, the file and its name."""
    browser = service.client("analyst")
    address = f"/places/{service.ids()['place_id']}/brief"
    answer = browser.post(address, data={"csrf_token": browser.csrf, **FOR, **fields})
    assert answer.status_code == 200, answer.text
    header = Message()
    header["Content-Disposition"] = answer.headers["content-disposition"]
    return browser, answer.content, str(header.get_filename())


def check(browser: Browser, content: bytes, name: str = "brief.zip") -> str:
    """What the page says of a file."""
    answer = browser.post("/verify", data={"csrf_token": browser.csrf}, files={"document": (name, content)})
    assert answer.status_code == 200
    return answer.text


def test_a_brief_is_made_named_and_on_record(service: Service) -> None:
    """The download is a zip whose name has number, place and marking; the log has the disclosure with for whom and why."""
    _, content, name = make(service)
    assert name.startswith("LB-")
    assert name.endswith("Test Park OFFICIAL-SENSITIVE.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert set(archive.namelist()) == {"manifest.json", "brief.pdf", "brief.html", "finding.json"}
    entry = service.parts.log.entries(LogFilter(), limit=1)[0]
    assert (entry.operation, entry.recipient, entry.reason) == (Operation.DISCLOSURE, FOR["recipient"], FOR["reason"])
    assert service.parts.products.get(name.split()[0]).file_sha256


@pytest.mark.parametrize("ending", [".zip", ".pdf"])
def test_a_made_brief_checks_as_unchanged(service: Service, ending: str) -> None:
    """The file as downloaded is known by the record, the PDF alone too; under whatever name it comes back."""
    browser, content, name = make(service, format=ending)
    assert name.endswith(ending)
    for called in (name, f"renamed{ending}"):
        text = check(browser, content, called)
        assert "Unchanged." in text
        assert name.split()[0] in text


@pytest.mark.parametrize("ending", [".zip", ".pdf"])
def test_a_changed_byte_is_found(service: Service, ending: str) -> None:
    """A file with one byte changed is not unchanged, wherever the byte lies."""
    browser, content, name = make(service, format=ending)
    for place in (10, len(content) // 2, len(content) - 3):
        changed = bytearray(content)
        changed[place] ^= 1
        assert "Changed, or not made here." in check(browser, bytes(changed), name)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 100_000, b"<script>alert(1)</script>"])
@pytest.mark.parametrize(
    "name", ["x.zip", "x.pdf", "x.manifest.json", "../../etc/passwd", "<script>.zip", "n\u202egpj.zip"]
)
def test_any_other_file_is_said_not_to_be_ours(service: Service, content: bytes, name: str) -> None:
    """Whatever is sent under whatever name, the answer is that it was not made here, in a page without its markup."""
    text = check(service.client("auditor"), content, name)
    assert "Changed, or not made here." in text
    assert "<script>" not in text.replace('<script type="module"', "")


def test_no_file_is_told_beside_the_box(service: Service) -> None:
    """The form sent empty asks for a file."""
    browser = service.client("auditor")
    answer = browser.post("/verify", data={"csrf_token": browser.csrf})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("missing", ["recipient", "reason"])
def test_a_brief_for_nobody_or_for_no_reason_is_not_made(service: Service, missing: str) -> None:
    """What is missing is said beside its field, the rest stays filled in, nothing is disclosed."""
    browser = service.client("analyst")
    address = f"/places/{service.ids()['place_id']}/brief"
    answer = browser.post(address, data={"csrf_token": browser.csrf, **FOR, missing: "  "})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert next(v for k, v in FOR.items() if k != missing) in answer.text
    assert service.parts.log.entries(LogFilter(), limit=1)[0].operation == Operation.CONSULTATION


def test_no_brief_leaves_where_the_log_cannot_be_written(own_service: Service) -> None:
    """With a log that refuses there is no file, and no number on record."""
    browser = own_service.client("analyst")
    own_service.spoil_log()
    address = f"/places/{own_service.ids()['place_id']}/brief"
    answer = browser.post(address, data={"csrf_token": browser.csrf, **FOR})
    assert answer.status_code == 503
    assert "content-disposition" not in answer.headers
    assert own_service.parts.products.list() == ()


def test_a_panel_member_reads_but_does_not_make(service: Service) -> None:
    """The brief is on screen for the panel, without the form that makes it."""
    text = service.client("panel_member").get(f"/places/{service.ids()['place_id']}/brief").text
    assert "In short" in text
    assert "Make the document" not in text


def test_the_screen_says_what_the_document_says(service: Service) -> None:
    """Every sentence of the record stands on the page."""
    browser = service.client("analyst")
    address = f"/places/{service.ids()['place_id']}/brief"
    record = browser.get(f"/api{address}").json()
    page = " ".join(browser.get(address).text.replace("&#39;", "'").split())
    sentences = [g["text"] for g in record["grounds"] if g["text"].endswith(".") and " | " not in g["text"]]
    named = [s for s in sentences if "head of the log" not in s]
    assert named
    assert [s for s in named if s not in page] == []


def test_the_api_makes_and_checks(service: Service) -> None:
    """A brief ordered as JSON comes as the file; its check says that it is on record."""
    browser = service.client("order_officer")
    address = f"/api/places/{service.ids()['place_id']}/brief"
    made = browser.post(address, json={**FOR, "format": ".pdf", "date_from": "2026-01-01", "date_to": "2026-12-31"})
    assert made.headers["content-type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    answer = browser.post("/api/verify", files={"document": ("b.pdf", made.content)}).json()
    assert (answer["on_record"], answer["verification"]["ok"]) == (True, True)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"recipient": "x"},
        {**FOR, "format": ".exe"},
        {**FOR, "date_from": "31/02/2026"},
        {**FOR, "recipient": "x" * 501},
        {**FOR, "names": "perhaps"},
        [],
    ],
)
def test_a_bad_order_is_a_problem_in_json(service: Service, body: object) -> None:
    """An order that cannot be used is ``application/problem+json`` with what to do, and repeats nothing of it."""
    address = f"/api/places/{service.ids()['place_id']}/brief"
    answer = service.client("analyst").post(
        address, content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["next_step"]
    assert "x" * 50 not in answer.text
