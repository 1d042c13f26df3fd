"""The measured sub-block is a real one."""

import pytest

from saya_py.proving.calibration import measure_machine


@pytest.mark.slow
def test_a_machine_is_measured_by_all_stages_of_a_proof() -> None:
    speed = measure_machine("fast", merging=True)
    stages = ["execute", "leaf 1/2", "leaf 2/2", "merge 1/1", "sub_block", "shrink", "wrap"]
    assert list(speed.stages) == stages
    assert all(seconds >= 0 for seconds in speed.stages.values())
    assert abs(speed.sub_block_seconds(2) - sum(speed.stages.values())) < 1e-6
