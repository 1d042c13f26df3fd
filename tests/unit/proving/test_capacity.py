import pytest

from saya_py.chain.evm.limits import ChainProfile, most_entries
from saya_py.core.errors import ProverRefused
from saya_py.core.state_list import CAPACITY
from saya_py.proving.capacity import capacities, capacity_for, sub_block_entries


@pytest.mark.parametrize("profile", ["secure", "fast"])
def test_the_largest_circuit_holds_a_whole_state_list(profile: str):
    assert capacities(profile) == sorted(capacities(profile))
    assert capacities(profile)[-1] == CAPACITY


def test_the_smaller_limit_counts():
    assert sub_block_entries("secure") == most_entries("secure") < CAPACITY
    assert sub_block_entries("secure", ChainProfile(gas=1 << 40, bytes=1 << 30)) == CAPACITY
    assert sub_block_entries("secure", ChainProfile(bytes=0)) == 0


def test_the_smallest_circuit_that_holds_the_entries_is_taken():
    found = [capacity_for("fast", entries) for entries in (0, 1, 128, 129, 1024, 1025, 4096, 4097)]
    assert found == [128, 128, 128, 1024, 1024, 4096, 4096, None]


def test_unknown_profiles_are_refused():
    with pytest.raises(ProverRefused, match="quick"):
        capacities("quick")
