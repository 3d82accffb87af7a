"""The files to import: the POLE example where it lies beside the project, else a made-up set of the same shape."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

POLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "pole"

_COUNTS = {
    "Area": 93, "PostCode": 14196, "Location": 14904, "Person": 369, "Officer": 1000, "Vehicle": 1000, "Phone": 328,
    "Email": 328, "Object": 7, "Crime": 28762, "PhoneCall": 534,
}  # fmt: skip
_LINKS = {
    "KNOWS": ("Person", "Person", 586), "KNOWS_LW": ("Person", "Person", 80), "KNOWS_SN": ("Person", "Person", 241),
    "KNOWS_PHONE": ("Person", "Person", 118), "FAMILY_REL": ("Person", "Person", 155),
    "CURRENT_ADDRESS": ("Person", "Location", 368), "HAS_PHONE": ("Person", "Phone", 328),
    "HAS_EMAIL": ("Person", "Email", 328), "HAS_POSTCODE": ("Location", "PostCode", 14904),
    "LOCATION_IN_AREA": ("Location", "Area", 14904), "POSTCODE_IN_AREA": ("PostCode", "Area", 14196),
    "OCCURRED_AT": ("Crime", "Location", 28762), "INVESTIGATED_BY": ("Crime", "Officer", 28762),
    "PARTY_TO": ("Person", "Crime", 55), "INVOLVED_IN": ("Vehicle", "Crime", 985), "CALLER": ("PhoneCall", "Phone", 534),
    "CALLED": ("PhoneCall", "Phone", 534),
}  # fmt: skip
_KINDS = ("Violence and sexual offences", "Public order", "Vehicle crime", "Burglary", "Other theft")
_RELATIONS = ("SIBLING", "PARENT")
_NAMES = ("Ada", "Bede", "Cerys", "Dafydd", "Esme", "Fintan", "Greta", "Hamza", "Iona", "Jarek")


@dataclass(frozen=True)
class Files:
    """What is imported, and which data that is."""

    name: str
    paths: tuple[Path, ...]


def files_to_import(folder: Path) -> Files:
    """POLE where it is there; else a set with its counts of rows, written to ``folder``."""
    if POLE.is_dir():
        return Files("POLE crime investigation example", tuple(sorted(POLE.glob("*.csv.gz"))))
    _Maker(folder).write()
    return Files("made up in the shape of the POLE example", tuple(sorted(folder.glob("*.csv"))))


class _Maker:
    """Writes fictional rows with the columns, counts and spread of the example; the same each time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._random = random.Random(20)  # noqa: S311 (made-up data)
        self._first: dict[str, int] = {}

    def write(self) -> None:
        """Every file."""
        number = 0
        for label, count in _COUNTS.items():
            self._first[label] = number
            rows = [[str(number + i), *self._cells(label, i).values(), label] for i in range(count)]
            self._file(f"nodes.{label}", [":ID", *self._cells(label, 0), ":LABEL"], rows)
            number += count
        for name, (start, end, count) in _LINKS.items():
            extra = ["rel_type"] if name == "FAMILY_REL" else []
            rows = [
                [*self._ends(start, end, i), name, *(self._random.choice(_RELATIONS) for _ in extra)]
                for i in range(count)
            ]
            self._file(f"relationships.{name}", [":START_ID", ":END_ID", ":TYPE", *extra], rows)

    def _ends(self, start: str, end: str, row: int) -> list[str]:
        """The start goes through its label in turn; the end is any but the start, some far more often than others."""
        first = self._first[start] + row % _COUNTS[start]
        second = self._first[end] + int(_COUNTS[end] * self._random.random() ** 3)
        if second == first:
            second += 1 if second == self._first[end] else -1
        return [str(first), str(second)]

    def _file(self, name: str, header: list[str], rows: list[list[str]]) -> None:
        with (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    def _cells(self, label: str, i: int) -> dict[str, str]:
        day, name = f"{1 + i % 31}/08/2017", _NAMES[i % 10]
        district = f"ZZ{i % 90 + 1}"
        cells: dict[str, dict[str, str]] = {
            "Area": {"areaCode": district},
            "PostCode": {"code": f"{district} {i % 9 + 1}AA {i}"},
            "Location": {
                "latitude:double": f"{53 + i / 10**5:.6f}", "postcode": "", "longitude:double": f"{-2 - i / 10**5:.6f}",
                "address": f"{i % 300 + 1} Sample Street {i // 300}",
            },
            "Person": {"surname": f"Sample{i}", "nhs_no": f"S-{i}", "name": name, "age": ""},
            "Officer": {"badge_no": f"B-{i}", "rank": "Sergeant", "name": name, "surname": f"Officer{i}"},
            "Vehicle": {"model": "Model", "reg": f"QQ{i % 100:02} {i // 100:03}", "make": "Make", "year": "2001"},
            "Phone": {"phoneNo": f"07700 900{i:03}"},
            "Email": {"email_address": f"sample{i}@example.test"},
            "Object": {"description": f"Sample object {i}", "id": f"object-{i}", "type": "Evidence"},
            "Crime": {
                "date": day, "id": f"{i:064x}", "type": _KINDS[i % 5], "last_outcome": "Under investigation", "note": "",
                "charge": "",
            },
            "PhoneCall": {
                "call_duration": str(i % 60), "call_time": f"{i % 24:02}:{i % 60:02}", "call_date": day,
                "call_type": "CALL",
            },
        }  # fmt: skip
        return cells[label]
