"""The table of pages, each with the permission it needs."""

from graphsvc.security.permissions import Permission
from graphsvc.web.pages import entities, first, searching, signing_in
from graphsvc.web.routing import Declared

PAGE_ROUTES: tuple[Declared, ...] = (
    Declared("GET", "/sign-in", signing_in.sign_in_page, None),
    Declared("POST", "/sign-in", signing_in.sign_in, None),
    Declared("POST", "/sign-out", signing_in.sign_out, Permission.ACCOUNT),
    Declared("GET", "/", first.today, Permission.ACCOUNT),
    Declared("GET", "/search", searching.search, Permission.SEARCH),
    Declared("GET", "/connect", searching.connect, Permission.CONNECT),
    Declared("GET", "/entities/{entity_id}", entities.entity, Permission.EXPAND),
    Declared("GET", "/entities/{entity_id}/network", entities.network, Permission.EXPAND),
)
