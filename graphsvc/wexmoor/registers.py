"""The registers: licensed drivers, food premises and hotels, schools. Each is one file, as at the day of the export."""

from collections.abc import Sequence

from graphsvc.wexmoor.dice import dice
from graphsvc.wexmoor.files import PartnerFiles
from graphsvc.wexmoor.names import WARD_NAMES
from graphsvc.wexmoor.people import Town
from graphsvc.wexmoor.places import Place
from graphsvc.wexmoor.taxis import Driver

DRIVERS_FILE, PREMISES_FILE, SCHOOLS_FILE = (
    "licensing_register_drivers.csv", "licensing_register_premises.csv", "schools_register.csv",
)  # fmt: skip
DRIVER_COLUMNS = (
    "forename", "surname", "badge", "vrm", "plate", "make", "colour", "operator", "operator_licence", "from", "until",
)  # fmt: skip
PREMISES_COLUMNS = ("uprn", "trading_as", "class", "address", "lat", "lon", "company", "company_no")
SCHOOL_COLUMNS = ("URN", "School", "Address", "Latitude", "Longitude", "Ward")


def write_registers(files: PartnerFiles, town: Town, drivers: Sequence[Driver]) -> None:
    """Write all three."""
    files.register(DRIVERS_FILE, ("cp1252", ","), DRIVER_COLUMNS, map(_driver, drivers))
    licensed = (*town.places.takeaways, *town.places.shops, *town.places.hotels)
    files.register(PREMISES_FILE, ("utf-8-sig", ";"), PREMISES_COLUMNS, (_premises(town, p) for p in licensed))
    files.register(SCHOOLS_FILE, ("utf-8", ","), SCHOOL_COLUMNS, map(_school, town.places.schools))


def _driver(driver: Driver) -> tuple[str, ...]:
    taxi, person = driver.taxi, driver.person
    return (
        person.given, person.family, person.driver_badge, taxi.vrm, taxi.plate, taxi.make, taxi.colour,
        driver.operator.name, driver.operator.licence,
        f"{driver.licensed_from:%d/%m/%Y}", f"{driver.licensed_until:%d/%m/%Y}",
    )  # fmt: skip


def _premises(town: Town, place: Place) -> tuple[str, ...]:
    number = dice(town.seed, "company", place.key).randint(0, 44)
    return (
        place.uprn, place.name, place.kind, place.street, place.latitude, place.longitude,
        f"Wexmoor Trading {number + 1} Limited", f"99{number:06d}",
    )  # fmt: skip


def _school(school: Place) -> tuple[str, ...]:
    return (school.urn, school.name, school.street, school.latitude, school.longitude, WARD_NAMES[school.ward])
