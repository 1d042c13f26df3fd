"""State-list tree and set tree."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saya_py.core import set_tree, state_list
from saya_py.core.calls import AuthMode
from saya_py.core.errors import EncodingError
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import ZERO, from_hex
from saya_py.core.merkle import MerkleTree, node, root_from_path
from saya_py.core.variants import SYSTEM_MODE, function_modes, system_functions

DIGESTS = st.tuples(*[st.integers(0, 2**63)] * 4)


def digests(texts: list[str]) -> list[tuple[int, int, int, int]]:
    return [from_hex(text) for text in texts]


def test_state_list_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["state_lists"]:
        entries = list(zip(digests(case["keys"]), digests(case["values"]), strict=True))
        tree, index = state_list.tree(entries), case["index"]
        assert tree.root() == from_hex(case["root"])
        assert tree.path(index) == digests(case["path"])
        leaf = hash_limbs(Tag.LEAF, entries[index][0] + entries[index][1]) if entries else ZERO
        assert root_from_path(Tag.NODE, index, leaf, tree.path(index)) == tree.root()


def test_verifier_data_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["verifier_data"]:
        vd = set_tree.vd_digest(from_hex(case["circuit_digest"]), digests(case["cap"]))
        assert vd == from_hex(case["vd"])
        assert set_tree.leaf(vd) == from_hex(case["leaf"])


def test_set_tree_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["set_trees"]:
        places = zip(case["contracts"], case["circuits"], strict=True)
        tree = set_tree.tree(dict(zip(places, digests(case["vds"]), strict=True)))
        assert tree.root() == from_hex(case["root"])
        assert tree.path(case["index"]) == digests(case["path"])


@settings(max_examples=20)
@given(st.dictionaries(st.integers(0, 15), DIGESTS))
def test_equals_the_full_tree(leaves: dict[int, tuple[int, int, int, int]]) -> None:
    level = [leaves.get(i, ZERO) for i in range(16)]
    while len(level) > 1:
        level = [node(Tag.NODE, level[i], level[i + 1]) for i in range(0, len(level), 2)]
    assert MerkleTree(Tag.NODE, 4, leaves).root() == level[0]


@pytest.mark.parametrize("index", [-1, 16])
def test_indices_outside_are_refused(index: int) -> None:
    with pytest.raises(EncodingError) as refused:
        MerkleTree(Tag.NODE, 4, {index: ZERO})
    assert refused.value.code == "TREE_INDEX"
    with pytest.raises(EncodingError):
        MerkleTree(Tag.NODE, 4, {}).path(index)


@pytest.mark.parametrize("place", [(256, 0), (0, 256), (-1, 0)])
def test_places_outside_the_set_are_refused(place: tuple[int, int]) -> None:
    with pytest.raises(EncodingError) as refused:
        set_tree.root({place: ZERO})
    assert refused.value.code == "RANGE"


def test_too_many_entries_are_refused() -> None:
    keys = [(1, 0, 0, i) for i in range(state_list.CAPACITY + 1)]
    state_list.check_keys(keys[1:])
    with pytest.raises(EncodingError) as refused:
        state_list.check_keys(keys)
    assert refused.value.code == "TOO_MANY_ENTRIES"


def test_a_contract_is_a_subtree_of_the_set(vectors: dict[str, Any]) -> None:
    for case in vectors["set_trees"]:
        places = zip(case["contracts"], case["circuits"], strict=True)
        circuits = dict(zip(places, digests(case["vds"]), strict=True))
        index = case["index"]
        path = set_tree.tree(circuits).path(index)
        contract = set_tree.contract_root(index >> 8, circuits)
        assert root_from_path(Tag.SET_NODE, index >> 8, contract, path[8:]) == from_hex(case["root"])


def test_circuits_are_numbered_by_function_and_mode() -> None:
    assert [set_tree.circuit_number(3, mode) for mode in (AuthMode.NONE, AuthMode.INLINE, AuthMode.POP)] == [12, 13, 14]
    assert set_tree.circuit_number(63, AuthMode.POP) < set_tree.WIDTH
    with pytest.raises(EncodingError) as refused:
        set_tree.circuit_number(64, AuthMode.NONE)
    assert refused.value.code == "RANGE"
    with pytest.raises(EncodingError):
        set_tree.contract_root(256, {})


def test_a_signed_set_has_the_modes_that_a_function_allows_and_the_circuits_of_the_system() -> None:
    assert function_modes("signed", "user") == (AuthMode.INLINE, AuthMode.POP)
    assert function_modes("signed", "operator") == (AuthMode.POP,)
    assert function_modes("none", "user") == function_modes("none", "operator") == (AuthMode.NONE,)
    numbers = system_functions("signed").values()
    assert [set_tree.circuit_number(number, SYSTEM_MODE) for number in numbers] == [1, 5, 9]
    assert not system_functions("none")
