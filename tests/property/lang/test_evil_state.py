"""Anybody whom a world allows may store anything on the L2: a read of what is no value fails the call, in each mode."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from saya_py.core.calls import Call
from saya_py.core.field import P
from saya_py.core.keys import ValueType
from saya_py.core.window import Window
from saya_py.lang import messages
from tests.property.lang.modes import Done, Modes
from tests.unit.lang.support import module

STRUCTS = {
    "Order": (ValueType.USER, ValueType.U8, ValueType.BOOL),
    "Pair": (ValueType.U64, ValueType.U64),
    "Bit": (ValueType.BOOL,),
    "Tag": (ValueType.HASH,),
    "Full": (ValueType.FELT, ValueType.U16, ValueType.U64),
}
TYPES = {ty.label: (ty,) for ty in ValueType} | STRUCTS
LIMITS = {
    ValueType.BOOL: 2,
    ValueType.U8: 2**8,
    ValueType.U16: 2**16,
    ValueType.FELT: P,
    ValueType.HASH: P,
}
"""Below which each limb of a value is; 2^32 for the others."""
LIMBS = st.sampled_from([0, 1, 2, 2**8 - 1, 2**8, 2**16 - 1, 2**16, 2**32 - 1, 2**32, P - 1])
STORED = st.tuples(LIMBS, LIMBS, LIMBS, LIMBS) | st.tuples(LIMBS, st.just(0), st.just(0), st.just(0))


def source(name: str) -> str:
    """A contract that copies a stored value from a `Map` to a `Var`, when it is asked to."""
    structs = [
        f"class {struct}(Struct):\n"
        + "".join(f"    {part}: {ty.label}\n" for part, ty in zip("abcd", types, strict=False))
        for struct, types in STRUCTS.items()
    ]
    return (
        "from saya_py.lang import *\n"
        + "".join(structs)
        + f"""
class Test(Contract):
    copy: Var[{name}]
    kept: Map[U32, {name}]
    @function
    def run(self, really: Bool) -> None:
        if really:
            self.copy = self.kept[7]
"""
    )


def is_value(types: tuple[ValueType, ...], stored: tuple[int, ...]) -> bool:
    """Whether four limbs are the encoding of a record of these types."""
    limits = [LIMITS.get(ty, 2**32) for ty in types for _ in range(ty.width)]
    limits += [1] * (4 - len(limits))
    return all(limb < limit for limb, limit in zip(stored, limits, strict=True))


@pytest.mark.parametrize("name", TYPES)
def test_read_of_anything(name: str):
    modes = Modes([module(source(name)).Test])

    @settings(max_examples=60, deadline=None)
    @given(stored=STORED, really=st.booleans())
    def read(stored, really):
        key = (2**32 + 2, 7, 0, 0)
        outcome = modes.agreed(Call(1, 1, (int(really),), 1, 0), {key: stored}, Window(0, 0))
        good = is_value(TYPES[name], stored)
        event(f"{'value' if good else 'no value'}, {'read' if really else 'not read'}")
        if not really:
            assert outcome == Done((), (), {key: stored})
        elif good:
            assert isinstance(outcome, Done)
            assert outcome.after == {key: stored, (2**32 + 1, 0, 0, 0): stored}
        else:
            assert outcome == messages.bad_stored_value("kept", [7], name, stored)

    read()
