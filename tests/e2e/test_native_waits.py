"""The extension lets other Python threads run, and listens to them."""

import threading
import time
from itertools import pairwise

import pytest

from saya_py import _native
from saya_py.service.demo.gems import gems_ir


def test_the_gil_is_free_while_circuits_are_built() -> None:
    stages: list[str] = []
    work = threading.Thread(
        target=lambda: _native.ContractSet.build("fast", [gems_ir()], "none", lambda stage, _: stages.append(stage))
    )
    beats = [time.monotonic()]
    work.start()
    while work.is_alive():
        time.sleep(0.01)
        beats.append(time.monotonic())
    longest = max(after - before for before, after in pairwise(beats))
    assert stages == ["DiamondsAndRubies.buy_rubies", "DiamondsAndRubies.award_diamonds"]
    assert beats[-1] - beats[0] > 4 * longest, "this thread stood still while Rust worked"


def test_what_a_progress_callback_raises_reaches_the_caller() -> None:
    def tired(stage: str, seconds: float) -> None:
        raise RuntimeError(f"{stage} took {seconds > 0}")

    with pytest.raises(RuntimeError, match="buy_rubies took True"):
        _native.ContractSet.build("fast", [gems_ir()], "none", tired)
