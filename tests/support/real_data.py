"""Real open data beside the project, where it is there; tests that need it skip with the reason."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
WARDS = SHARED / "boundaries_rotherham" / "wards_E08000018.geojson"
LSOAS = SHARED / "boundaries_rotherham" / "lsoa_E08000018.geojson"
STREET_CRIME = SHARED / "police_uk_rotherham" / "rotherham-street-2018-01_2020-06.csv.gz"


def needs(*paths: Path) -> pytest.MarkDecorator:
    """Skips a test where one of these files is not there."""
    missing = [p.name for p in paths if not p.is_file()]
    return pytest.mark.skipif(bool(missing), reason=f"needs the open data {', '.join(missing)} beside the project")
