import pytest

from saya_py.core.hashing import Tag, hash_limbs
from saya_py.lang import U8, U64, Bool, Hash, Struct, User, poseidon


class Pair(Struct):
    a: U64
    b: Bool


def test_limbs_of_all_values_are_hashed():
    root = Hash.of_limbs((9, 8, 7, 6))
    wanted = hash_limbs(Tag.USER_HASH, [5, 1, 1, 3, 9, 8, 7, 6, 1, 4])
    assert poseidon(Pair(2**32 + 5, True), U8(3), root, True, User(4)).limbs == wanted


def test_order_and_width_count():
    assert poseidon(U8(1), U8(2)) != poseidon(U8(2), U8(1))
    assert poseidon(U64(1)) != poseidon(U8(1))
    assert poseidon(U8(1)) == poseidon(True) == poseidon(User(1))


@pytest.mark.parametrize("values", [(), (3,), (U8(1), 3), ("x",), ((U8(1),),)])
def test_what_cannot_be_hashed(values):
    with pytest.raises(TypeError, match="poseidon takes"):
        poseidon(*values)
