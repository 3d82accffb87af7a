"""What a data directory is for."""

import pytest

from graphsvc.errors import Conflict
from graphsvc.model.principal import Role
from graphsvc.state.accounts import Accounts, NewAccount
from graphsvc.state.database import Database
from graphsvc.state.marker import Purpose, PurposeMarker

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"


def test_a_new_directory_is_for_nothing_yet(database: Database) -> None:
    """Before it is claimed a directory has no purpose."""
    assert PurposeMarker(database).read() is None


@pytest.mark.parametrize("purpose", Purpose)
def test_claimed_once_and_for_good(database: Database, purpose: Purpose, clock) -> None:  # type: ignore[no-untyped-def]
    """A claim lasts: the same again changes nothing, the other is refused."""
    marker = PurposeMarker(database, clock=clock)
    claimed = marker.claim(purpose)
    clock.move(days=1)
    assert marker.claim(purpose) == marker.read() == claimed
    (other,) = set(Purpose) - {purpose}
    with pytest.raises(Conflict, match=purpose.value) as refused:
        marker.claim(other)
    assert "GRAPHSVC_DATA_DIR" in refused.value.next_step
    assert marker.read() == claimed


def test_a_directory_with_records_never_becomes_a_demonstration(database: Database, accounts: Accounts) -> None:
    """Where an account was made before any claim, only operation can be claimed."""
    accounts.add(NewAccount("ann", "Ann", "police", [Role.ANALYST], HASH))
    with pytest.raises(Conflict):
        PurposeMarker(database).claim(Purpose.DEMONSTRATION)
    assert PurposeMarker(database).claim(Purpose.OPERATIONAL).purpose is Purpose.OPERATIONAL
