"""Failing calls show the contract's lines and not those of the machinery that runs it."""

from pathlib import Path
from types import TracebackType

import saya_py

_PACKAGE = str(Path(saya_py.__file__).parent)


def without_machinery(trace: TracebackType | None) -> TracebackType | None:
    """`trace` without the frames of this package."""
    frames: list[TracebackType] = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(_PACKAGE):
            frames.append(trace)
        trace = trace.tb_next
    shown: TracebackType | None = None
    for frame in reversed(frames):
        shown = TracebackType(shown, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return shown
