"""Reads the text of a statement as the catalogue must: what it uses, returns, writes, and whether it keeps to the scope.

Strings, quoted names and comments are blanked first, so that nothing in them counts.
"""

import re

from graphsvc.model.links import LINK_TYPES

ASSERTION_TYPES = frozenset({"MENTIONS", "KNOWN_AS", *(t.name for t in LINK_TYPES)})
"""Relationship types that say something of somebody; each carries one access class."""

READ_PROCEDURES = frozenset({"db.index.fulltext.queryNodes"})

_OPAQUE = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`", re.DOTALL
)
_WRITES = re.compile(
    r"(?<![.:$\w])(CREATE|MERGE|SET|DELETE|REMOVE|INSERT|DROP|ALTER|GRANT|REVOKE|DENY|TERMINATE|FOREACH|LOAD\s+CSV"
    r"|IN\s+(?:\w+\s+)*TRANSACTIONS)\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"\bCALL\s+([A-Za-z_][\w.]*)", re.IGNORECASE)
_RETURN = re.compile(r"(?<![.:$\w])RETURN\b(?:\s+DISTINCT\b)?", re.IGNORECASE)
_RETURN_ENDS = re.compile(r"(?<![.:$\w])(?:ORDER\s+BY|LIMIT|SKIP|OFFSET)\b", re.IGNORECASE)
_RELATIONSHIP = re.compile(r"\)\s*<?\s*-\s*\[\s*(?P<name>\w*)(?P<rest>[^\]]*)\]")
_BARE_RELATIONSHIP = re.compile(r"\)\s*(?:<\s*-\s*-|-\s*-\s*>?)\s*\(")
_REPORT = re.compile(r"\(\s*(?P<name>\w*)\s*:\s*Report\b")


def bare(text: str) -> str:
    """The statement with its comments gone and every string and quoted name emptied."""
    return _OPAQUE.sub(lambda found: " " if found["comment"] else found[0][0] * 2, text)


def parameters(body: str) -> tuple[str, ...]:
    """The names of the parameters a bare statement uses, sorted."""
    return tuple(sorted(set(re.findall(r"\$(\w+)", body))))


def forbidden_in_read(body: str) -> str:
    """The first writing clause, or procedure that is not known to read only, in a bare statement; ``""`` for none."""
    found = _WRITES.search(body)
    if found:
        return found[1].upper()
    return next((name for name in _PROCEDURE.findall(body) if name not in READ_PROCEDURES), "")


def returned(body: str) -> tuple[str, ...]:
    """The columns of a bare statement's last RETURN, in order; empty where there is none."""
    parts = _RETURN.split(body)
    if len(parts) == 1:
        return ()
    items, item, depth = [], "", 0
    for char in _RETURN_ENDS.split(parts[-1])[0]:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            items.append(item)
            item = ""
        else:
            item += char
    return tuple(re.split(r"\bAS\b", i, flags=re.IGNORECASE)[-1].strip(" \n\t;") for i in [*items, item])


def unscoped(body: str) -> str:
    """The first thing a bare statement binds without ``<name>.visibility IN $visible``; ``""`` where all is filtered.

    Every relationship pattern counts, and every report. A name bound several times (in the branches of a UNION) must be
    filtered as often.
    """
    if _BARE_RELATIONSHIP.search(body):
        return "a relationship without a name"
    bound = [(m["name"], m["rest"]) for m in _RELATIONSHIP.finditer(body)]
    bound += [(m["name"], ":Report") for m in _REPORT.finditer(body)]
    for name, rest in bound:
        if not name:
            return f"[{rest.strip()}]"
    for name in sorted({name for name, _ in bound}):
        filters = re.findall(rf"(?<![.\w]){name}\.visibility\s+IN\s+\$visible\b", body)
        if len(filters) < sum(1 for other, _ in bound if other == name):
            return name
    return ""
