"""Following the chain: new blocks, and what a reorganisation takes back."""

from __future__ import annotations

from collections.abc import Callable

from saya_py.chain.errors import WrongAnswer
from saya_py.chain.evm.node import Block
from saya_py.settler.context import Context
from saya_py.settler.doubts import Doubts
from saya_py.settler.events import Reorganised
from saya_py.settler.identity import check_chain
from saya_py.store.cursor import KEPT_BLOCKS
from saya_py.store.records import SeenBlock

_LINKED = KEPT_BLOCKS // 2
"""How many of the latest blocks are looked at one by one after a long absence; older ones are known by number only."""


class Follower:
    """Keeps the thread's cursor on the chain's head."""

    def __init__(self, context: Context, doubts: Doubts, reorganised: Callable[[], None]) -> None:
        """Follow for the thread of `context`; `reorganised` hears that blocks were replaced."""
        self._reorganised = reorganised
        self._context = context
        self._doubts = doubts
        self._head: Block | None = None
        self._new: list[SeenBlock] = []

    def follow(self) -> Block:
        """The head to act on, after taking back what a reorganisation undid. Say `seen` when all of it is recorded.

        Raises:
            WrongChain: the node is on another chain.
            ReorgTooDeep: a final sub-block is not part of the chain any more.
            WrongAnswer: the node is behind what was seen already, or its blocks do not link.
            ChainUnavailable: the node does not answer.
        """
        head = self._context.chain.node.head()
        if head == self._head:
            return head
        check_chain(self._context.chain, self._context.deployment)
        self._new = self._since(self._common(head), head)
        return head

    def seen(self, head: Block) -> None:
        """Remember the blocks up to the head: everything in them is recorded."""
        if self._new:
            self._context.thread.cursor.saw(self._new)
            self._new = []
        self._head = head

    def doubt(self) -> None:
        """Look at the chain as if for the first time: the node was in trouble, and another may answer now."""
        self._head = None

    def _common(self, head: Block) -> SeenBlock | None:
        """The latest seen block that is part of the chain; what was recorded of later ones is taken back."""
        seen = self._context.thread.seen()
        known = [block for block in seen if block.number <= head.number]
        common = next((block for block in known if self._is_canonical(block, head)), None)
        if not seen or common == seen[0]:
            self._doubts.settled("shorter")
            return common
        contradicted = bool(known) and common != known[0]
        if not contradicted and not self._doubts.believed("shorter"):
            raise WrongAnswer(
                f"the node's latest block is {head.number}, but block {seen[0].number} was seen already: it is behind, "
                "or the chain became shorter"
            )
        back = seen[-1].number - 1 if common is None else common.number
        unsettled = self._context.thread.cursor.rewind(back)
        self._doubts.settled("shorter")
        self._reorganised()
        self._context.tell(Reorganised(back, unsettled))
        return common

    def _is_canonical(self, seen: SeenBlock, head: Block) -> bool:
        if seen.number == head.number:
            return seen.hash == head.hash
        block = self._context.chain.node.block(seen.number)
        return block is not None and block.hash == seen.hash

    def _since(self, common: SeenBlock | None, head: Block) -> list[SeenBlock]:
        """The blocks after `common` up to `head`, checked to link; after a long absence only the latest of them."""
        first = head.number if common is None else max(common.number + 1, head.number - _LINKED)
        blocks: list[SeenBlock] = []
        block = head
        while block.number >= first:
            blocks.append(SeenBlock(block.number, block.hash))
            if common is not None and block.number == common.number + 1:
                if block.parent != common.hash:
                    raise WrongAnswer(f"block {block.number} does not follow the block {common.number} that was seen")
                break
            if block.number == first:
                break
            before = self._context.chain.node.block_by_hash(block.parent)
            if before is None or before.number != block.number - 1:
                raise WrongAnswer(f"the node does not have the block before its block {block.number}")
            block = before
        return blocks[::-1]
