"""The time window of a sub-block."""

from typing import NamedTuple


class Window(NamedTuple):
    """First and last second (Unix time, below 2^40) at which the sub-block may settle."""

    t_min: int
    t_max: int
