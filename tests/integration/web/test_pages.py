"""What pages show and refuse, over a real graph: scope, the log, hostile names and hostile questions."""

import re

import pytest

from graphsvc.model.operations import Operation
from graphsvc.security.log import LogFilter
from graphsvc.web.routing import Declared, declared_routes
from tests.support.service import HOSTILE, Service

SHOWING = [
    "/",
    "/search?q=tester",
    "/search?id={entity_id}",
    "/connect?id={entity_id}&q=tester",
    "/connect?id={entity_id}&id={other_id}",
    "/entities/{entity_id}",
    "/entities/{entity_id}/network",
    "/reports/{report_id}",
    "/findings",
    "/hotspots",
    "/hotspots?of=vehicles",
    "/hotspots?of=times&date_from=2026-03-01&date_to=2026-03-31",
    "/places",
    "/places/{place_id}/brief",
    "/api/findings",
    "/api/hotspots",
    "/api/search?q=tester",
    "/api/entities/{entity_id}",
    "/api/entities/{entity_id}/network",
    "/api/connect?id={entity_id}&id={other_id}",
    "/api/reports/{report_id}",
    "/api/places",
    "/api/places/{place_id}/brief",
]
BY_ID = [r for r in declared_routes() if r.method == "GET" and "{" in r.path]


def filled(service: Service, address: str) -> str:
    """The address with ids of the service's case."""
    return address.format(**service.ids(), other_id=service.case.id("mia"))


@pytest.mark.parametrize("address", SHOWING)
def test_whatever_shows_data_leaves_exactly_one_entry(service: Service, address: str) -> None:
    """A page or API answer with case data is one consultation in the log, by the person who asked."""
    browser, before = service.client("analyst"), service.entries
    assert browser.get(filled(service, address)).status_code == 200
    assert service.entries == before + 1
    entry = service.parts.log.entries(LogFilter(), limit=1)[0]
    account = service.parts.identity.accounts.by_username("analyst")
    assert account is not None
    assert (entry.operation, entry.actor) == (Operation.CONSULTATION, account.user_id)


def test_nothing_is_shown_where_the_log_cannot_be_written(own_service: Service) -> None:
    """With a log that refuses, every page and answer with data is a 503 that holds none of it."""
    browser = own_service.client("analyst")
    own_service.spoil_log()
    for address in SHOWING:
        answer = browser.get(filled(own_service, address))
        assert answer.status_code == 503, address
        assert "Tester" not in answer.text
        assert "Test Park" not in answer.text


def test_a_log_that_does_not_verify_can_still_be_checked(own_service: Service) -> None:
    """The auditor's check of a spoilt log says what is wrong instead of failing with it."""
    browser = own_service.client("auditor")
    own_service.spoil_log()
    answer = browser.post("/log/verify", data={"csrf_token": browser.csrf})
    assert answer.status_code == 200
    assert "The log does not verify." in answer.text


@pytest.mark.parametrize("route", BY_ID, ids=lambda r: r.path)
def test_what_is_out_of_scope_looks_absent(service: Service, route: Declared) -> None:
    """The answer for another agency's id is, but for its reference, the answer for an id nobody has."""
    hidden = {
        "entity_id": service.hidden.id("zed"),
        "report_id": service.hidden.report_id("r1"),
        "place_id": service.hidden.id("den", "Location"),
    }
    absent = dict.fromkeys(hidden, "0123456789abcdef" * 2)
    answers = [service.client("order_officer").get(route.path.format(**ids)) for ids in (hidden, absent)]
    assert [a.status_code for a in answers] == [404, 404]
    bodies = [re.sub(r"[0-9a-f]{16,}", "", a.text) for a in answers]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    "address", ["/connect?id={entity_id}&id=", "/search?q=tester&id=", "/connect?id={entity_id}&id={other_id}&keep="]
)
def test_an_id_out_of_scope_looks_absent_in_a_question_too(service: Service, address: str) -> None:
    """Picking what is out of scope is refused as picking what is not there."""
    browser = service.client("analyst")
    hidden = browser.get(filled(service, address) + service.hidden.id("zed"))
    absent = browser.get(filled(service, address) + "0123456789abcdef" * 2)
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_a_search_does_not_find_what_is_out_of_scope(service: Service) -> None:
    """Neither the name nor a count tells that another agency holds it."""
    text = service.client("analyst").get("/search?q=Zed+Hidden").text
    assert "Nothing found" in text
    assert service.hidden.id("zed") not in text


@pytest.mark.parametrize("address", [a for a in SHOWING if not a.startswith("/api/")])
def test_a_name_with_markup_is_text(service: Service, address: str) -> None:
    """A name that holds a script comes out as the characters it is made of."""
    text = service.client("analyst").get(filled(service, address)).text
    assert "<script>alert" not in text


def test_the_name_with_markup_is_shown_whole(service: Service) -> None:
    """Nothing of a name is dropped for being dangerous elsewhere."""
    text = service.client("analyst").get(filled(service, "/entities/{entity_id}")).text
    assert "Ada &lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in text
    assert HOSTILE not in text


def test_what_is_for_matching_alone_is_never_shown(service: Service) -> None:
    """An NHS number is said to be held, on the entity's page and on the report's, and its figures are nowhere."""
    for address in ("/entities/{entity_id}", "/reports/{report_id}"):
        text = service.client("analyst").get(filled(service, address)).text
        assert "held for matching, not shown" in text
        assert "9434765919" not in text


