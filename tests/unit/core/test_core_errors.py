"""The exception tree."""

import pytest

from saya_py.core import errors


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (errors.EncodingError("KEY_ZERO", "key 0 is 0"), 2),
        (errors.CallFailed("not enough diamonds"), 2),
        (errors.ConfigError("anvil was not found"), 3),
        (errors.StaleInput(bytes(32), bytes(32), bytes(32)), 4),
        (errors.ProverPanic("index out of bounds"), 70),
    ],
)
def test_exit_codes(error: errors.SayaError, exit_code: int) -> None:
    assert isinstance(error, errors.SayaError)
    assert error.exit_code == exit_code


def test_stale_input_names_key_and_both_values() -> None:
    error = errors.StaleInput(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
    for part in ("01" * 32, "02" * 32, "03" * 32):
        assert part in str(error)
    assert (error.key, error.expected, error.actual) == (b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)


def test_no_two_kinds_of_errors_have_one_exit_code() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and "exit_code" in vars(kind)]
    codes = [kind.exit_code for kind in kinds]
    assert len(kinds) > 10
    assert len(set(codes)) == len(codes)
