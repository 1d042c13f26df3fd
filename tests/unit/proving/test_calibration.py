import pytest

from saya_py.core.errors import InternalError
from saya_py.proving.calibration import MachineSpeed, merges

ONE = MachineSpeed("fast", {"execute": 0.5, "leaf": 6.0, "sub_block": 2.0, "wrap": 3.0})
TWO = MachineSpeed("fast", {"execute": 0.5, "leaf 1/2": 5.0, "leaf 2/2": 7.0, "merge 1/1": 4.0, "wrap": 3.0})


def test_merges_are_those_of_the_tree():
    """The same cases as in `prover/circuits/src/system/tree.rs`."""
    assert [merges(leaves) for leaves in (1, 2, 4, 5, 16, 17)] == [0, 1, 1, 3, 5, 8]


def test_leaves_and_merges_count_as_often_as_there_are_and_the_rest_once():
    assert ONE.sub_block_seconds(1) == 11.5
    assert TWO.sub_block_seconds(1) == 9.5
    assert TWO.sub_block_seconds(2) == sum(TWO.stages.values())
    assert TWO.sub_block_seconds(5) == 3.5 + 5 * 6.0 + 3 * 4.0


def test_a_larger_capacity_has_twice_the_rows_in_its_sub_block_circuit_only():
    assert ONE.sub_block_seconds(1, doublings=1) == 13.5
    assert ONE.sub_block_seconds(1, doublings=2) == 17.5
    assert TWO.sub_block_seconds(1, doublings=2) == TWO.sub_block_seconds(1)


def test_what_was_not_measured_is_not_estimated():
    with pytest.raises(InternalError, match="say nothing about 2 leaves"):
        ONE.sub_block_seconds(2)
