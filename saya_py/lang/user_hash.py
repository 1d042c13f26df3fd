"""The hash function of the language."""

from saya_py.core.hashing import Tag, hash_limbs
from saya_py.lang.records import AnyValue, coerce_value, record_of
from saya_py.lang.values import Hash


def poseidon(*values: AnyValue) -> Hash:
    """`H(USER_HASH; limbs of all values)`; TypeError for constants, which have no type, and for no value at all."""
    if not values:
        raise TypeError("poseidon takes at least one value")
    return Hash.of_limbs(hash_limbs(Tag.USER_HASH, [limb for value in values for limb in _limbs(value)]))


def _limbs(value: AnyValue) -> list[int]:
    record = record_of(type(value))
    if record is None:
        raise TypeError(f"poseidon takes values of the language, not {value!r}")
    return record.limbs(coerce_value(record, value))
