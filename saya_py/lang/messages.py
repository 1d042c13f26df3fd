"""Texts of failures that no contract worded.

The Rust executor words the ones about encodings itself (`prover/executor/src/messages.rs`); those about
arithmetic travel in the IR. A property test compares both on the same calls.
"""

from collections.abc import Sequence

NOBODY = "the caller is user 0, which means nobody"
NO_BEACON = "the beacon of this epoch is not published"


def addition(label: str) -> str:
    """A sum does not fit its type."""
    return f"{label} addition overflows"


def subtraction(label: str) -> str:
    """A difference is negative."""
    return f"{label} subtraction underflows"


def multiplication(label: str) -> str:
    """A product does not fit its type."""
    return f"{label} multiplication overflows"


def division(label: str) -> str:
    """A quotient by 0."""
    return f"{label} division by zero"


def remainder(label: str) -> str:
    """A remainder by 0."""
    return f"{label} remainder by zero"


def left_shift(label: str) -> str:
    """A shifted number does not fit its type."""
    return f"{label} left shift overflows"


def cast(source: str, target: str) -> str:
    """A type has not the number of a value of another type."""
    return f"{source} does not fit {target}"


def other_contract(contract: int, called: int) -> str:
    """A call reached a contract that it is not for."""
    return f"this is contract {contract}, not {called}"


def no_function(contract: str, function: int) -> str:
    """A call names no function of its contract."""
    return f"{contract} has no function {function}"


def argument_limbs(function: str, wanted: int, found: int) -> str:
    """A call has the wrong number of argument limbs."""
    return f"{function} takes {wanted} argument limbs, not {found}"


def bad_argument(function: str, param: str, label: str, limbs: Sequence[int]) -> str:
    """An argument's limbs encode no value of its type."""
    return f"argument {param} of {function} is not a {label}: limbs {_list(limbs)}"


def bad_valid_until(valid_until: int) -> str:
    """A call's last second is out of range."""
    return f"valid_until {valid_until} is no time below 2^40"


def expired(valid_until: int, t_max: int) -> str:
    """A call may settle too late."""
    return f"valid_until {valid_until} is before the end of the time window, {t_max}"


def bad_stored_value(name: str, keys: Sequence[int], label: str, limbs: Sequence[int]) -> str:
    """An entry's limbs encode no value of the variable's type."""
    place = f"{name}[{_list(keys)}]" if keys else name
    return f"stored value of {place} is not a {label}: limbs {_list(limbs)}"


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)
