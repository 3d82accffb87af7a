"""A document as one stand-alone HTML file: no script, nothing loaded from anywhere."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graphsvc.products.document import Document
from graphsvc.products.render.content import content


def render_html(document: Document) -> str:
    """The document as HTML. Everything is escaped but the drawings, which escape their own text."""
    return _environment().get_template("document.html.j2").render(d=content(document))


@cache
def _environment() -> Environment:
    loader = PackageLoader("graphsvc.products", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["drawing"] = Markup
    return environment
