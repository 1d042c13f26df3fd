"""The settlement statement D: what one proof says and the chain checks.

A fixed head of 40 limbs, then 12 limbs an entry: key, old value, new value. Every rule that does not need the chain is
checked when a statement is made.
"""

from dataclasses import dataclass

from saya_py.core import calldata, state_list
from saya_py.core.calldata import Entry
from saya_py.core.chain_hash import keccak256, two_limbs
from saya_py.core.field import Ext2, ext_evaluate
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import Digest, digest, to_bytes
from saya_py.core.statement_head import Head


@dataclass(frozen=True)
class Binding:
    """How a proof is bound to its statement: the public inputs of the last proof."""

    commit: Digest
    """`H(COMMIT; D[0..40], state_in, state_out)`."""
    r: Ext2
    """The point at which D is evaluated."""
    p: Ext2
    """`Σ D_i r^i`."""

    def public_inputs(self) -> list[int]:
        """`commit(4), r(2), P(2)`."""
        return [*self.commit, *self.r, *self.p]


@dataclass(frozen=True)
class Statement:
    """A valid statement; raises `EncodingError` for keys that are zero, not strictly increasing, or too many."""

    head: Head
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        for entry in self.entries:
            for group in (entry.key, entry.old, entry.new):
                digest(group)
        state_list.check_keys([entry.key for entry in self.entries])

    @classmethod
    def from_calldata(cls, head: Head, inputs: bytes, outputs: bytes) -> "Statement":
        """The statement of a head and the two lists, read strictly."""
        return cls(head, tuple(calldata.apply_outputs(calldata.read_inputs(inputs), outputs)))

    def input_bytes(self) -> bytes:
        """The input list as calldata."""
        return calldata.input_bytes(self.entries)

    def output_bytes(self) -> bytes:
        """The output list as calldata."""
        return calldata.output_bytes(self.entries)

    def head_limbs(self) -> list[int]:
        """D[0..40]."""
        changed = sum(entry.old != entry.new for entry in self.entries)
        return self.head.limbs(len(self.entries), changed)

    def limbs(self) -> list[int]:
        """D: `40 + 12·n` limbs."""
        return self.head_limbs() + [part for entry in self.entries for part in entry.key + entry.old + entry.new]

    def state_in(self) -> Digest:
        """Root of the state-list tree over the values at the start."""
        return state_list.root([(entry.key, entry.old) for entry in self.entries])

    def state_out(self) -> Digest:
        """Root of the state-list tree over the values at the end."""
        return state_list.root([(entry.key, entry.new) for entry in self.entries])

    def commit(self) -> Digest:
        """`H(COMMIT; D[0..40], state_in, state_out)`."""
        return hash_limbs(Tag.COMMIT, [*self.head_limbs(), *self.state_in(), *self.state_out()])

    def name(self, commit: Digest) -> bytes:
        """The hash of a statement under any commit, 32 bytes: the chain's event names the statement by it.

        keccak256("SAYA/R/1" ‖ commit ‖ D[0..40] ‖ input list ‖ output list).
        """
        head = to_bytes(commit) + to_bytes(self.head_limbs())
        return keccak256(b"SAYA/R/1" + head + self.input_bytes() + self.output_bytes())

    def challenge(self, commit: Digest) -> Ext2:
        """The challenge r under any commit, as the chain computes it: the halves of `name` mod p."""
        return two_limbs(self.name(commit))

    def bind(self, commit: Digest) -> Binding:
        """Challenge and evaluation under a commit that somebody else claims."""
        r = self.challenge(commit)
        return Binding(commit, r, ext_evaluate(self.limbs(), r))

    def binding(self) -> Binding:
        """The binding of an honest prover."""
        return self.bind(self.commit())
