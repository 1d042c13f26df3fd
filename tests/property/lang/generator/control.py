"""Branches, loops and the ways out of them."""

from tests.property.lang.generator.kinds import BOOL, NUMBERS, Kind
from tests.property.lang.generator.numbers import SMALL, number
from tests.property.lang.generator.scope import Local
from tests.property.lang.generator.statements import Form, Statements, Written, indented

MAX_ROUNDS = 6
"""How often a statement may be unrolled by the loops around it."""


def branch(s: Statements, depth: int) -> Written | None:
    """`if`, `elif` and `else`."""
    lines: list[str] = []
    before, live = dict(s.scope.locals), list[dict[str, Local]]()
    for word in ["if"] + ["elif"] * (s.choices.below(4) // 2):
        lines.append(f"{word} {s.expressions.text(BOOL)}:")
        _side(s, depth, lines, live)
        s.scope.locals = dict(before)
    if s.choices.chance(60):
        lines.append("else:")
        _side(s, depth, lines, live)
    else:
        live.append(s.scope.locals)
    s.scope.locals = joined([s.scope.params() | path for path in live]) if live else before
    return Written(lines, ends=not live)


def _side(s: Statements, depth: int, lines: list[str], live: list[dict[str, Local]]) -> None:
    block = s.block(depth - 1, 3)
    lines += indented(block.lines)
    if not block.ends:
        live.append(s.scope.locals)


def joined(paths: list[dict[str, Local]]) -> dict[str, Local]:
    """The variables that all paths have assigned; typed when they are on all."""
    first, *rest = paths
    return {
        name: Local(name, local.kind, local.typed and all(path[name].typed for path in rest))
        for name, local in first.items()
        if all(name in path for path in rest)
    }


def loop(s: Statements, depth: int) -> Written | None:
    """`for` over a range or a tuple."""
    most = MAX_ROUNDS // s.scope.rounds
    if most < 2:
        return None
    name = s.scope.module.fresh("i")
    target, items, count, local = s.choices.pick([_range, _tuple, _pairs])(s, name, s.choices.between(1, min(most, 4)))
    before = dict(s.scope.locals)
    s.scope.locals |= {each.name: each for each in local}
    s.scope.loops += 1
    s.scope.rounds *= count
    block = s.block(depth - 1, 3)
    s.scope.rounds //= count
    s.scope.loops -= 1
    s.scope.locals = before
    lines = [f"for {target} in {items}:", *indented(block.lines)]
    if s.choices.chance(10):
        with s.scope.block():
            otherwise = s.block(0, 2)
        lines += ["else:", *indented(otherwise.lines)]
    return Written(lines)


def _range(s: Statements, name: str, count: int) -> tuple[str, str, int, list[Local]]:
    kind = s.choices.pick(NUMBERS)
    start, step = s.choices.below(4), s.choices.pick([1, 2, 3])
    text = s.choices.pick(
        [
            f"range({count})",
            f"range({start}, {start + count})",
            f"range({start}, {start + step * count}, {step})",
            f"range({count - 1}, -1, -1)",
        ]
    )
    is_index = text == f"range({count})"
    return name, text, count, [Local(name, kind, typed=False, is_index=is_index)]


def _tuple(s: Statements, name: str, count: int) -> tuple[str, str, int, list[Local]]:
    kind = s.scope.kind()
    items = ", ".join(s.expressions.leaf(kind).source for _ in range(count))
    return name, _named(s, f"({items},)"), count, [Local(name, kind)]


def _pairs(s: Statements, name: str, count: int) -> tuple[str, str, int, list[Local]]:
    a, b = s.choices.pick(NUMBERS), s.choices.pick(NUMBERS)
    pairs = [f"({_small(s, a)}, {_small(s, b)})" for _ in range(count)]
    other = f"{name}b"
    locals_ = [Local(name, a, typed=False), Local(other, b, typed=False)]
    return f"{name}, {other}", _named(s, f"({', '.join(pairs)},)"), count, locals_


def _named(s: Statements, source: str) -> str:
    return s.scope.constant(source) if s.choices.chance(30) else source


def _small(s: Statements, kind: Kind) -> int:
    return number(s.choices, kind.type, SMALL)


def leave(s: Statements, depth: int) -> Written | None:
    """`break`, `continue` or `return`."""
    words = ["return"]
    if s.scope.loops:
        words = ["break", "continue", "return"]
    word = s.choices.pick(words)
    if word == "return" and s.scope.function.result is not None:
        word = f"return {s.expressions.text(s.scope.function.result)}"
    return Written([word], ends=True)


FORMS = (Form(branch, 6, nests=True), Form(loop, 2, nests=True), Form(leave))