def test_a_report_shows_what_is_wrong_with_its_grading(service: Service) -> None:
    """A grading that breaks a rule of the desk stands as received, with the rule."""
    text = service.client("analyst").get(filled(service, "/reports/{report_id}")).text
    assert "2-B-P" in text
    assert "Kept as received" in text
    assert "intelligence grade B needs the separate report that corroborates it" in text


def test_two_children_are_joined_through_the_man_both_met(service: Service) -> None:
    """The chain is told with both reports, their dates and grades, and its weakest step named."""
    text = service.client("analyst").get(filled(service, "/connect?id={entity_id}&id={other_id}")).text
    assert "Lee Tester" in text
    assert "TST-1" in text
    assert "2-B-P" in text
    assert "2 steps, the weakest unconfirmed" in text


def test_a_network_says_who_and_how(service: Service) -> None:
    """Each neighbour has its role and date, and the chart is drawn without a script or a style."""
    text = service.client("analyst").get(f"/entities/{service.case.id('lee')}/network").text
    assert "Meeting in the park" in text
    assert "suspect" in text
    assert "All <strong>2</strong> neighbours" in text
    chart = text[text.index("<svg", text.index("gs-chart")) :].split("</svg>")[0]
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", chart)


@pytest.mark.parametrize(
    "filters", ["type=TOOK_PART", "date_from=2026-03-01&date_to=2026-03-31", "grade=2C", "date_from=1/3/2026"]
)
def test_filters_keep_what_fits(service: Service, filters: str) -> None:
    """Links of the kind, period and grade asked for stay, and the page says that something may be hidden."""
    text = service.client("analyst").get(f"/entities/{service.case.id('lee')}/network?{filters}").text
    assert "Meeting in the park" in text
    assert "hidden" in text.split("gs-asof")[1]


@pytest.mark.parametrize("filters", ["type=KNOWS", "date_to=2025-01-01"])
def test_filters_leave_out_what_does_not_fit(service: Service, filters: str) -> None:
    """Where nothing passes the filters the page says so and offers to clear them."""
    text = service.client("analyst").get(f"/entities/{service.case.id('lee')}/network?{filters}").text
    assert "No link passes these filters." in text


@pytest.mark.parametrize(
    "address",
    [
        "/places?date_from=31/02/2026",
        "/places?date_from=2026-05-01&date_to=2026-04-01",
        "/places?date_to=9999-12-31",
        "/places?sort=anything",
        "/places?date_from=" + "1" * 500,
        "/places/{place_id}/brief?date_from=tomorrow",
        "/places/{entity_id}/brief",
        "/entities/{entity_id}/network?grade=9Z",
        "/entities/{entity_id}/network?grade=2E",
        "/entities/{entity_id}/network?type=HATES",
        "/entities/{entity_id}/network?date_from=x",
        "/entities/" + "a" * 300,
        "/search?q=" + "x" * 5000,
        "/search?q=" + "x" * 300,
        "/search?q=a",
        "/search?q=%00%01",
        "/connect?" + "&".join(["id=x"] * 60),
        "/connect?" + "&".join(f"id={n:032x}" for n in range(11)),
        "/connect?id={entity_id}&" + "&".join(["keep=x"] * 60),
    ],
)
def test_a_bad_question_is_told_what_to_do(service: Service, address: str) -> None:
    """A date, grade, id or text that cannot be used is refused on a page that says what to do, without a trace."""
    answer = service.client("analyst").get(filled(service, address))
    assert answer.status_code == 422
    assert re.search(r"What to do next|There is a problem", answer.text)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/entities/%00",
        "/entities/%F0%9F%92%A9",
        "/entities/..%2F..%2Fetc%2Fpasswd",
        "/reports/%27%20OR%201=1",
        "/nowhere",
        "/entities/",
        "/entities/{entity_id}/",
    ],
)
def test_what_is_not_there_is_not_found(service: Service, address: str) -> None:
    """An id that is none, or a path nobody made, is a page that says so."""
    answer = service.client("analyst").get(filled(service, address))
    assert answer.status_code == 404, answer.headers
    assert "What to do next" in answer.text


def test_a_page_is_not_taken_for_another_method(service: Service) -> None:
    """A method a path does not take is refused with 405."""
    assert service.client("analyst").delete("/").status_code == 405


def test_the_log_shows_who_looked_at_whom(service: Service) -> None:
    """Filtered by the record's id, the auditor sees the consultation that showed it, with the user's name."""
    service.client("panel_member").get(filled(service, "/entities/{entity_id}"))
    page = service.client("auditor").get(f"/log?shown_id={service.ids()['entity_id']}&actor=panel_member")
    assert "entity" in page.text
    assert "panel_member" in page.text
    assert "No entry matches" in service.client("auditor").get("/log?actor=nobody-of-that-name").text


@pytest.mark.parametrize("query", ["operation=telepathy", "date_from=x", "before=0", "before=abc"])
def test_a_bad_question_to_the_log_is_refused(service: Service, query: str) -> None:
    """A filter that cannot be used is a 422 with what to do."""
    assert service.client("auditor").get(f"/log?{query}").status_code == 422
