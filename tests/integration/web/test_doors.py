"""Who gets through which door: every route, every role, every way to ask for what one may not have."""

from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from graphsvc.model.principal import Role
from graphsvc.security.headers import PAGE_HEADERS
from graphsvc.security.permissions import PERMISSIONS
from graphsvc.web.dependencies import COOKIE
from graphsvc.web.routing import Declared, declared_routes
from tests.support.service import PASSWORD, USERS, Browser, Service

ROUTES = declared_routes()
GUARDED = [r for r in ROUTES if r.permission is not None]
FORMS = [r for r in GUARDED if r.method == "POST" and not r.path.startswith("/api/")]
OPEN = {("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/api/health"), ("POST", "/api/sign-in")}


def named(route: Declared) -> str:
    """A route as a test is called."""
    return f"{route.method} {route.path}"


def ask(service: Service, browser: Browser, route: Declared, **changed: Any) -> Any:
    """Ask a route for something it could answer."""
    address = route.path.format(**service.ids())
    fields: dict[str, Any] = {"data": {"csrf_token": browser.csrf}}
    if route.path == "/api/search":
        address += "?q=tester"
    if route.path == "/api/connect":
        address += f"?id={service.case.id('ada')}&id={service.case.id('mia')}"
    if route.path in ("/api/places/{place_id}/brief", "/api/entities/{entity_id}/chart"):
        fields = {"json": {"recipient": "", "reason": ""}}
    if route.path == "/api/verify":
        fields = {"files": {"document": ("x.zip", b"PK")}}
    return browser.request(route.method, address, **({**fields, **changed} if route.method == "POST" else {}))


def test_every_route_is_declared(service: Service) -> None:
    """The application answers nothing that is not in the table with its permission, but for the static files."""
    served = {(m, r.path) for r in service.app.routes if isinstance(r, APIRoute) for m in r.methods}
    mounted = [r.path for r in service.app.routes if isinstance(r, Mount)]
    others = [r for r in service.app.routes if not isinstance(r, (APIRoute, Mount))]
    assert served == {(r.method, r.path) for r in ROUTES}
    assert mounted == ["/static"]
    assert others == []


def test_only_sign_in_and_health_are_open() -> None:
    """Every other route names a permission."""
    assert {(r.method, r.path) for r in ROUTES if r.permission is None} == OPEN


@pytest.mark.parametrize("route", GUARDED, ids=named)
def test_nobody_signed_in_gets_through(service: Service, route: Declared) -> None:
    """A visitor is sent to the sign-in page, or told to sign in, and nothing is logged as shown."""
    before = service.entries
    answer = ask(service, service.client(), route)
    page = route.method == "GET" and not route.path.startswith("/api/")
    assert answer.status_code == (303 if page else 401)
    if page:
        assert answer.headers["location"].startswith("/sign-in?next=%2F")
    assert service.entries == before


@pytest.mark.parametrize("user", sorted(USERS))
@pytest.mark.parametrize("route", GUARDED, ids=named)
def test_each_role_gets_through_its_own_doors(service: Service, route: Declared, user: str) -> None:
    """A route answers 403 exactly to the roles whose permissions lack its own."""
    answer = ask(service, service.client(user), route)
    may = route.permission in PERMISSIONS[USERS[user]]
    assert (answer.status_code != 403) is may, answer.text
    assert answer.status_code not in (401, 405, 500, 503)


@pytest.mark.parametrize("route", FORMS, ids=named)
@pytest.mark.parametrize("token", ["", "0" * 64, "stranger's"])
def test_a_form_without_its_token_is_refused(service: Service, route: Declared, token: str) -> None:
    """A form that does not carry this session's token changes nothing."""
    user = next(u for u, role in USERS.items() if route.permission in PERMISSIONS[role])
    browser = service.client(user)
    answer = ask(service, browser, route, data={"csrf_token": token, "recipient": "x", "reason": "y"})
    assert answer.status_code == 403
    assert "out of date" in answer.text
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "POST"], ids=named)
@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.test"}, {"origin": "null"}]
)
def test_nothing_is_taken_from_another_site(service: Service, route: Declared, headers: dict[str, str]) -> None:
    """A request that another site made the browser send is refused, token or not."""
    browser = service.client("analyst")
    browser.headers.update(headers)
    assert ask(service, browser, route).status_code == 403


