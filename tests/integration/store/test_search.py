"""Search finds entities in scope however they are typed, and counts them honestly."""

import pytest

from graphsvc.model.network import SearchResult
from graphsvc.store.graph import GraphStore
from graphsvc.store.search import Question
from tests.support.case_file import CaseFile, chunks


@pytest.fixture(scope="module")
def town(graph: GraphStore) -> CaseFile:
    """People, a car, a phone, a place and accounts of one agency, to be searched by every test of this module."""
    case = CaseFile(graph)
    report = case.report()
    case.write(
        report,
        case.mention(report, "siobhan", name="Siobhán O’Brien-Łuczak", alias=("Shiv", "Vonnie B")),
        case.mention(report, "mohammed", name="Mohammed Ali Karim"),
        case.mention(report, "short", name="Jo Ng"),
        case.mention(report, "li", name="李小龙"),
        case.mention(report, "ahmad", name="أحمد الخطيب"),
        case.mention(report, "crown", alias=("👑🔥",)),
        case.mention(report, "crowned", name="Tariq 👑"),
        case.mention(report, "andor", name="And Or Not"),
        case.mention(report, "markup", name="<b>Bold</b> Ness"),
        case.mention(report, "car", "Vehicle", vrm="AB1O ZZQ"),
        case.mention(report, "phone", "Phone", number="07700 900123"),
        case.mention(report, "home", "Location", name="Fernbank Lodge", address="1 Fern Bank", postcode="s60 9zz"),
        case.mention(report, "handle", "OnlineAccount", handle="@Siobhan_x.99", platform="Snapchat"),
    )
    return case


def found(case: CaseFile, text: str, limit: int = 25, **more: tuple[str, ...]) -> list[str]:
    """The ids a search in this agency's scope shows, best first."""
    return [h.entity.id for h in search(case, text, limit, **more).hits]


def search(case: CaseFile, text: str, limit: int = 25, **more: tuple[str, ...]) -> SearchResult:
    """One search in this agency's scope."""
    return case.reader().search(Question(text, **more), limit)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Siobhan", "siobhan"),
        ("SIOBHÁN", "siobhan"),
        ("siobhan obrien luczak", "siobhan"),
        ("Luczak Siobhan", "siobhan"),
        ("Siobahn", "siobhan"),
        ("Siob", "siobhan"),
        ("shiv", "siobhan"),
        ("vonnie", "siobhan"),
        ("sio\u200bbhan", "siobhan"),
        ("mohamed karim", "mohammed"),
        ("Karim, Mohammed", "mohammed"),
        ("jo ng", "short"),
        ("ng", "short"),
        ("李小龙", "li"),
        ("李", "li"),
        ("أحمد", "ahmad"),
        ("الخطيب أحمد", "ahmad"),
        ("👑🔥", "crown"),
        ("🔥", "crown"),
        ("Tariq 👑", "crowned"),
        ("bold ness", "markup"),
        ("and or not", "andor"),
        ("AB1", "Vehicle/car"),
        ("ab10zzq", "Vehicle/car"),
        ("AB10 ZZ0", "Vehicle/car"),
        ("A81", "Vehicle/car"),
        ("ZZQ", "Vehicle/car"),
        ("900123", "Phone/phone"),
        ("07700 900123", "Phone/phone"),
        ("+44 7700 900 123", "Phone/phone"),
        ("+44 (0)7700 900123", "Phone/phone"),
        ("07700 9001", "Phone/phone"),
        ("7700", "Phone/phone"),
        ("S60", "Location/home"),
        ("S60 9", "Location/home"),
        ("s609ZZ", "Location/home"),
        ("fern bank", "Location/home"),
        ("siobhan_x", "OnlineAccount/handle"),
        ("@SIOBHAN_X.99", "OnlineAccount/handle"),
    ],
)
def test_an_entity_is_found_as_people_type_it(town: CaseFile, text: str, name: str) -> None:
    """Accents, case, typos, order, aliases, scripts, signs, and parts of plates, numbers, postcodes and handles."""
    assert town.named(name) in found(town, text)


def test_the_best_match_stands_first(town: CaseFile) -> None:
    """The whole name ranks before what only resembles it."""
    assert found(town, "Mohammed Ali Karim")[0] == town.id("mohammed")
    assert found(town, "AB1O ZZQ")[0] == town.named("Vehicle/car")


def test_what_matched_is_told_as_it_was_reported(town: CaseFile) -> None:
    """The alias that fits is shown under the name that the entity goes by."""
    hit = search(town, "vonnie").hits[0]
    assert (hit.entity.caption, hit.matched, hit.reports) == ("Siobhán O’Brien-Łuczak", ("Vonnie B",), 1)


