"""The measured sub-block is a real one."""

from saya_py.proving.calibration import measure_machine


def test_a_machine_is_measured_by_all_stages_of_a_proof() -> None:
    speed = measure_machine("fast")
    assert list(speed.stages) == ["execute", "leaf", "sub_block", "shrink", "wrap"]
    assert all(seconds >= 0 for seconds in speed.stages.values())
    assert speed.sub_block_seconds == sum(speed.stages.values())
