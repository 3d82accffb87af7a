"""The log's tables and the triggers that make them append-only."""

_COLUMNS = """
    seq               INTEGER PRIMARY KEY,
    at                TEXT NOT NULL,
    actor             TEXT NOT NULL,
    agency            TEXT NOT NULL,
    operation         TEXT NOT NULL,
    what              TEXT NOT NULL,
    query             TEXT NOT NULL,
    parameters_digest TEXT NOT NULL,
    shown             TEXT NOT NULL,
    count             INTEGER NOT NULL,
    recipient         TEXT NOT NULL,
    reason            TEXT NOT NULL,
    hash              TEXT NOT NULL
"""

TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    f"CREATE TABLE entry ({_COLUMNS})",
    "CREATE INDEX entry_actor ON entry (actor)",
    "CREATE TABLE text (seq INTEGER PRIMARY KEY, key_id TEXT NOT NULL, ciphertext BLOB NOT NULL)",
)

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"

GUARDS = {
    "entry_never_changes": f"BEFORE UPDATE ON entry {_REFUSE}",
    "entry_never_goes": f"BEFORE DELETE ON entry {_REFUSE}",
    # INSERT OR REPLACE would delete without asking the trigger above, and a gap would hide a removed entry
    "entry_only_at_the_end": (
        "BEFORE INSERT ON entry WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry) "  # noqa: S608 - constants
        + _REFUSE
    ),
    "text_never_changes": f"BEFORE UPDATE ON text {_REFUSE}",  # it may go: that is how free text is destroyed
    "text_once": "BEFORE INSERT ON text WHEN EXISTS (SELECT 1 FROM text WHERE seq = NEW.seq) " + _REFUSE,  # noqa: S608 - constants
    "meta_never_changes": f"BEFORE UPDATE ON meta {_REFUSE}",
    "meta_once": "BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta WHERE name = NEW.name) " + _REFUSE,  # noqa: S608 - constants
    "meta_never_goes": f"BEFORE DELETE ON meta {_REFUSE}",
}

STATEMENTS = (*TABLES, *(f"CREATE TRIGGER {name} {body}" for name, body in GUARDS.items()))
