"""A network as one HTML file that needs nothing else: no server, no other host, no other file.

pyvis writes the drawing script and carries the vis-network library; of what it writes only those two are kept. The page
round them is this project's own: a policy that lets nothing in or out, markings, legend, and a table that says the same.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graphsvc.errors import ProductError
from graphsvc.model.network import Network
from graphsvc.model.wording import as_of, name
from visualise.portable_data import Drawn, draw, pyvis_page
from visualise.portable_table import groups, legend, reports, under_conditions
from visualise.svg import clean, shorten

MOST_SHOWN = 2000
"""Entities one chart holds; a browser on an office machine still opens it in a few seconds."""
_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPT = re.compile(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", re.DOTALL)
_LIBRARY, _DRAWING = "vis-network", "function drawGraph()"
_SIZE = "\x00size\x00"
"""Where the file's own size is written in; no name can hold it, for names are cleaned of such characters."""


@dataclass(frozen=True)
class ChartNotes:
    """What the chart says of itself.

    ``described`` says whom reports call a child or an adult, ``facts`` stand beside the as-of time, ``left_out`` says
    what is not here, ``made_from`` is the record of it: a term and its text, line by line.
    """

    described: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    made_from: tuple[tuple[str, str], ...] = ()
    software_version: str = ""
    demonstration: bool = False


def portable_chart(network: Network, marking: str, purpose_line: str, notes: ChartNotes | None = None) -> str:
    """The network as a complete HTML file. The same network and notes give the same bytes.

    ``purpose_line`` says for whom and why it was made. Raises ProductError for more entities than a browser draws, or
    where pyvis writes something this project does not know.
    """
    if len(network.entities) > MOST_SHOWN:
        raise ProductError(
            f"The chart would hold {len(network.entities):,} entities; {MOST_SHOWN:,} is the most.",
            next_step="Filter the network, or ask for fewer neighbours.",
        )
    notes = notes or ChartNotes()
    drawn = draw(network, notes.described)
    style = styled(marking)
    scripts = (*_kept(pyvis_page(drawn)), _file("portable.js"))
    html = _environment().get_template("portable.html.j2").render(
        policy=policy(style, scripts),
        style=Markup(style),  # noqa: S704 - this project's own, named in the policy by its digest
        scripts=[Markup(s) for s in scripts],  # noqa: S704 - likewise; names in them are escaped by pyvis's template
        marking=clean(marking),
        purpose=clean(purpose_line),
        name=clean(name(network.centre)),
        showing=showing(network),
        as_of=as_of(network.as_of),
        left_out=[clean(x) for x in (*_left_out(network), *notes.left_out)],
        roomy=drawn.roomy,
        tray=drawn.tray,
        options=_options(drawn),
        keys=[{"drawing": Markup(k.drawing), "words": k.words} for k in legend(drawn)],  # noqa: S704 - our own drawing
        groups=groups(drawn),
        reports=reports(drawn),
        made_from=[(clean(term), clean(text)) for term, text in _made_from(drawn, notes)],
        size=_SIZE,
        notes=notes,
    )  # fmt: skip
    return _sized(html)


def showing(network: Network) -> str:
    """``Showing 150 of 912``: how many of the neighbours in scope are here, and what was done with events."""
    cut = network.shown < network.total
    said = f"Showing {network.shown:,} of {network.total:,}" if cut else f"Showing all {network.total:,}"
    events, others = len({e for t in network.together for e in t.event_ids}), len(network.together)
    if not events:
        return said
    return f"{said}; {events:,} of them events, folded into lines to the {others:,} others in them"


def policy(style: str, scripts: tuple[str, ...]) -> str:
    """A content policy under which exactly this style and these scripts work, and nothing reaches out of the file."""
    allowed = " ".join(_digest(s) for s in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def styled(marking: str) -> str:
    """The style sheet, with the marking that is printed at the head and foot of every sheet."""
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x}" for c in clean(marking))
    return _file("portable.css").replace("{marking}", escaped)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _kept(written: str) -> tuple[str, str]:
    """The library and the drawing script of a page pyvis wrote; everything else in it is dropped."""
    scripts: list[str] = [s.replace("\r\n", "\n") for s in _SCRIPT.findall(written)]
    drawing = [s for s in scripts if _DRAWING in s]
    library = [s for s in scripts if _LIBRARY in s[:2000] and _DRAWING not in s]
    if len(drawing) != 1 or len(library) != 1:
        raise ProductError(
            "pyvis wrote a page of another form than expected, so the chart was not made.",
            next_step="Install the version of pyvis that pyproject.toml names.",
        )
    return library[0], drawing[0]


def _left_out(network: Network) -> list[str]:
    rest, others = network.total - network.shown, network.together_total - len(network.together)
    said = {
        f"{rest:,} neighbours with no more independent origins than those shown": rest > 0,
        f"{others:,} others of the same events, in no more of them than those shown": others > 0,
    }
    return [words for words, applies in said.items() if applies]


def _options(drawn: Drawn) -> list[tuple[str, str]]:
    """What can be looked for, by name."""
    named = [(drawn.numbers[i], shorten(clean(name(e)), 60)) for i, e in drawn.entities.items()]
    return sorted(named, key=lambda n: (n[1].casefold(), n[0]))


def _made_from(drawn: Drawn, notes: ChartNotes) -> list[tuple[str, str]]:
    conditions = under_conditions(drawn)
    warning = [("Handling", f"{conditions:,} of the reports may be shared under conditions only (code C).")]
    return [
        *notes.made_from,
        *(warning if conditions else []),
    ]


def _sized(html: str) -> str:
    """The page with its own size in it, to the nearest kilobyte."""
    return html.replace(_SIZE, f"{max(1, round(len(html.encode()) / 1000)):,} kB")


@cache
def _file(file_name: str) -> str:
    return (_TEMPLATES / file_name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = lambda n: f"{n:,}"
    return made
