"""What the service finds in towns that nobody tuned it on, through import, a real graph and the use case that pages call."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import truth
from graphsvc.bootstrap import open_parts, operator
from graphsvc.services import standing
from graphsvc.settings import LocalNeo4jSettings, Settings


@pytest.mark.parametrize("seed", truth.SEEDS)
def test_what_was_planted_stands_in_the_first_twenty(
    seed: int, local_settings: LocalNeo4jSettings, tmp_path: Path
) -> None:
    """At least seven of the eight true patterns stand in the first twenty findings, both false ones are flagged for what they
    are, and the plain count of places has fewer of them; asking twice gives the same answer."""
    settings = Settings(data_dir=tmp_path / "data", local=local_settings)
    with open_parts(settings) as parts:
        result: dict[str, Any] = truth.score_seed(parts, tmp_path, seed)
        asked = [standing.findings(parts, operator(), standing.standing_out_parameters()).found for _ in range(2)]
    assert result["true_in_first_20"] >= truth.FEWEST_TRUE, result
    assert all(result["flagged"].values()), result
    assert result["plain_in_first_20"] < result["true_in_first_20"], result
    assert asked[0].patterns == asked[1].patterns
