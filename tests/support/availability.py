"""What a test does where a real part it needs cannot be had."""

import os
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip with the reason; where everything is required (GRAPHTEST_REQUIRE_ALL=1, as in CI) fail instead."""
    if os.environ.get("GRAPHTEST_REQUIRE_ALL") == "1":
        pytest.fail(f"required here but not available: {reason}", pytrace=False)
    pytest.skip(reason)
