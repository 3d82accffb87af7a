"""Mappings: data only, checked against the model's declarations before any file is opened."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import InputError
from graphsvc.ingest import list_mappings, load_mapping, plan_files
from tests.unit.ingest.reading import SMALL, read, write_mapping

Write = Callable[[str, str | bytes], Path]


def _changed(**changes: Any) -> dict[str, Any]:
    """The small mapping with values set at dotted paths (``files__0__name``)."""
    content = copy.deepcopy(SMALL)
    for path, value in changes.items():
        *steps, last = (int(s) if s.isdigit() else s for s in path.split("__"))
        place: Any = content
        for step in steps:
            place = place[step]
        place[last] = value
    return content


def test_the_built_in_mappings_load() -> None:
    """Every built-in mapping is sound and carries its own name."""
    assert list_mappings() == ("example", "pole", "police_uk", "wexmoor")
    assert [load_mapping(name).name for name in list_mappings()] == list(list_mappings())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"surprise": 1}, "surprise"),
        ({"timezone": "Mars/Olympus"}, "no time zone"),
        ({"files__0__entities__person__type": "Alien"}, "no entity type Alien"),
        ({"files__0__entities__person__attributes__shoe_size": "age"}, "Person has no field shoe_size"),
        ({"files__0__entities__person__identity": ["nhs_number"]}, "identity nhs_number is not among"),
        ({"files__0__entities__person__attributes__date_of_birth": "age"}, "is a date and needs its formats"),
        ({"files__0__entities__person__attributes__described_as": {"constant": "elf"}}, "'elf' is not one of"),
        ({"files__0__entities__person__attributes__name": {"column": "name", "split": ";"}}, "takes one value"),
        ({"files__0__entities__person__attributes__name": {"column": "a", "constant": "b"}}, "exactly one"),
        ({"files__0__entities__person__attributes__name": {"column": "a", "transforms": ["eval"]}}, "transforms"),
        ({"files__0__entities__person__observed__formats": ["d/M"]}, "needs a year"),
        ({"files__0__entities__person__observed__formats": ["%d/%m/%Y"]}, "needs a year"),
        ({"files__0__report": {"kind": {"constant": "gossip"}}}, "'gossip' is not one of"),
        ({"files__0__report": {"per": "row"}}, "needs a reference"),
        ({"files__0__report": {"recorded_on": {"constant": "yesterday"}}}, "yyyy-MM-dd"),
        ({"files__0__report": {"title": "name"}}, "from a column"),
        ({"files__1__links__0__type": "LIKES"}, "no link type LIKES"),
        ({"files__1__links__0__type": "LIVES_AT"}, "cannot join Person to Person"),
        ({"files__1__links__0__from": "somebody"}, "no entity in this section is called somebody"),
        ({"files__1__links__0__to__types": ["Alien"]}, "no entity type Alien"),
        ({"files__1__name": "people"}, "one name"),
    ],
)
def test_a_mapping_that_names_what_there_is_not_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    """An unknown key, type, field, role, end or format is refused when the mapping is loaded, saying which."""
    with pytest.raises(InputError) as caught:
        write_mapping(tmp_path, _changed(**changes))
    assert words in str(caught.value)
    assert caught.value.next_step


def test_a_role_the_link_does_not_have_is_refused(tmp_path: Path) -> None:
    """A constant or translated role must be one that the link type declares."""
    event = {"type": "Event", "attributes": {"title": "name"}}
    link = {"type": "TOOK_PART", "from": "person", "to": "event", "role": {"constant": "hero"}}
    content = _changed(files__0__links=[link])
    content["files"][0]["entities"]["event"] = event
    with pytest.raises(InputError, match="'hero' is not one of its roles"):
        write_mapping(tmp_path, content)


@pytest.mark.parametrize(
    "text",
    [
        "name: [",
        "a: &x [1]\nb: *x\n",
        "name: a\nname: b\n",
        "!!python/object/apply:os.system ['true']",
        "? {a: 1}\n: 2\n",
        "? [a]\n: 2\n",
        "[" * 5000,
        "- 1",
        "",
        "\x00",
        "name: 2026-13-45",
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    """Broken, aliased, executable or bottomless YAML gives an InputError, never anything else."""
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.yaml"):
        load_mapping(path)


def test_an_unknown_mapping_names_the_known_ones(tmp_path: Path) -> None:
    """A name that is neither built in nor a file is refused with the names that are."""
    with pytest.raises(InputError) as caught:
        load_mapping("nothing")
    assert "pole" in caught.value.next_step
    with pytest.raises(InputError):
        load_mapping(tmp_path)


def test_a_column_the_file_lacks_is_named_with_mapping_and_file(tmp_path: Path, csv_file: Write) -> None:
    """A mapping that names a column the file has not is refused before a row is read."""
    mapping = write_mapping(tmp_path, _changed(files__0__entities__person__attributes__rank="collar_rank"))
    with pytest.raises(InputError, match=r"people\.csv.*collar_rank.*mapping small"):
        plan_files(mapping, [csv_file("people.csv", "id,name,age,seen\n")])


def test_an_unknown_kind_of_place_is_refused_unless_the_mapping_says_where_the_word_goes(
    tmp_path: Path, csv_file: Write
) -> None:
    """Without a default the row is refused; with one the place is "other" and the word as reported stays with it."""
    kinds: list[Any] = ["kind", {"column": "kind", "default": "other", "keep_in": "description"}]
    path = csv_file("people.csv", "name,kind\nBus shelter 4,bus shelter\nHarl Street,Park\n")
    found = []
    for kind in kinds:
        place = {"type": "Location", "attributes": {"name": "name", "kind": kind}}
        found.append(read(write_mapping(tmp_path, _changed(files__0__entities={"place": place})), [path]))
    assert [p.column for p in found[0].problems] == ["kind"]
    assert [m.attributes["kind"] for m in found[1].mentions] == ["other", "park"]
    assert [m.attributes.get("description") for m in found[1].mentions] == ["bus shelter", None]


@pytest.mark.parametrize(
    ("entity", "field", "raw", "same", "apart"),
    [
        ("Vehicle", "vrm", "zz99 zzz", "ZZ99-ZZZ", "ZZ99 ZZA"),
        ("Phone", "number", "07700 900142", "+44 7700 900142", "07700 900143"),
        ("Phone", "number", "12", "1-2", "13"),
        ("OnlineAccount", "handle", "@Harl_Dazz", "harl_dazz", "harl_daz"),
        ("Organisation", "name", "Star Grill", "STAR  GRILL", "Star Grills"),
    ],
)
def test_equal_keys_meet_and_the_text_as_reported_is_kept(
    tmp_path: Path, csv_file: Write, entity: str, field: str, raw: str, same: str, apart: str
) -> None:
    """Two writings of one plate, number or handle are one entity; what each row wrote is kept beside it."""
    thing = {"type": entity, "identity": [field], "attributes": {field: "key"}}
    mapping = write_mapping(tmp_path, _changed(files__0__entities={"thing": thing}))
    first, second, third = read(mapping, [csv_file("people.csv", f"key\n{raw}\n{same}\n{apart}\n")]).mentions
    assert first.entity_id == second.entity_id != third.entity_id
    assert (first.attributes[field], second.attributes[field]) == (raw, same)


def test_a_number_without_normal_form_never_meets_a_real_one(tmp_path: Path, csv_file: Write) -> None:
    """A text that is no telephone number goes by its digits under a scheme of its own."""
    from graphsvc.ingest.entity_rows import identity_key
    from graphsvc.model.entities import FieldKind

    assert identity_key(FieldKind.PHONE, "number", "12") == ("number_raw", "12")
    assert identity_key(FieldKind.PHONE, "number", "07700 900142") == ("number", "447700900142")
    assert identity_key(FieldKind.VRM, "vrm", "silver taxi!") == ("vrm_raw", "SILVERTAXI")


def test_what_has_no_key_is_an_entity_of_its_own(tmp_path: Path, csv_file: Write) -> None:
    """Two rows that name the same person without a key or number are two people until somebody judges otherwise."""
    person = {"type": "Person", "attributes": {"name": "name"}}
    mapping = write_mapping(tmp_path, _changed(files__0__entities={"person": person}))
    first, second = read(mapping, [csv_file("people.csv", "name\nAnn\nAnn\n")]).mentions
    assert first.entity_id != second.entity_id
