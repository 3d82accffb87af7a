"""``graphsvc findings`` and ``graphsvc hotspots``: one JSON document, honest exit codes, clear refusals."""

import pytest

from tests.support.commands import Commands


def test_findings_and_hotspots_are_one_document_each(commands: Commands) -> None:
    """Both commands print exactly one JSON document whose parts say what they are, and exit with 0."""
    found = commands("findings", "--json")
    ranked = commands("hotspots", "--json", "--limit", "3")
    assert (found.code, ranked.code) == (0, 0)
    assert found.document["found"]["analysis"] == "stands_out"
    assert ranked.document["found"]["analysis"] == "hotspots"
    assert len(ranked.document["found"]["rows"]) <= 3
    assert len(ranked.document["found"]["hours"]) == 7


@pytest.mark.parametrize("of", ["places", "vehicles", "times"])
def test_hotspots_as_text_say_as_of_when_and_their_limits(commands: Commands, of: str) -> None:
    """Whatever is ranked, the text says how many of how many, as of when, and what it does not say."""
    ended = commands("hotspots", "--of", of)
    assert ended.code == 0
    assert f"{of}, as of" in ended.out
    assert "There is no denominator" in ended.out


@pytest.mark.parametrize("command", ["findings", "hotspots"])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--since", "2026-05-01", "--until", "2026-04-01"), "The period ends before it starts."),
        (("--since", "31/02/2026"), "That is no day."),
    ],
)
def test_an_unusable_period_is_refused_in_words(
    commands: Commands, command: str, options: tuple[str, ...], words: str
) -> None:
    """A period that runs backwards or a day that is none: exit code 1, what is wrong, what to do next, no trace."""
    ended = commands(command, *options, "--json")
    assert ended.code == 1
    assert ended.document["detail"] == words
    assert ended.document["next_step"]
    assert "Traceback" not in ended.err


def test_what_cannot_be_ranked_is_refused(commands: Commands) -> None:
    """Hotspots of people are not offered: the command says what there is."""
    ended = commands("hotspots", "--of", "people")
    assert ended.code == 2
    assert "places" in ended.err