def test_a_body_of_unsaid_length_is_refused(service: Service) -> None:
    """A body that does not say its length before it comes is refused, as is one that is too large."""
    browser = service.client("analyst")
    unsaid = browser.post("/api/verify", content=iter([b"x" * 10]))
    large = browser.post("/api/verify", headers={"content-length": str(10**9)}, content=b"x")
    assert (unsaid.status_code, large.status_code) == (422, 422)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/health", "/nowhere", "/entities/x", "/api/places"])
def test_every_answer_carries_the_headers(service: Service, path: str) -> None:
    """Pages, refusals, errors and API answers all forbid scripts, framing, guessing and storing."""
    for browser in (service.client(), service.client("analyst")):
        answer = browser.get(path)
        assert {n: answer.headers.get(n) for n in PAGE_HEADERS} == dict(PAGE_HEADERS)


def test_static_files_may_be_kept(service: Service) -> None:
    """A style sheet has the same headers but may be cached; a path cannot leave its folder."""
    browser = service.client()
    answer = browser.get("/static/css/graphsvc.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("cache-control", "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert browser.get("/static/..%2fapp.py").status_code == 404


def test_a_session_that_was_ended_opens_nothing(service: Service) -> None:
    """After sign-out the cookie is worth nothing, even put back by hand."""
    browser = service.client("analyst")
    cookie = browser.cookies[COOKIE]
    assert browser.post("/sign-out", data={"csrf_token": browser.csrf}).headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, cookie)
    assert browser.get("/").status_code == 303
    assert "Your session has ended" in browser.get("/sign-in").text


def test_a_session_of_a_disabled_account_opens_nothing(own_service: Service) -> None:
    """Whoever is disabled while signed in is out at once."""
    browser = own_service.client("analyst")
    account = own_service.parts.identity.accounts.by_username("analyst")
    assert account is not None
    own_service.parts.identity.accounts.disable(account.user_id)
    assert browser.get("/").status_code == 303


def test_a_forged_cookie_opens_nothing(service: Service) -> None:
    """A token that was not signed here, or a signature on another token, is nobody's."""
    for forged in ("x", service.token("analyst"), service.parts.identity.signer.sign("made up")):
        browser = service.client()
        browser.cookies.set(COOKIE, forged)
        assert browser.get("/").status_code == 303


def test_signing_in_with_a_password(service: Service) -> None:
    """The right password leads on to where the visitor came from; the cookie is out of reach of scripts and sites."""
    browser = service.client()
    fields = {"username": "analyst", "password": PASSWORD, "next": "/places?sort=people"}
    answer = browser.post("/sign-in", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/places?sort=people")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert browser.get("/").status_code == 200


def test_a_wrong_name_and_a_wrong_password_look_alike(own_service: Service) -> None:
    """The refusal is the same for both, keeps the visitor on the page, and sets no cookie."""
    for username in ("analyst", "nobody-of-that-name"):
        for password in ("wrong", "x" * 2000):
            answer = own_service.client().post("/sign-in", data={"username": username, "password": password})
            assert answer.status_code == 401
            assert "That user name and password do not match." in answer.text
            assert "set-cookie" not in answer.headers


def test_one_click_sign_in_is_refused_where_the_data_is_real(own_service: Service) -> None:
    """Nobody signs in without a password where this is no demonstration, and no user is listed."""
    answer = own_service.client().post("/sign-in", data={"username": "analyst", "demonstration": "1"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "analyst" not in own_service.client().get("/sign-in").text


def test_every_role_has_a_first_page(service: Service) -> None:
    """Whoever signs in comes to a page with something on it to do; the auditor's shows no case data."""
    for user, role in USERS.items():
        text = service.client(user).get("/").text
        assert ("Search for a person" in text) is (role is not Role.AUDITOR)
        assert ('href="/log"' in text) is (role is Role.AUDITOR)


@pytest.mark.parametrize("accepts", ["*/*", "", "text/html,*/*;q=0.8"])
def test_a_client_that_takes_anything_is_led_to_the_sign_in_page(service: Service, accepts: str) -> None:
    """The printed address answers 200 to a program that names no media type, as a check of the address or a curl does."""
    with service.client() as client:
        answer = client.get("/", headers={"accept": accepts}, follow_redirects=True)
    assert (answer.status_code, answer.url.path) == (200, "/sign-in")


def test_a_client_that_takes_json_alone_gets_json(service: Service) -> None:
    """A program is told in its own language that nobody is signed in."""
    with service.client() as client:
        answer = client.get("/", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
