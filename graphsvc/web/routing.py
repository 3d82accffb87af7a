"""The table of routes: every one with the permission it needs. A test fails on a route that is not in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI

from graphsvc.security.permissions import Permission, require
from graphsvc.web.dependencies import PrincipalDep


@dataclass(frozen=True)
class Declared:
    """One route. ``permission`` None: open to whoever reaches the service (sign-in, health)."""

    method: str
    path: str
    endpoint: Callable[..., Any]
    permission: Permission | None


def _needs(permission: Permission) -> Callable[..., None]:
    def check(principal: PrincipalDep) -> None:
        require(principal, permission)

    return check


def declared_routes() -> tuple[Declared, ...]:
    """Every route of the service."""
    from graphsvc.web.api.bundles import BUNDLE_ROUTES
    from graphsvc.web.api.products import PRODUCT_ROUTES
    from graphsvc.web.api.routes import API_ROUTES
    from graphsvc.web.api.standing import STANDING_ROUTES
    from graphsvc.web.pages.routes import PAGE_ROUTES

    return (*PAGE_ROUTES, *API_ROUTES, *PRODUCT_ROUTES, *BUNDLE_ROUTES, *STANDING_ROUTES)


def add_routes(app: FastAPI) -> None:
    """Add every declared route, each behind its permission."""
    for declared in declared_routes():
        guards = [Depends(_needs(declared.permission))] if declared.permission is not None else []
        app.add_api_route(
            declared.path, declared.endpoint, methods=[declared.method], dependencies=guards, response_model=None
        )
