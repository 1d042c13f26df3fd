"""Operators of the value types, against Python's own numbers."""

import copy
import operator
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core.errors import CallFailed
from saya_py.core.field import P
from saya_py.lang import U8, U16, U32, U64, U128, Felt, Hash, User

UNSIGNED = (U8, U16, U32, U64, U128)
BITS = (U8, U16, U32, U64)
NUMBERS = (*UNSIGNED, Felt, User)
ARITHMETIC = {
    operator.add: "addition overflows",
    operator.sub: "subtraction underflows",
    operator.mul: "multiplication overflows",
}
DIVISION = {operator.floordiv: "division by zero", operator.mod: "remainder by zero"}
ORDER = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)


def number(cls):
    """A number of a type, often small or extreme."""
    top = cls.TYPE.limit - 1
    return st.integers(0, min(top, 5)) | st.integers(max(0, top - 5), top) | st.integers(0, top)


@st.composite
def pairs(draw, classes):
    """A type and two of its numbers."""
    cls = draw(st.sampled_from(classes))
    return cls, draw(number(cls)), draw(number(cls))


def each_way(cls, operation, a, b):
    """An operation on two values, and with either one as a constant."""
    yield lambda: operation(cls(a), cls(b))
    yield lambda: operation(cls(a), b)
    yield lambda: operation(a, cls(b))


def same(cls, compute, wanted):
    result = compute()
    assert type(result) is cls
    assert int(result) == wanted


def fails(compute, message):
    with pytest.raises(CallFailed) as failure:
        compute()
    assert failure.value.message == message


@pytest.mark.parametrize("operation", ARITHMETIC)
@given(case=pairs(UNSIGNED))
def test_arithmetic_is_that_of_numbers_or_fails(operation, case):
    cls, a, b = case
    wanted = operation(a, b)
    for compute in each_way(cls, operation, a, b):
        if 0 <= wanted < cls.TYPE.limit:
            same(cls, compute, wanted)
        else:
            fails(compute, f"{cls.__name__} {ARITHMETIC[operation]}")


@pytest.mark.parametrize("operation", DIVISION)
@given(case=pairs(UNSIGNED))
def test_division_rounds_down_or_fails(operation, case):
    cls, a, b = case
    for compute in each_way(cls, operation, a, b):
        if b:
            same(cls, compute, operation(a, b))
        else:
            fails(compute, f"{cls.__name__} {DIVISION[operation]}")


@pytest.mark.parametrize("operation", [operator.and_, operator.or_, operator.xor])
@given(case=pairs(BITS))
def test_bits(operation, case):
    cls, a, b = case
    for compute in each_way(cls, operation, a, b):
        same(cls, compute, operation(a, b))
    same(cls, lambda: ~cls(a), cls.TYPE.limit - 1 - a)


@given(case=pairs(BITS), amount=number(U8) | st.integers(0, 70))
def test_shifts(case, amount):
    cls, a, _ = case
    for by in (amount, U8(amount)):
        same(cls, lambda by=by: cls(a) >> by, a >> amount)
        if a << amount < cls.TYPE.limit:
            same(cls, lambda by=by: cls(a) << by, a << amount)
        else:
            fails(lambda by=by: cls(a) << by, f"{cls.__name__} left shift overflows")


@pytest.mark.parametrize("operation", ORDER)
@given(case=pairs(UNSIGNED))
def test_order(operation, case):
    cls, a, b = case
    for compute in each_way(cls, operation, a, b):
        assert compute() is operation(a, b)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul])
@given(case=pairs([Felt]))
def test_felts_count_modulo_p(operation, case):
    _, a, b = case
    for compute in each_way(Felt, operation, a, b):
        same(Felt, compute, operation(a, b) % P)


@given(case=pairs([Felt, User]))
def test_equality_without_order(case):
    cls, a, b = case
    for compute in each_way(cls, operator.eq, a, b):
        assert compute() is (a == b)
    for compute in each_way(cls, operator.lt, a, b):
        with pytest.raises(TypeError):
            compute()


@given(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), st.data())
def test_casts_keep_the_number_or_fail(source, target, data):
    found = data.draw(number(source))
    if found < target.TYPE.limit:
        same(target, lambda: target(source(found)), found)
    else:
        fails(lambda: target(source(found)), f"{source.__name__} does not fit {target.__name__}")


@pytest.mark.parametrize("target", NUMBERS)
def test_a_bool_is_cast_to_0_or_1(target):
    assert (int(target(False)), int(target(True))) == (0, 1)


