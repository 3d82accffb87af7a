"""The Jinja environment of the pages: everything is text unless a template says otherwise, nothing is left undefined.

::

    pages = environment(settings, demonstration=True)
    html = pages.get_template("search.html").render(viewer=..., ...)

The context each template needs is written at its top; ``base.html`` says what every page needs. A name that is missing
stops the page (``StrictUndefined``): a gap on screen would look like "nothing known".

The environment has these globals: ``marking``, ``demonstration``, ``panel_name``, ``asset(name)`` (the address of a
style sheet or script, which changes with its content) and ``govuk`` (the GOV.UK macros: ``govuk.button({...})``).
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from graphsvc.errors import SettingsError
from graphsvc.settings import Settings

STATIC = Path(__file__).parent / "static"
STATIC_URL = "/static"
_GOVUK = "govuk_frontend_jinja"

# Characters that change how the text around them is shown, and controls that show as nothing: a name from a file must
# not be able to turn the rest of a sentence round, nor hide a part of itself.
_DECEPTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def environment(settings: Settings, *, demonstration: bool, static: Path = STATIC) -> Environment:
    """The environment for these settings; raises SettingsError where the style sheet has not been built."""
    pages = Environment(
        loader=PackageLoader("graphsvc.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(
        marking=settings.marking,
        demonstration=demonstration,
        panel_name=settings.panel_name,
        asset=asset_addresses(static),
        govuk=GovukMacros(),
    )
    pages.filters["number"] = _number
    pages.filters["plural"] = _plural
    return pages


def asset_addresses(static: Path) -> Callable[[str], str]:
    """A function that gives the address of a built or own file by its plain name."""
    try:
        built: dict[str, str] = json.loads((static / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError(
            "The pages' style sheet has not been built.",
            next_step="Install the package again: pip install -e . (or a wheel, which contains it).",
        ) from problem

    @cache
    def address(name: str) -> str:
        if name in built:
            return f"{STATIC_URL}/vendor/{built[name]}"
        digest = hashlib.sha256((static / name).read_bytes()).hexdigest()
        return f"{STATIC_URL}/{name}?v={digest[:12]}"

    return address


class GovukMacros:
    """The GOV.UK macros by name: ``govuk.service_navigation({...})`` calls ``govukServiceNavigation``.

    They live in an environment of their own, because they test for parameters that nobody gave, which
    ``StrictUndefined`` forbids. Whatever they are given as ``text`` is escaped; ``html`` is not: give it markup only.
    """

    def __init__(self) -> None:
        # The macros import one another under the package's name.
        loader = PrefixLoader({_GOVUK: PackageLoader(_GOVUK)})
        self._environment = Environment(loader=loader, autoescape=True, finalize=_shown)
        self._macros: dict[str, Callable[[dict[str, Any]], Markup]] = {}

    def __getattr__(self, name: str) -> Callable[[dict[str, Any]], Markup]:
        """The macro called ``name`` in snake case."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._macros:
            folder, camel = name.replace("_", "-"), "".join(part.capitalize() for part in name.split("_"))
            template = self._environment.get_template(f"{_GOVUK}/components/{folder}/macro.html")
            self._macros[name] = getattr(template.module, f"govuk{camel}")
        return self._macros[name]


def _shown(value: Any) -> Any:
    if isinstance(value, str) and _DECEPTIVE.search(value):
        clean = _DECEPTIVE.sub("\ufffd", value)
        return Markup(clean) if isinstance(value, Markup) else clean  # noqa: S704 - it was markup before
    return value


def _number(value: int) -> str:
    """12345 as 12,345."""
    return f"{value:,}"


def _plural(value: int, one: str, many: str = "") -> str:
    """The count with its noun: "1 report", "12,345 reports"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"
