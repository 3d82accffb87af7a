"""The table of pages, each with the permission it needs."""

from graphsvc.security.permissions import Permission
from graphsvc.web.pages import (
    bundles,
    entities,
    first,
    overseeing,
    places,
    reports,
    searching,
    signing_in,
    standing,
    verifying,
)
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
    Declared("POST", "/entities/{entity_id}/chart", entities.take_chart, Permission.EXPORT_CHART),
    Declared("GET", "/entities/{entity_id}/bundle", bundles.bundle_page, Permission.MAKE_BUNDLE),
    Declared("POST", "/entities/{entity_id}/bundle", bundles.make_bundle, Permission.MAKE_BUNDLE),
    Declared("GET", "/reports/{report_id}", reports.report, Permission.EXPAND),
    Declared("GET", "/findings", standing.findings, Permission.FINDINGS),
    Declared("GET", "/hotspots", standing.hotspots, Permission.PLACES),
    Declared("GET", "/places", places.places, Permission.PLACES),
    Declared("GET", "/places/{place_id}/brief", places.brief, Permission.BRIEF),
    Declared("POST", "/places/{place_id}/brief", places.make_brief, Permission.MAKE_BRIEF),
    Declared("GET", "/verify", verifying.verify_page, Permission.VERIFY),
    Declared("POST", "/verify", verifying.verify, Permission.VERIFY),
    Declared("GET", "/log", overseeing.log, Permission.READ_LOG),
    Declared("POST", "/log/verify", overseeing.verify_log, Permission.VERIFY_LOG),
)
