"""The time window: calls see its ends, and run only when they are valid to its end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.window import Window
from saya_py.lang import messages
from tests.property.lang.modes import Done, Modes
from tests.unit.lang.support import module

MODES = Modes(
    [
        module("""from saya_py.lang import *

class Test(Contract):
    first: Var[U64]
    last: Var[U64]

    @function
    def run(self) -> None:
        self.first = self.t_min
        self.last = self.t_max
""").Test
    ]
)
LAST = TIME_LIMIT - 1
TIMES = st.sampled_from([0, 1, 2**32 - 1, 2**32, 1_800_000_000, LAST - 1, LAST]) | st.integers(0, LAST)


@settings(max_examples=200, deadline=None)
@given(t_min=TIMES, length=st.sampled_from([0, 1, 3600, 2**32]), ahead=st.sampled_from([-1, 0, 1, 2**32]))
def test_window_and_deadline(t_min, length, ahead):
    window = Window(t_min, min(t_min + length, LAST))
    valid_until = max(window.t_max + ahead, 0)
    outcome = MODES.agreed(Call(1, 1, (), 1, valid_until), {}, window)
    if valid_until >= TIME_LIMIT:
        assert outcome == messages.bad_valid_until(valid_until)
    elif valid_until < window.t_max:
        assert outcome == messages.expired(valid_until, window.t_max)
    else:
        assert isinstance(outcome, Done)
        stored = [outcome.after[2**32 + slot, 0, 0, 0] for slot in (1, 2)]
        assert stored == [(time % 2**32, time // 2**32, 0, 0) for time in window]