@pytest.mark.parametrize("cls", NUMBERS)
def test_a_constant_has_the_range_of_its_type(cls):
    top = cls.TYPE.limit - 1
    assert int(cls(top)) == top
    for bad in (-1, top + 1):
        for compute in (lambda: cls(bad), lambda: cls(1) == bad, lambda: bad != cls(1)):  # noqa: B023
            with pytest.raises(ValueError, match=rf"^-?\d+ is no {cls.__name__}: it takes 0 to "):
                compute()


@pytest.mark.parametrize("value", [1.0, "1", None, (1,), Hash(1)])
@pytest.mark.parametrize("cls", NUMBERS)
def test_only_numbers_make_numbers(cls, value):
    with pytest.raises(TypeError, match="takes an int or another number"):
        cls(value)


ONES = [cls(1) for cls in (*NUMBERS, Hash)]


@pytest.mark.parametrize("left", ONES, ids=repr)
@pytest.mark.parametrize("right", [*ONES, True], ids=repr)
def test_types_do_not_even_compare_with_each_other(left, right):
    if type(left) is type(right):
        assert left == right
        return
    operations = [operator.eq, operator.ne, operator.add, operator.floordiv, operator.lt, operator.and_, operator.sub]
    for operation in operations:
        with pytest.raises(TypeError):
            operation(left, right)
        with pytest.raises(TypeError):
            operation(right, left)


def test_what_is_no_value_is_just_different():
    assert U32(1) != "1"
    assert Felt(1) != None  # noqa: E711
    assert U64(1) not in ["1", None]


@pytest.mark.parametrize("amount", [U16(1), U32(1), True, Felt(1), "1"], ids=repr)
def test_shifts_are_by_a_u8_or_a_constant(amount):
    for operation in (operator.lshift, operator.rshift):
        with pytest.raises(TypeError, match="shifted by a U8 or by a constant"):
            operation(U32(1), amount)
        with pytest.raises(TypeError):
            operation(amount, U32(1))


@pytest.mark.parametrize("amount", [-1, 256])
def test_a_constant_distance_is_a_u8_too(amount):
    with pytest.raises(ValueError, match="shifted by 0 to 255 bits"):
        U32(1) << amount


@pytest.mark.parametrize("value", ONES, ids=repr)
def test_there_is_no_truth_value(value):
    with pytest.raises(TypeError, match="compare it"):
        bool(value)


@pytest.mark.parametrize(
    "operation",
    [
        lambda: U128(1) & 1,
        lambda: U128(1) << 1,
        lambda: ~U128(1),
        lambda: U32(1) / 1,
        lambda: U32(2) ** 2,
        lambda: -U32(1),
        lambda: Felt(4) // 2,
        lambda: Felt(1) & 1,
        lambda: User(1) + 1,
        lambda: Hash(1) + 1,
        lambda: Hash(1) < Hash(2),
        lambda: range(U32(1)),
        lambda: [1, 2][U8(1)],
    ],
)
def test_nothing_else_is_defined(operation):
    with pytest.raises(TypeError):
        operation()


@given(st.sampled_from((*NUMBERS, Hash)), st.integers(0, 255))
def test_values_are_keys_like_the_numbers_that_they_equal(cls, found):
    assert {cls(found): "x"}[found] == "x"
    assert cls(found) in {found}


@pytest.mark.parametrize("value", ONES, ids=repr)
def test_values_are_copied_and_pickled(value):
    assert copy.deepcopy(value) == value == pickle.loads(pickle.dumps(value))


def test_text():
    assert (repr(U32(5)), str(U32(5)), f"{U32(5)}") == ("U32(5)", "5", "5")
    assert str(Hash(255)) == "0x" + "0" * 62 + "ff"


@given(st.tuples(*[st.integers(0, P - 1)] * 4))
def test_a_hash_is_its_four_elements(limbs):
    value = Hash.of_limbs(limbs)
    assert value.limbs == limbs
    assert [value[i] for i in range(4)] == list(limbs)
    assert type(value[0]) is Felt
    assert Hash(int(value)) == value == int(value)
    assert int(value).to_bytes(32, "big") == b"".join(limb.to_bytes(8, "big") for limb in limbs)


@pytest.mark.parametrize("bad", [-1, 2**256, P, P << 64, P << 128, P << 192])
def test_a_hash_has_canonical_elements(bad):
    with pytest.raises(ValueError, match="is no Hash: it takes 32 bytes"):
        Hash(bad)


def test_elements_of_a_hash_are_named_by_constants():
    for bad in (-1, 4, U8(1), True):
        with pytest.raises(IndexError):
            Hash(1)[bad]
    for bad in (U64(1), "1", True):
        with pytest.raises(TypeError):
            Hash(bad)