@pytest.mark.parametrize("text", ["zzzyx", "Mohammed Zzzyx", "0161 999", "XX99 XXX"])
def test_what_is_not_there_is_not_found(town: CaseFile, text: str) -> None:
    """No hit, and a total of nothing."""
    result = search(town, text)
    assert (result.hits, result.total) == ((), 0)


@pytest.mark.parametrize(
    "syntax",
    ["+", "-", "&&", "||", "!", "(", ")", "{", "}", "[", "]", "^", '"', "~", "*", "?", ":", "\\", "/", " AND ", " OR ", " NOT ",
     "form:", "~9", "^99", "*:*", "[a TO z]", "\\\\", '"unclosed', "/re.*gex/", "' OR 1=1 //"],
)  # fmt: skip
def test_lucene_syntax_is_harmless(town: CaseFile, syntax: str) -> None:
    """No syntax error, and no search that finds more than the words do."""
    result = search(town, f"{syntax}Fernbank{syntax}")
    assert {h.entity.id for h in result.hits} <= {town.named("Location/home")}


@pytest.mark.parametrize(
    "text", ["Fernbank*", '"Fernbank Lodge"', "(Fernbank", "Fernbank~", "-Fernbank", "+fernbank /lodge/"]
)
def test_syntax_round_a_word_does_not_hide_it(town: CaseFile, text: str) -> None:
    """The words are still looked for."""
    assert found(town, text) == [town.named("Location/home")]


def test_a_search_may_be_as_long_as_it_says(town: CaseFile) -> None:
    """The longest text that is allowed is answered."""
    assert search(town, "a" * 200).total == 0
    assert search(town, "ab " * 66).total == 0


def test_kinds_narrow_a_search(town: CaseFile) -> None:
    """Only entities of the chosen types are found and counted."""
    assert found(town, "siobhan", types=("OnlineAccount",)) == [town.named("OnlineAccount/handle")]
    assert search(town, "siobhan", types=("OnlineAccount",)).total == 1


def test_one_man_of_five_thousand_mentions_does_not_hide_the_other(case: CaseFile) -> None:
    """Results are grouped before they are cut, and hits count reports, not mentions."""
    report = case.report("bulk")
    writer = case.store.writer()
    mentions = [case.mention(report, "busy", name="Daniel Quarry", locator=f"row {i}") for i in range(5000)]
    case.write(report, writer=writer)
    for part in chunks(mentions):
        case.write(*part, writer=writer)
    case.write(report, case.mention(report, "quiet", name="Daniel Quarry"), writer=writer)
    result = search(case, "Daniel Quarry", limit=2)
    assert {h.entity.id for h in result.hits} == {case.id("busy"), case.id("quiet")}
    assert (result.total, [h.reports for h in result.hits]) == (2, [1, 1])


def test_three_thousand_people_of_one_name_are_counted_honestly(case: CaseFile) -> None:
    """25 are shown of 3,000, the same 25 each time, and the one who bears more of the name is first."""
    report = case.report("bulk")
    writer = case.store.writer()
    mentions = [case.mention(report, f"p{i}", name="Daniel Quarry") for i in range(3000)]
    case.write(report, case.mention(report, "exact", name="Daniel Quarry Stone"), writer=writer)
    for part in chunks(mentions):
        case.write(*part, writer=writer)
    result = search(case, "daniel quarry")
    assert (len(result.hits), result.total) == (25, 3001)
    assert result.hits == search(case, "daniel quarry").hits
    assert found(case, "daniel quarry stone") == [case.id("exact")]


def test_the_best_of_many_aliases_is_the_one_shown(case: CaseFile) -> None:
    """An entity with a hundred like names is told by the one that fits best."""
    report = case.report()
    names = tuple(f"Robin Ashdown{chr(97 + i // 10)}{chr(97 + i % 10)}" for i in range(100))
    case.write(report, case.mention(report, "many", name="Nobody Else", alias=(*names, "Robin Ashdown")))
    hit = search(case, "robin ashdown").hits[0]
    assert hit.matched[0] == "Robin Ashdown"


def test_the_busy_place_is_found_among_its_namesakes(graph: GraphStore) -> None:
    """A station of many reports comes first though a hundred and fifty places bear its name and one report each."""
    case = CaseFile(graph)
    reports = [case.report(f"r{n}") for n in range(12)]
    case.write(
        *reports,
        *(case.mention(r, "station", "Location", name="Quillbury Interchange") for r in reports),
        *(case.mention(reports[0], f"other-{n}", "Location", name="Quillbury Interchange") for n in range(150)),
    )
    result = search(case, "Quillbury Interchange")
    assert result.hits[0].entity.id == case.id("station", "Location")
    assert result.hits[0].reports == 12
    assert (len(result.hits), result.total) == (25, 151)
