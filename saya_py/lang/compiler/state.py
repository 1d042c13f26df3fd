"""Reads and writes of entries, and what else a call knows."""

import ast
from collections.abc import Sequence

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from saya_py.lang.compiler.diagnostics import Mistake, Node
from saya_py.lang.compiler.frame import Argument, Frame
from saya_py.lang.compiler.operands import MapRef, Operand, Traced, TupleValue
from saya_py.lang.compiler.shapes import fields_of
from saya_py.lang.schema import BEACON, StateVar

Entry = tuple[StateVar, tuple[Traced, ...]]
"""A state variable with the fields of its keys."""


def entry(frame: Frame, owner: MapRef, key: Operand, node: ast.expr) -> Entry | None:
    """The entry of a map at `key`, a tuple where there are two; None when that is a mistake, which is reported."""
    var = owner.declared
    keys = key.items if isinstance(key, TupleValue) else (key,)
    nodes: Sequence[ast.expr] = node.elts if isinstance(node, ast.Tuple) else [node]
    if len(keys) != len(var.keys):
        frame.report(node, _other_count(var.name, len(var.keys), len(keys)))
        return None
    if len(nodes) != len(keys):  # the keys are a tuple that stands elsewhere
        nodes = [node] * len(keys)
    found = [frame.coercion.fields(*part) for part in zip(keys, var.keys, nodes, strict=True)]
    if any(fields is None for fields in found):
        return None
    return var, tuple(field for fields in found if fields for field in fields)


def write(frame: Frame, target: Entry, value: Operand, node: Node) -> None:
    """Stores `value`, which stands at `node`."""
    var, keys = target
    fields = frame.coercion.fields(value, var.value, node)
    if fields is not None:
        frame.body.write(var, keys, fields)


def beacon(frame: Frame, epoch: Argument) -> Operand | None:
    """The randomness of an epoch, which has to be published; None when `epoch` is a mistake."""
    body = frame.body
    key = frame.coercion.to(epoch.value, ValueType.U32, epoch.node)
    if key is None:
        return None
    found = body.read(BEACON, [key])
    (value,) = fields_of(found)
    published = body.logic.negate(body.equal(value, body.constant(ValueType.HASH, 0)))
    body.require(published, messages.NO_BEACON)
    return found


def _other_count(name: str, keys: int, found: int) -> Mistake:
    wanted = f"self.{name}[{', '.join('…' for _ in range(keys))}]"
    return Mistake(
        f"`{name}` has {keys} key{'s' if keys > 1 else ''}, not {found}",
        "an entry is found by exactly the keys that the map declares",
        f"write `{wanted}`",
    )
