"""A node of the tree of a sub-block's proofs, and the bytes that name it.

A node's *inputs* are one blob: a line of JSON that says what kind of proof it is, of which circuit, in which profile
and over which other nodes, and then what else the circuit proves. The node's *key* is the SHA-256 of that blob. So a
key names one thing that can be proven, whoever asks for it and whenever; which of its many possible proofs is found
does not matter.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from saya_py.core.errors import InternalError

FORMAT = "saya_py proof node 1"


class NodeKind(StrEnum):
    """What a node proves."""

    LEAF = "leaf"
    """Calls of one function, or a bundle's signature."""
    MERGE = "merge"
    """Up to four nodes, one after the other."""
    SUB_BLOCK = "sub_block"
    """The statement, over the node of the whole execution."""
    WRAP = "wrap"
    """The same, as the chain reads it; its proof settles the sub-block."""


@dataclass(frozen=True)
class Node:
    """One proof to make: `circuit` (32 bytes) names the circuit, `children` the nodes whose proofs it verifies.

    `input` is the rest of what it proves, in the form of the Rust crates.
    """

    profile: str
    kind: NodeKind
    circuit: bytes
    children: tuple[bytes, ...]
    input: bytes

    @property
    def blob(self) -> bytes:
        """The one spelling of the node."""
        head = {
            "format": FORMAT,
            "profile": self.profile,
            "kind": self.kind.value,
            "circuit": self.circuit.hex(),
            "children": [child.hex() for child in self.children],
        }
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + self.input

    @property
    def key(self) -> bytes:
        """The name of the blob, 32 bytes."""
        return hashlib.sha256(self.blob).digest()

    @classmethod
    def parse(cls, blob: bytes) -> Node:
        """The node that a blob spells.

        Raises:
            InternalError: it spells none, or in another way than this version of the software.
        """
        line, _, rest = blob.partition(b"\n")
        try:
            head: dict[str, Any] = json.loads(line)
            children = tuple(bytes.fromhex(child) for child in head["children"])
            node = cls(head["profile"], NodeKind(head["kind"]), bytes.fromhex(head["circuit"]), children, rest)
        except (ValueError, KeyError, TypeError) as error:
            raise InternalError(f"the inputs of a proof job are none that this software writes: {error!r}") from error
        if node.blob != blob:
            raise InternalError(f"the inputs of a proof job are spelt in another way than {FORMAT!r}")
        return node
