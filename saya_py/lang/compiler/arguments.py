"""What a call passes."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Argument, Frame
from saya_py.lang.compiler.operands import Operand, Poison


@dataclass(frozen=True)
class Passed:
    """The arguments of a call, evaluated in the order in which they stand."""

    call: ast.Call
    positional: Sequence[Argument]
    named: dict[str, Argument]

    @property
    def values(self) -> list[Operand]:
        """All of them."""
        return [arg.value for arg in (*self.positional, *self.named.values())]

    @property
    def broken(self) -> bool:
        """Whether one of them has a mistake, which was reported."""
        return any(isinstance(value, Poison) for value in self.values)

    def bind(self, frame: Frame, what: str, names: Sequence[str]) -> list[Argument] | None:
        """One argument for each of `names`; None when they do not fit, which is reported."""
        found = dict(zip(names, self.positional, strict=False))
        twice = [name for name in self.named if name in found]
        unknown = [name for name in self.named if name not in names]
        missing = [name for name in names if name not in found and name not in self.named]
        if twice or unknown or missing or len(self.positional) > len(names):
            frame.report(self.call, _misfit(what, names, twice, unknown, missing))
            return None
        found |= self.named
        return [found[name] for name in names]


def evaluate(node: ast.Call, frame: Frame, trace: Callable[[ast.expr], Operand]) -> Passed | None:
    """Evaluates the arguments of a call; None when some are not written one by one, which is reported."""
    starred = [arg for arg in node.args if isinstance(arg, ast.Starred)]
    if starred or any(keyword.arg is None for keyword in node.keywords):
        frame.report(node, STARRED)
        return None
    positional = [Argument(trace(arg), arg) for arg in node.args]
    named = {keyword.arg: Argument(trace(keyword.value), keyword.value) for keyword in node.keywords if keyword.arg}
    return Passed(node, positional, named)


STARRED = Mistake(
    "arguments are passed one by one",
    "how many there are must be plain where the call stands",
    "write them out instead of `*` or `**`",
)


def _misfit(
    what: str, names: Sequence[str], twice: Sequence[str], unknown: Sequence[str], missing: Sequence[str]
) -> Mistake:
    if twice:
        problem = f"`{twice[0]}` is passed twice"
    elif unknown:
        problem = f"there is no `{unknown[0]}`"
    elif missing:
        problem = "missing: " + ", ".join(f"`{name}`" for name in missing)
    else:
        problem = "there are too many"
    listed = ", ".join(f"`{name}`" for name in names) or "nothing"
    return Mistake(f"these arguments do not fit {what}: {problem}", f"it takes {listed}", "pass exactly these")
