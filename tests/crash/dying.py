"""`sayapy` in a process that kills itself at a chosen moment: `python -m tests.crash.dying PLACE ARGUMENTS…`.

PLACE is `before STEP` or `after STEP`, around the first time that the step is done, or `never`. SIGKILL leaves no
chance to tidy up: no `finally`, no flush, no rollback. With `--stub` before PLACE no proofs are made, only statements.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from saya_py.chain.evm.node import Node
from saya_py.cli.app import main
from saya_py.service.assembly import Assembly
from saya_py.service.publishing import Publisher
from saya_py.store.blobs import BlobFolder
from saya_py.store.cursor import Cursor
from saya_py.store.jobs import JobLedger
from saya_py.store.settlement import Settlements
from saya_py.store.sub_blocks import SubBlocks
from saya_py.store.submissions import Submissions
from tests.support.stub_engine import StubEngine

STEPS: Mapping[str, tuple[type, str]] = {
    "accepting calls": (Submissions, "accept"),
    "dropping a call": (Submissions, "drop"),
    "sealing": (SubBlocks, "seal"),
    "starting to prove": (SubBlocks, "start_proving"),
    "asking for proof jobs": (JobLedger, "want"),
    "taking a proof job": (JobLedger, "claim"),
    "keeping a proof": (BlobFolder, "put"),
    "finishing a proof job": (JobLedger, "finish"),
    "recording the sub-block's proof": (SubBlocks, "prove"),
    "recording a transaction": (Settlements, "record"),
    "sending a transaction": (Node, "broadcast"),
    "noting that it was sent": (Settlements, "broadcast"),
    "recording that it was mined": (Settlements, "resolve"),
    "noting blocks": (Cursor, "saw"),
    "making sub-blocks final": (Settlements, "finalise"),
    "writing call data": (Publisher, "publish"),
    "withdrawing sub-blocks": (SubBlocks, "withdraw"),
}
"""The boundaries of all stages that a call goes through."""


def die(when: str, step: str) -> None:
    """Have this process killed `when` (before or after) it does a step."""
    owner, name = STEPS[step]
    done: Callable[..., Any] = getattr(owner, name)

    def dying(*given: Any, **named: Any) -> None:
        if when == "after":
            done(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dying)


def _stub_engine(assembly: Assembly, progress: object) -> StubEngine:
    return StubEngine(assembly.programs, assembly.version.os_version, assembly.version.set_root)


if __name__ == "__main__":
    if sys.argv[1] == "--stub":
        Assembly.build = _stub_engine  # type: ignore[method-assign]
        del sys.argv[1]
    place, *rest = sys.argv[1:]
    if place != "never":
        chosen, _, step = place.partition(" ")
        die(chosen, step)
    sys.argv[1:] = rest
    main()
