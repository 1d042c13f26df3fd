"""Reads declarations of state variables."""

import ast

from saya_py.core.keys import MAP_KEY_LIMBS
from saya_py.lang.compiler.annotations import explained, record_in, state_type
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.shapes import an
from saya_py.lang.schema import Record, StateVar

VALUE_LIMBS = 4
"""Limbs of an entry."""


def read_variable(
    node: ast.AnnAssign, name: str, slot: int, contract: int, namespace: Namespace, reporter: Reporter
) -> StateVar | None:
    """The state variable that `node` declares; None when that is a mistake, which is reported."""
    declared = state_type(node.annotation, namespace)
    if declared is None:
        plain = record_in(node.annotation, namespace)
        mistake = _plain(name, plain) if plain else explained(node.annotation, namespace, NO_STATE_TYPE)
        reporter.report(node, mistake)
        return None
    keys = tuple(key for key in declared.keys if key is not None)
    if declared.value is None or len(keys) < len(declared.keys):
        reporter.report(node.annotation, explained(node.annotation, namespace, NO_VALUE_TYPE))
        return None
    limbs = sum(key.width for key in keys)
    if limbs > MAP_KEY_LIMBS:
        reporter.report(node.annotation, _wide_keys(limbs))
        return None
    if declared.value.width > VALUE_LIMBS:
        reporter.report(node.annotation, _wide_value(declared.value))
        return None
    return StateVar(name, slot, contract, keys, declared.value)


NO_STATE_TYPE = Mistake(
    "a state variable is a `Var[…]`, a `Map[…, …]` or a `Map[…, …, …]`",
    "its type decides which keys and values the proof handles",
    "write `total: Var[U64]` or `balance: Map[User, U64]`; a constant has its value beside it: `PRICE = 3`",
)
NO_VALUE_TYPE = Mistake(
    "this holds something that is no value type",
    "keys and values have fixed encodings",
    "use Bool, U8, U16, U32, U64, U128, Felt, Hash, User, or a `Struct` of these",
)


def _plain(name: str, record: Record) -> Mistake:
    why = "an annotation alone does not say whether there is one value, or one for each key"
    return Mistake(f"`{name}` is declared as no state variable", why, f"write `{name}: Var[{record.name}]`")


def _wide_keys(limbs: int) -> Mistake:
    return Mistake(
        f"these keys take {limbs} limbs",
        f"all keys of a map fill at most {MAP_KEY_LIMBS} limbs of a state key (U64 takes two, U128 and Hash four)",
        "use narrower keys; number what has a wide name, and keep the number in a map of its own",
    )


def _wide_value(value: Record) -> Mistake:
    return Mistake(
        f"{an(value.name)} takes {value.width} limbs",
        f"an entry of the state has {VALUE_LIMBS} limbs (U64 takes two, U128 and Hash four, other types one)",
        "use narrower fields, or split the struct into two state variables with the same key",
    )
