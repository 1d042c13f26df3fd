"""Leaves out operations that nothing uses."""

from collections.abc import Iterator, Sequence

from saya_py.lang.compiler.code import Op

KEPT = {"add", "sub", "mul", "div", "rem", "shl", "cast", "read", "write", "emit", "assert"}
"""Operations that can fail the call or touch the state."""
_ONE = ("a", "b", "cond", "when")
_MANY = ("inputs", "keys", "values")


def prune(ops: Sequence[Op]) -> list[Op]:
    """`ops` without those that neither matter by themselves nor are used, renumbered."""
    used = [False] * len(ops)
    for index in range(len(ops) - 1, -1, -1):
        used[index] = used[index] or ops[index]["op"] in KEPT
        if used[index]:
            for operand in _operands(ops[index]):
                used[operand] = True
    numbers: dict[int, int] = {}
    kept: list[Op] = []
    for index, op in enumerate(ops):
        if used[index]:
            numbers[index] = len(kept)
            kept.append(_renumbered(op, numbers))
    return kept


def _operands(op: Op) -> Iterator[int]:
    yield from (op[name] for name in _ONE if name in op)
    for name in _MANY:
        yield from op.get(name, ())


def _renumbered(op: Op, numbers: dict[int, int]) -> Op:
    one = {name: numbers[op[name]] for name in _ONE if name in op}
    many = {name: [numbers[operand] for operand in op[name]] for name in _MANY if name in op}
    return {**op, **one, **many}
