"""What the calls of a run have reached: each operation, taken and not taken, and each way to fail.

Which operations of a call are taken is seen from outside: a copy of the function emits all of its predicates as one
more event at its end.
"""

import json
import re
from collections import Counter
from typing import Any, TypeAlias

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from tests.property.lang.generator.kinds import BITWISE, CAST_SOURCES, NUMBERS, UNSIGNED
from tests.property.lang.modes import Done, Outcome

Ir: TypeAlias = dict[str, Any]
PREDICATED = ("add", "sub", "mul", "div", "rem", "shl", "cast", "read", "write", "emit", "assert")
PURE = (
    "const", "arg", "caller", "t_min", "t_max", "shr", "bit_and", "bit_or", "bit_xor", "bit_not", "felt_add",
    "felt_sub", "felt_mul", "eq", "lt", "and", "or", "not", "select", "hash", "limb", "field",
)  # fmt: skip
_KINDS = (
    (re.compile(r"message \d+"), "an assertion"),
    (re.compile(r"valid_until .*"), "too late"),
    (re.compile(r"stored value of .* is not a (\w+): .*"), r"stored value is not a \1"),
    (re.compile(r"(stored value is not a) S\d+"), r"\1 struct"),
)


class Coverage:
    """Counts what was reached."""

    def __init__(self) -> None:
        self.programs: set[str] = set()
        self.taken: Counter[str] = Counter()
        self.untaken: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()

    def failed(self, message: str) -> None:
        """A call failed with this message."""
        self.failures[kind_of(message)] += 1

    def succeeded(self, probe: "Probe", outcome: Outcome) -> None:
        """A call went through the function of a probe."""
        taken = probe.taken(outcome)
        for op in probe.body:
            counted = self.taken if taken.get(op.get("when", -1), True) else self.untaken
            counted[op["op"]] += 1

    def report(self) -> str:
        """All counts, as a table."""
        lines = [f"{name:10} taken {self.taken[name]:8} untaken {self.untaken[name]:8}" for name in PREDICATED + PURE]
        return "\n".join([*lines, *(f"{count:8} {kind}" for kind, count in self.failures.most_common())])


class Probe:
    """The function `run` of a contract, with all of its predicates as an event."""

    def __init__(self, ir: Ir) -> None:
        (run,) = (function for function in ir["functions"] if function["name"] == "run")
        self.body: list[Ir] = run["body"]
        self._predicates = sorted({op["when"] for op in self.body if "when" in op})
        event = {
            "contract": ir["contract"],
            "name": "Predicates",
            "id": 2**31,
            "fields": ["bool"] * len(self._predicates),
        }
        emit = {"op": "emit", "event": len(ir["events"]), "values": self._predicates}
        functions = [{**run, "body": [*self.body, emit]}]
        self.ir = json.dumps({**ir, "events": [*ir["events"], event], "functions": functions})

    def taken(self, outcome: Outcome) -> dict[int, bool]:
        """Which predicates were true in a call."""
        assert isinstance(outcome, Done), outcome
        return dict(zip(self._predicates, map(bool, outcome.events[-1].data), strict=True))


def kind_of(message: str) -> str:
    """What a message says, without the names and numbers of one call."""
    for pattern, kind in _KINDS:
        message = pattern.sub(kind, message)
    return message


def required_failures() -> set[str]:
    """All ways in which a well-formed call can fail."""
    unsigned = (messages.addition, messages.subtraction, messages.multiplication, messages.division, messages.remainder)
    kinds = {word(kind.name) for kind in UNSIGNED for word in unsigned}
    kinds |= {messages.left_shift(kind.name) for kind in BITWISE}
    kinds |= {
        messages.cast(source.name, target.name)
        for source in CAST_SOURCES
        for target in NUMBERS
        if source.type.limit > target.type.limit
    }
    labels = [ty.label for ty in ValueType if ty is not ValueType.HASH]  # any four limbs are a hash
    kinds |= {f"stored value is not a {label}" for label in (*labels, "struct")}
    return kinds | {messages.NO_BEACON, "an assertion", "too late"}
