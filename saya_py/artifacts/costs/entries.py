"""Counts the entries that a function touches, from its IR.

Two accesses are of one entry when their variable is the same and their keys are computed the same way. Keys that are
computed differently may still be equal in a call, so the count is the most that a call touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saya_py.artifacts.costs.gas import Entries

# Operations whose value depends on more than their operands: each stands for itself.
_EFFECTS = frozenset({"read", "write", "emit", "assert"})
# Fields of an operation that name other operations.
_OPERANDS = frozenset({"a", "b", "cond", "inputs", "when"})


def count_entries(function: Mapping[str, Any]) -> Entries:
    """Entries of one function of an IR contract (its JSON form)."""
    classes: list[int] = []  # of equal values, by operation
    known: dict[str, int] = {}
    changed: set[str] = set()
    touched: set[str] = set()
    for index, op in enumerate(function["body"]):
        if op["op"] in ("read", "write"):
            entry = repr((op["var"], [classes[key] for key in op["keys"]]))
            touched.add(entry)
            if op["op"] == "write":
                changed.add(entry)
        classes.append(index if op["op"] in _EFFECTS else known.setdefault(_form(op, classes), index))
    return Entries(changed=len(changed), read=len(touched - changed))


def _form(op: Mapping[str, Any], classes: list[int]) -> str:
    """Text that is equal for operations that compute the same from the same."""
    parts = []
    for name, field in sorted(op.items()):
        if name in _OPERANDS:
            field = [classes[value] for value in field] if isinstance(field, list) else classes[field]
        if name != "message":
            parts.append((name, field))
    return repr(parts)
