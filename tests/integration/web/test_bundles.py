"""Evidence bundles by page and by API, over a real graph: made, on record, and nothing of intelligence in them."""

import io
import json
import re
import zipfile
from typing import Any

import pypdf
import pytest

from graphsvc.model.operations import Operation
from graphsvc.model.provenance import Grading, Handling, IntelligenceGrade, ReportKind, Restriction, SourceGrade
from graphsvc.security.log import LogFilter
from graphsvc.state.products import Products
from tests.support import bundles
from tests.support.case_file import CaseFile, during, on
from tests.support.service import Browser, Service

FOR = {"case": "Chief Constable v Quill", "recipient": "Wexmoor Magistrates", "reason": "secretreason application"}
GRADED = Grading(SourceGrade.UNTESTED, IntelligenceGrade.DIRECT, Handling.PERMITTED)
UNDER = Grading(SourceGrade.RELIABLE, IntelligenceGrade.DIRECT, Handling.CONDITIONS, conditions="ask first")


@pytest.fixture(scope="module")
def case(service: Service) -> CaseFile:
    """A person in one recorded event and in three others: by intelligence, under conditions, and kept to one agency."""
    case = CaseFile(service.parts.store, agency=service.case.agency)
    sorts: dict[str, dict[str, Any]] = {
        "open": {"restriction": Restriction.NONE},
        "intel": {"kind": ReportKind.INTELLIGENCE, "grading": GRADED, "restriction": Restriction.NONE},
        "under": {"kind": ReportKind.INTELLIGENCE, "grading": UNDER, "restriction": Restriction.NONE},
        "kept": {"restriction": Restriction.AGENCY},
    }
    for n, (name, how) in enumerate(sorts.items(), 1):
        words = f"The {name} words of a report nobody may repeat anywhere."
        report = case.report(
            f"{name}-b", reference=f"{name.upper()}-REF-77", text=words, recorded_on=on("2026-03-05"), **how
        )
        time = during(f"2026-03-0{n} 20:00", f"2026-03-0{n} 21:00", "hour")
        case.write(
            report,
            case.mention(report, "tomas", name="Tomas Quill" if name == "open" else f"Alias{name}"),
            case.mention(report, "kid", name="Kid Hidden", described_as="child"),
            case.mention(report, f"event {name}", "Event", title=name, kind=f"Kind{name}"),
            case.link(report, "tomas", "TOOK_PART", f"Event/event {name}", role="suspect", observed=time),
            case.link(
                report, "kid", "TOOK_PART", f"Event/event {name}", role="victim or possible victim", observed=time
            ),
        )
    return case


def page_of(case: CaseFile) -> str:
    """Where the form is."""
    return f"/entities/{case.id('tomas')}/bundle"


def send(browser: Browser, address: str, fields: dict[str, Any], content: bytes = b"", name: str = "") -> Any:
    """Send the form with one exhibit."""
    data = {"csrf_token": browser.csrf, "product": "bundle", **FOR, **fields}
    files = [("file_1", (name, content or bundles.pdf(2)))] if name else []
    return browser.post(address, data=data, files=files)


ROW = {"reference": "AB/1", "witness": "Anna Bell", "description": "Letter", "statement_on": ""}


