"""Commands where things around them are wrong: settings, directories, terminals, pipes, the log, the other purpose."""

import json
import os
import signal
import socket
from pathlib import Path

import pytest

from graphsvc.bootstrap import operator
from tests.support.commands import Commands
from tests.support.partner import Partner


def test_an_unknown_setting_stops_the_command(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt setting is never silently ignored."""
    monkeypatch.setenv("GRAPHSVC_TYPO", "1")
    ended = commands("search", "somebody", "--json")
    assert (ended.code, ended.document["error"], "GRAPHSVC_TYPO" in ended.document["detail"]) == (1, "settings", True)


@pytest.mark.parametrize(
    "words", [("search",), ("places", "--limit", "0"), ("nonsense",), ("search", "a", "--nix"), ()]
)
def test_wrong_usage_is_exit_code_2(commands: Commands, words: tuple[str, ...]) -> None:
    """With --json it is a JSON document like every other error."""
    ended = commands(*words, "--json") if words else commands("--json")
    assert (ended.code, ended.document["error"]) == (2, "usage")


def test_a_data_directory_that_is_a_file_is_told(commands: Commands) -> None:
    """No stack trace, and what to set."""
    commands.data_dir.write_text("")
    ended = commands("search", "somebody", "--json")
    assert (ended.code, ended.document["error"]) == (1, "state")
    assert "GRAPHSVC_DATA_DIR" in ended.document["next_step"]


def test_nothing_is_shown_that_the_log_cannot_hold(commands: Commands, partner: Partner) -> None:
    """Where the log cannot be written, a search prints an error and no name."""
    partner.people(1)
    commands("import", partner.folder, "--mapping", partner.mapping)
    head = commands.data_dir / "log" / "log-head.json"
    held = json.loads(head.read_text())
    head.write_text(json.dumps({**held, "seq": held["seq"] + 5}))
    ended = commands("search", partner.name(0), "--json")
    assert (ended.code, ended.document["error"]) == (1, "log")
    assert partner.name(0) not in ended.out + ended.err


def test_a_changed_row_of_the_log_is_found(commands: Commands) -> None:
    """Exit code 4, and the reason on stdout."""
    for text in ("first", "second", "third"):
        commands("search", text)
    assert commands("log", "verify").code == 0
    database = commands.data_dir / "log" / "log.sqlite3"
    raw = database.read_bytes()
    assert b"search" in raw
    database.write_bytes(raw.replace(b"search", b"zearch"))
    ended = commands("log", "verify", "--json")
    assert (ended.code, ended.document["ok"]) == (4, False)
    assert ended.document["reason"]


def test_the_log_holds_no_words_of_a_search_in_clear(commands: Commands, partner: Partner) -> None:
    """Names searched for and names shown stand in no file of the log; the operator of the machine does."""
    partner.people(1)
    commands("import", partner.folder, "--mapping", partner.mapping)
    assert commands("search", partner.name(0)).code == 0
    kept = b"".join(p.read_bytes() for p in (commands.data_dir / "log").rglob("*") if p.is_file())
    assert partner.agency.encode() in kept
    assert partner.name(0).encode() not in kept
    assert operator().user_id.encode() in kept


def test_a_reader_who_has_seen_enough_is_no_error_message(commands: Commands) -> None:
    """A closed pipe ends the command quietly."""
    with commands.start("search", "somebody") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait(60)
    assert (process.returncode, said) == (1, b"")


def test_a_full_disk_behind_stdout_is_told(commands: Commands) -> None:
    """What could not be written is not called done."""
    with Path("/dev/full").open("wb") as full:
        ended = commands.run("search", "somebody", "--json", stdout=full)
    assert (ended.code, "Traceback" in ended.err, "could not be written" in ended.err) == (1, False, True)


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_terminal_without_accents_gets_what_it_can_show(
    commands: Commands, partner: Partner, flags: tuple[str, ...]
) -> None:
    """Names of any script, in an ASCII locale, in a window of ten columns."""
    partner.file("people.csv", ("number", "name", "born"), [("P1", f"Zoë Łukasz {partner.agency}", "")])
    commands("import", partner.folder, "--mapping", partner.mapping)
    surroundings = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "COLUMNS": "10"}
    ended = commands.run("search", f"Zoë {partner.agency}", *flags, env=surroundings)
    assert (ended.code, ended.out.isascii(), "Traceback" in ended.err) == (0, True, False)
    if flags:
        assert ended.document["hits"][0]["entity"]["caption"] == f"Zoë Łukasz {partner.agency}"


def test_a_name_cannot_command_the_terminal(commands: Commands, partner: Partner) -> None:
    """Escape sequences in a file's names reach no terminal: they are refused, or shown as signs."""
    rows = [("P1", f"Eve \x1b[2J\x9b31m \u202eevil {partner.agency}", "")]
    partner.file("people.csv", ("number", "name", "born"), rows)
    imported = commands("import", partner.folder, "--mapping", partner.mapping)
    found = commands("search", f"Eve {partner.agency}")
    json_found = commands("search", f"Eve {partner.agency}", "--json")
    for printed in (imported.out, imported.err, found.out, found.err, json_found.out):
        assert not {"\x1b", "\x9b", "\u202e"} & set(printed)


def test_ctrl_c_is_130(commands: Commands, partner: Partner) -> None:
    """An import that is interrupted says so, and its run is on record as failed."""
    partner.people(60_000)
    with commands.start("import", partner.folder, "--mapping", partner.mapping, "--json") as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["error"], b"Traceback" in err) == (130, "interrupted", False)


def test_demonstration_and_operational_data_never_mix(commands: Commands) -> None:
    """A demonstration refuses a graph that holds other data, and its directory refuses an import."""
    assert commands("search", "somebody").code == 0
    refused = commands("demo")
    assert refused.code == 1
    assert "operational use" in refused.err
    demonstration = Commands(commands.data_dir.with_name("data-demonstration"), commands.connection)
    answer = demonstration("search", "somebody", "--json")
    assert (answer.code, answer.document["error"]) == (1, "conflict")


def test_the_demonstration_listens_on_this_machine_only(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its passwords are printed: it never listens for others."""
    monkeypatch.setenv("GRAPHSVC_WEB__HOST", "0.0.0.0")  # noqa: S104 - what must be refused
    ended = commands("demo")
    assert (ended.code, "this machine only" in ended.err) == (1, True)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_taken_port_is_told_and_another_is_used(commands: Commands, stop: signal.Signals) -> None:
    """The address printed is the one that answers; told to stop, it ends well."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with commands.start("serve", "--port", str(port)) as process:
            assert process.stdout is not None
            address = process.stdout.readline().decode().split()[-1]
            with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/"))), 10):
                pass
            process.send_signal(stop)
            err = process.communicate(timeout=60)[1].decode()
    assert (process.returncode, f"Port {port} is taken" in err, "Traceback" in err) == (0, True, False)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable to the superuser")
def test_a_data_directory_that_cannot_be_written_is_told(commands: Commands) -> None:
    """No stack trace."""
    commands.data_dir.mkdir()
    commands.data_dir.chmod(0o500)
    ended = commands("search", "somebody", "--json")
    assert (ended.code, ended.document["error"]) == (1, "state")
