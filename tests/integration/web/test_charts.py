"""Taking a chart away by page and by API: the same network as on screen, for somebody and for a reason."""

import re
from collections import Counter
from email.message import Message
from html import unescape
from typing import Any

import pytest

from graphsvc.model.operations import Operation
from graphsvc.security.log import LogFilter
from tests.support.service import HOSTILE, Service

FOR = {"recipient": "MARP members", "reason": "meeting of 19 March 2026"}


def address(service: Service, name: str = "lee", kind: str = "Person") -> str:
    """Where the chart of somebody is taken from."""
    return f"/entities/{service.case.id(name, kind)}/chart"


def test_the_page_offers_it_to_those_who_may(service: Service) -> None:
    """The analyst has the form below the chart, with the filters in force; the panel member has none."""
    page = f"/entities/{service.case.id('lee')}/network?grade=2C&date_from=2026-03-01"
    offered = service.client("analyst").get(page).text
    assert "Take the chart away" in offered
    assert '<input type="hidden" name="grade" value="2C">' in offered
    assert '<input type="hidden" name="date_from" value="2026-03-01">' in offered
    assert "Take the chart away" not in service.client("panel_member").get(page).text


def test_it_comes_as_a_file_and_the_log_has_for_whom(service: Service) -> None:
    """A download whose name has the marking and nobody's name, with its digest; one entry, a disclosure."""
    browser, before = service.client("analyst"), service.entries
    answer = browser.post(address(service), data={"csrf_token": browser.csrf, **FOR})
    assert answer.status_code == 200, answer.text
    header = Message()
    header["Content-Disposition"] = answer.headers["content-disposition"]
    name = str(header.get_filename())
    assert header.get_content_disposition() == "attachment"
    assert name.endswith("OFFICIAL-SENSITIVE.html")
    assert "Lee" not in name
    [entry] = service.parts.log.entries(LogFilter(), limit=1)
    assert service.entries == before + 1
    assert (entry.operation, entry.recipient, entry.reason) == (Operation.DISCLOSURE, FOR["recipient"], FOR["reason"])
    assert service.parts.files.get(answer.headers["x-content-sha256"]) == answer.content


def test_the_file_names_a_hostile_name_as_text(service: Service) -> None:
    """Markup in a partner's file is text in the chart too, and a child's double ring is explained."""
    browser = service.client("order_officer")
    text = browser.post(address(service, "ada"), data={"csrf_token": browser.csrf, **FOR}).text
    assert HOSTILE not in text
    assert "Ada &lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in text
    assert "double ring: a report describes this person as a child" in text


@pytest.mark.parametrize("missing", ["recipient", "reason"])
def test_for_nobody_or_for_no_reason_the_page_says_so(service: Service, missing: str) -> None:
    """What was typed stays, the mistake is named at the top and beside its field, and nothing is disclosed."""
    browser = service.client("analyst")
    answer = browser.post(address(service), data={"csrf_token": browser.csrf, **FOR, missing: " ", "grade": "2C"})
    assert answer.status_code == 422
    assert "<title>Error: Network" in answer.text
    assert f'href="#{missing}"' in answer.text
    assert (FOR["reason"] if missing == "recipient" else FOR["recipient"]) in answer.text
    [entry] = service.parts.log.entries(LogFilter(), limit=1)
    assert entry.operation == Operation.CONSULTATION


def test_the_api_makes_the_same_file(service: Service) -> None:
    """By program as by page; without a recipient it is refused in words."""
    browser = service.client("analyst")
    answer = browser.post("/api" + address(service), json={**FOR, "limit": 1})
    assert answer.status_code == 200
    assert "Showing 1 of 2" in answer.text
    refused = browser.post("/api" + address(service), json={"recipient": "", "reason": "x"})
    assert refused.status_code == 422
    assert refused.json()["detail"] == "A chart is made for somebody and for a reason."


def _name(text: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _by_program(network: dict[str, Any]) -> Counter[str]:
    """How many statements join the centre with each other thing, by name, as JSON has it."""
    named = {e["id"]: e["caption"] for e in network["entities"]}
    told = Counter[str]()
    for link in network["links"]:
        [other] = {link["a_id"], link["b_id"]} - {network["centre"]["id"]}
        told[named[other]] += link["count"]
    for met in network["together"]:
        told[met["entity"]["caption"]] += met["count"]
    return told


def _on_the_page(html: str) -> Counter[str]:
    """The same from the tables of the page."""
    told = Counter[str]()
    for row in re.findall(r'<tbody class="gs-pair">(.*?)</tbody>', html, re.DOTALL):
        name, count = re.search(r"<bdi>(.*?)</bdi>", row), re.search(r"<summary>([\d,]+) statement", row)
        assert name
        assert count
        told[_name(name[1])] += int(count[1].replace(",", ""))
    return told


def _in_the_file(html: str, centre: str) -> Counter[str]:
    """The same from the table of the file."""
    told = Counter[str]()
    for head in re.findall(r'<tr class="group".*?</tr>', html, re.DOTALL):
        ends, count = re.findall(r"<bdi>(.*?)</bdi>", head), re.search(r"([\d,]+) statement", head)
        [other] = [name for name in map(_name, ends) if name != centre]
        assert count
        told[other] += int(count[1].replace(",", ""))
    return told


@pytest.mark.parametrize(
    ("who", "kind"), [("lee", "Person"), ("ada", "Person"), ("park", "Location"), ("meeting", "Event")]
)
def test_program_page_and_file_hold_the_same_network(service: Service, who: str, kind: str) -> None:
    """The same entities with the same number of statements on their lines, folded events and all."""
    browser, here = service.client("analyst"), f"/entities/{service.case.id(who, kind)}"
    network = browser.get(f"/api{here}/network").json()
    wanted = _by_program(network)
    assert sum(wanted.values()) >= 2
    assert bool(network["together"]) == (kind == "Person")
    assert _on_the_page(browser.get(f"{here}/network").text) == wanted
    made = browser.post(f"{here}/chart", data={"csrf_token": browser.csrf, **FOR}).text
    assert _in_the_file(made, network["centre"]["caption"]) == wanted


def test_what_another_agency_keeps_to_itself_is_not_there(service: Service) -> None:
    """An entity out of scope gives no chart, as if it did not exist."""
    browser = service.client("analyst")
    answer = browser.post(f"/entities/{service.hidden.id('zed')}/chart", data={"csrf_token": browser.csrf, **FOR})
    assert answer.status_code == 404