def words_of(content: bytes) -> tuple[set[str], str]:
    """The names of a package, and all its machine-readable words."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    name = "bundle.pdf" if "bundle.pdf" in held else "notes.pdf"
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(held[name])).pages)
    return set(held), text + held["finding.json"].decode() + held["manifest.json"].decode()


def test_a_bundle_from_the_page(service: Service, case: CaseFile) -> None:
    """The zip holds what it should, says nothing of intelligence, is on record, and the log has for whom and why."""
    browser = service.client("order_officer")
    answer = send(browser, page_of(case), ROW, name="letter.pdf")
    assert answer.status_code == 200, answer.text
    names, text = words_of(answer.content)
    assert names == {"manifest.json", "bundle.pdf", "finding.json", "exhibit-001-AB-1.pdf"}
    assert "Tomas Quill" in text
    assert "Kindopen" in text
    assert "Child A" in text
    for secret in (
        "INTEL-REF",
        "UNDER-REF",
        "KEPT-REF",
        "Alias",
        "Kindintel",
        "Kindunder",
        "Kindkept",
        "Kid Hidden",
        "secretreason",
    ):
        assert secret not in text
    entry = service.parts.log.entries(LogFilter(), limit=1)[0]
    assert (entry.operation, entry.recipient, entry.reason) == (Operation.DISCLOSURE, FOR["recipient"], FOR["reason"])
    checked = browser.post("/verify", data={"csrf_token": browser.csrf}, files={"document": ("b.zip", answer.content)})
    assert "Unchanged." in checked.text


def test_the_notes_are_another_file(service: Service, case: CaseFile) -> None:
    """The notes tell what was left out and why, under a number of their own."""
    answer = send(service.client("order_officer"), page_of(case), {"product": "notes"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-product-id"].startswith("EN-")
    _, text = words_of(answer.content)
    for told in ("INTEL-REF-77", "KEPT-REF-77", "NOT TO BE SERVED", "kept to one agency"):
        assert told in text


def test_an_exhibit_that_repeats_intelligence_is_refused(service: Service, case: CaseFile) -> None:
    """By its reference or its words, in text or in a PDF; the refusal stands beside the file."""
    import typst

    leak = bytes(typst.compile(b"The intel words of a report nobody\n\nmay repeat anywhere"))  # type: ignore[arg-type]
    browser = service.client("order_officer")
    for content, name in ((b"see INTEL-REF-77", "a.txt"), (leak, "a.pdf")):
        answer = send(browser, page_of(case), ROW, content, name)
        assert answer.status_code == 422
        assert "must not be served" in answer.text
        assert 'id="file-1-error"' in answer.text


@pytest.mark.parametrize(
    ("fields", "content", "name", "said"),
    [
        ({"case": " "}, b"", "", "Give the short name of the case."),
        ({"hearing": "tomorrow"}, b"", "", "That is no day."),
        ({"date_from": "2026-03-02", "date_to": "2026-03-01"}, b"", "", "The period ends before it starts."),
        ({**ROW, "reference": "<b>"}, b"", "a.pdf", "Give two to four capital letters"),
        ({**ROW, "witness": ""}, b"", "a.pdf", "Give the full name of the witness"),
        (ROW, b"", "", "Choose the file."),
        (ROW, b"MZ", "a.pdf", "The file is not what its ending says."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    service: Service, case: CaseFile, fields: dict[str, str], content: bytes, name: str, said: str
) -> None:
    """And at the top; nothing is made and no number is used."""
    answer = send(service.client("order_officer"), page_of(case), fields, content, name)
    assert answer.status_code == 422
    assert answer.text.count(said) >= 2
    assert "There is a problem" in answer.text


def test_rows_left_empty_as_a_browser_sends_them_keep_their_places(service: Service, case: CaseFile) -> None:
    """A browser sends a part without a name for a file that was not chosen: the second row's file stays the second's."""
    browser = service.client("order_officer")
    fields = {"csrf_token": browser.csrf, "product": "bundle", **FOR}
    parts = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n{v}'.encode() for n, v in fields.items()]
    rows: tuple[tuple[dict[str, str], str, bytes], ...] = (({}, "", b""), (ROW, "a.pdf", bundles.pdf(2)))
    for n, (typed, name, content) in enumerate(rows, 1):
        for field in ROW:
            parts.append(f'Content-Disposition: form-data; name="{field}"\r\n\r\n{typed.get(field, "")}'.encode())
        head = f'Content-Disposition: form-data; name="file_{n}"; filename="{name}"\r\nContent-Type: application/octet-stream'
        parts.append(head.encode() + b"\r\n\r\n" + content)
    body = b"".join(b"--xyz\r\n" + p + b"\r\n" for p in parts) + b"--xyz--\r\n"
    answer = browser.post(page_of(case), content=body, headers={"content-type": "multipart/form-data; boundary=xyz"})
    assert answer.status_code == 200, answer.text
    assert "exhibit-001-AB-1.pdf" in words_of(answer.content)[0]


def test_only_an_order_officer_makes_one(service: Service, case: CaseFile) -> None:
    """An analyst gets neither the form nor its button."""
    assert service.client("analyst").get(page_of(case)).status_code == 403
    person = f"/entities/{case.id('tomas')}"
    assert "Make an evidence bundle" not in service.client("analyst").get(person).text
    assert "Make an evidence bundle" in service.client("order_officer").get(person).text


def test_by_api_with_a_list(service: Service, case: CaseFile) -> None:
    """Fields, a CSV list and the files it names; what is wrong comes back as rows."""
    browser = service.client("order_officer")
    address = f"/api/entities/{case.id('tomas')}/bundle"
    listed = b"reference,witness,description,file\nAB/1,Anna Bell,Letter,a.pdf\nAB/2,Anna Bell,Note,b.txt\n"
    files = [("exhibits", ("list.csv", listed)), ("files", ("a.pdf", bundles.pdf(2))), ("files", ("b.txt", b"note"))]
    answer = browser.post(address, data=FOR, files=files)
    assert answer.status_code == 200, answer.text
    assert "exhibit-002-AB-2.txt" in words_of(answer.content)[0]
    refused = browser.post(address, data=FOR, files=files[:2])
    assert refused.status_code == 422
    assert json.loads(refused.content)["rows"][0]["column"] == "file"
    assert browser.post(address, data={**FOR, "reason": ""}).status_code == 422


def test_nothing_leaves_where_the_log_cannot_be_written(own_service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, and the number goes to the next."""
    case = CaseFile(own_service.parts.store, agency=own_service.case.agency)
    report = case.report("open-c", restriction=Restriction.NONE)
    case.write(report, case.mention(report, "tomas", name="Tomas Quill"))
    finished: list[str] = []
    kept = Products.finish
    monkeypatch.setattr(Products, "finish", lambda *a, **k: finished.append("x") or kept(*a, **k))
    browser = own_service.client("order_officer")
    own_service.spoil_log()
    answer = send(browser, page_of(case), {})
    assert answer.status_code == 503
    assert not finished
    assert b"PK" not in answer.content[:2]


