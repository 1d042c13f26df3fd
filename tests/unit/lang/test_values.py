import pytest

from saya_py.core.errors import CallFailed
from saya_py.lang import U32, U64, User

TOP = {U32: 2**32 - 1, U64: 2**64 - 1}


@pytest.mark.parametrize("unsigned", [U32, U64])
def test_results_that_leave_the_range_fail_the_call(unsigned):
    top = unsigned(TOP[unsigned])
    name = unsigned.__name__
    assert top + 0 == top
    assert top - top == 0
    assert top * 1 == top
    for overflow in (lambda: top + 1, lambda: 1 + top):
        with pytest.raises(CallFailed, match=rf"^{name} addition overflows$"):
            overflow()
    for underflow in (lambda: unsigned(0) - 1, lambda: 0 - unsigned(1)):
        with pytest.raises(CallFailed, match=rf"^{name} subtraction underflows$"):
            underflow()
    for overflow in (lambda: top * 2, lambda: 2 * top):
        with pytest.raises(CallFailed, match=rf"^{name} multiplication overflows$"):
            overflow()


@pytest.mark.parametrize("unsigned", [U32, U64])
def test_arithmetic_keeps_the_type_and_counts_right(unsigned):
    for result, number in [
        (unsigned(7) + 3, 10),
        (3 + unsigned(7), 10),
        (unsigned(7) - 3, 4),
        (9 - unsigned(7), 2),
        (unsigned(7) * unsigned(3), 21),
    ]:
        assert type(result) is unsigned
        assert int(result) == number


def test_order():
    assert U32(1) < 2
    assert U32(2) <= U32(2)
    assert U32(3) > U32(2)
    assert U32(3) >= 3
    assert not U32(3) < 3
    assert not U32(3) > 3


def test_types_do_not_mix():
    with pytest.raises(TypeError):
        U32(1) + U64(1)
    with pytest.raises(TypeError):
        assert U32(1) < U64(1)
    with pytest.raises(TypeError, match="a U32 does not mix with a U64"):
        assert U32(1) != U64(1)
    with pytest.raises(TypeError):
        assert U32(1) == User(1)


def test_users_have_neither_arithmetic_nor_order():
    assert User(1) == User(1) == 1
    assert User(1) != User(2)
    for operation in (lambda: User(1) + 1, lambda: User(1) < User(2)):
        with pytest.raises(TypeError):
            operation()


def test_there_is_no_truth_value():
    with pytest.raises(TypeError, match="compare it"):
        bool(U32(0))


@pytest.mark.parametrize("value", [-1, 2**32])
def test_range_of_a_constant(value):
    with pytest.raises(ValueError, match="2\\^32"):
        U32(value)
    with pytest.raises(ValueError, match="2\\^32"):
        User(value)
    with pytest.raises(ValueError, match="2\\^32"):
        U32(1) + value


@pytest.mark.parametrize("value", [1.0, "1", None])
def test_only_whole_numbers_make_values(value):
    with pytest.raises(TypeError):
        U32(value)


def test_text():
    assert (repr(U32(5)), str(U32(5)), f"{U32(5)}") == ("U32(5)", "5", "5")