def served(content: bytes) -> tuple[str, Any]:
    """What a bundle says, without its number, its moment and the log's head: the same only where it was made from the same."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        record = json.loads(archive.read("finding.json"))
        text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(archive.read("bundle.pdf"))).pages)
    for own in (record["product"]["id"], record["log_head"], record["as_of_words"]):
        text = text.replace(own, "")
    for name in ("product", "log_head", "as_of", "as_of_words"):
        record.pop(name)
    return re.sub(r"[0-9a-f\s]", "", text), record


def test_a_served_bundle_is_the_same_whether_or_not_there_is_intelligence(service: Service) -> None:
    """Intelligence that comes in between, and ties the subject to an event that others' records tell of, changes neither a word
    nor the record of what was asked: nothing in the served file shows that it is there."""
    case = CaseFile(service.parts.store, agency=service.case.agency)
    open_to_all: dict[str, Any] = {"restriction": Restriction.NONE, "recorded_on": on("2026-04-05")}
    evening = during("2026-04-02 20:00", "2026-04-02 21:00", "hour")
    own = case.report("own", reference="OWN-1", **open_to_all)
    others = case.report("others", reference="OTHERS-1", **open_to_all)
    secret = case.report(
        "secret", reference="SECRET-1", kind=ReportKind.INTELLIGENCE, grading=GRADED, text="Seen there.", **open_to_all
    )
    case.write(
        own,
        others,
        case.mention(own, "una", name="Una Subject"),
        case.mention(own, "talk", "Event", title="Talk", kind="Kindtalk"),
        case.link(own, "una", "TOOK_PART", "Event/talk", role="suspect", observed=evening),
        case.mention(others, "kit", name="Kit Elsewhere", described_as="child"),
        case.mention(others, "party", "Event", title="Party", kind="Kindparty"),
        case.link(others, "kit", "TOOK_PART", "Event/party", role="victim or possible victim", observed=evening),
    )
    browser, address = service.client("order_officer"), f"/entities/{case.id('una')}/bundle"
    before = served(send(browser, address, {}).content)
    case.write(
        secret,
        case.mention(secret, "una", name="Una Secretalias"),
        case.mention(secret, "party", "Event", title="Party", kind="Kindparty"),
        case.link(secret, "una", "TOOK_PART", "Event/party", role="suspect", observed=evening),
    )
    after = served(send(browser, address, {}).content)
    assert before == after
    assert "Kindparty" not in after[0]
