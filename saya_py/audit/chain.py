"""Evidence from a node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from saya_py.audit.contract import ContractReader
from saya_py.audit.evidence import Change, Deployment, Evidence, Settled, Unknown, Values, chosen
from saya_py.audit.logs import VALUE_EVENTS, Log, told, written
from saya_py.audit.node import Node
from saya_py.audit.settle_call import decode_settle, outputs_of
from saya_py.audit.traced import settle_calldata
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.calldata import read_inputs
from saya_py.core.errors import ChainError, EncodingError, UserError
from saya_py.core.limbs import to_bytes

_HISTORY = ("SubBlockSettled", "OsVersionAdopted", "OsVersionRetired")


class ChainSource:
    """Settled sub-blocks of one thread, from a node alone."""

    rests_on = (
        "the node: that its chain is the one that you mean, and that it tells all of it; answers that contradict each "
        "other are found",
    )

    def __init__(self, node: Node, settlement: bytes, world: int, thread: int, from_block: int = 0) -> None:
        """Ask `node` about a thread of the contract `settlement` (20 bytes); events begin with block `from_block`."""
        self._reader = ContractReader(node, settlement, world)
        self._thread = thread
        self._from_block = from_block

    @cached_property
    def deployment(self) -> Deployment:
        """The thread.

        Raises:
            ChainUnavailable: the node does not answer.
            UserError: there is no such contract, or no such thread.
        """
        reader = self._reader
        chain_id = reader.node.number("eth_chainId")
        if not reader.has_code():
            raise UserError(f"there is no contract at {reader.address} on chain {chain_id}; pass the one of ZkThreads")
        prover, _ = self._thread_of
        if not any(prover):
            raise UserError(f"{reader.address} has no thread {self._thread} of world {reader.world}")
        return Deployment(chain_id, reader.settlement, reader.world, self._thread, prover)

    def sub_blocks(self, first: int | None, last: int | None) -> range:
        """The numbers from `first` to `last`, by default all that were settled.

        Raises:
            ChainUnavailable: the node does not answer.
            UserError: there are no such sub-blocks.
        """
        _, settled = self._thread_of
        return chosen(first, last, range(1, settled + 1))

    def evidence(self, seq: int) -> Evidence | Unknown:
        """What the node tells of sub-block `seq`; what it refuses to tell is unknown.

        Raises:
            ChainUnavailable: it does not answer.
        """
        try:
            return self._evidence(seq)
        except ChainUnavailable:
            raise
        except ChainError as error:
            return Unknown(str(error))

    def _evidence(self, seq: int) -> Evidence | Unknown:
        _, settled = self._thread_of
        if seq > settled:
            return Unknown(f"sub-block {seq} is not settled: the last one of the thread is {settled}")
        found = self._settlements.get(seq, [])
        if len(found) != 1:
            return Unknown(
                f"the node tells {len(found)} settlements of sub-block {seq} from block {self._from_block} on, and one "
                "is to be expected; begin with the block in which the contract was deployed, or ask another node"
            )
        log = found[0]
        calldata = self._calldata(log)
        values = self._values(log, calldata)
        return Evidence(
            settled=_settled(log),
            set_root=self._set_root(log),
            calldata=calldata,
            values=values,
            # Asked last, so that a reorganisation under way does not go unnoticed.
            block_time=self._block_time(log),
        )

    @cached_property
    def _thread_of(self) -> tuple[bytes, int]:
        return self._reader.thread(self._thread)

    @cached_property
    def _history(self) -> list[Log]:
        """All settlements in the world, and when versions were adopted and retired, in order."""
        return self._reader.all_logs(_HISTORY, self._from_block)

    @cached_property
    def _settlements(self) -> Mapping[int, Sequence[Log]]:
        """The thread's own by number; one each, if the node is honest."""
        found: dict[int, list[Log]] = {}
        for log in self._history:
            if log.name == "SubBlockSettled" and log.fields["thread"] == self._thread:
                found.setdefault(log.fields["seq"], []).append(log)
        return found

    @cached_property
    def _adoptions(self) -> Sequence[Log]:
        """When versions were adopted and retired, in order."""
        return [log for log in self._history if log.name != "SubBlockSettled"]

    def _set_root(self, log: Log) -> bytes | Unknown | None:
        """What the world had adopted when `log` was emitted: the last word about the version before it."""
        version = log.fields["os_version"]
        before = [each for each in self._adoptions if each.place < log.place]
        about = [each for each in before if each.fields["os_version"] == version]
        if not about and self._from_block:
            return Unknown(f"no adoption of its OS version from block {self._from_block} on; begin with an earlier one")
        return about[-1].fields.get("set_root") if about else None

    def _calldata(self, log: Log) -> bytes | Unknown:
        try:
            return settle_calldata(self._reader.node, self._reader.settlement, log)
        except ChainUnavailable:
            raise
        except ChainError as error:
            return Unknown(str(error))

    def _values(self, log: Log, calldata: bytes | Unknown) -> Values | Unknown:
        if isinstance(calldata, Unknown):
            return Unknown("without the settlement's calldata nobody knows which values to look at")
        try:
            keys = [to_bytes(entry.key) for entry in read_inputs(decode_settle(calldata).inputs)]
        except EncodingError as error:
            return Unknown(f"the settlement has no input list: {error}")
        try:
            earlier, later = self._changes(log, set(keys))
            before = self._reader.values(keys, log.block - 1)
            after = self._reader.values(keys, log.block)
        except ChainUnavailable:
            raise
        except ChainError as error:
            return Unknown(f"{error}; an archive node has the values of earlier blocks")
        return Values(before, earlier, later, after)

    def _changes(self, log: Log, keys: set[bytes]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """What changed values of `keys` in the block of `log`, before it and after it."""
        earlier: list[Change] = []
        later: list[Change] = []
        for other in self._reader.logs(VALUE_EVENTS, log.block, log.block):
            if other.index != log.index:
                changes = [Change(key, value, told(other)) for key, value in self._written(other) if key in keys]
                (earlier if other.index < log.index else later).extend(changes)
        return tuple(earlier), tuple(later)

    def _written(self, log: Log) -> list[tuple[bytes, bytes]]:
        if log.name != "SubBlockSettled":
            return written(log)
        calldata = self._calldata(log)
        if isinstance(calldata, Unknown):
            raise ChainError(
                f"{told(log)} settled in the same block, and what it changed is unknown: {calldata.reason}"
            )
        try:
            return outputs_of(decode_settle(calldata))
        except EncodingError as error:
            raise ChainError(f"{told(log)} settled in the same block, and has no output list: {error}") from None

    def _block_time(self, log: Log) -> int | Unknown:
        block = self._reader.block(log.block)
        if block is None or block[0] != log.block_hash:
            return Unknown(f"the chain was reorganised at block {log.block} while it was read; audit again")
        return block[1]


def _settled(log: Log) -> Settled:
    names = ("seq", "os_version", "call_count", "calls_out", "log_out", "commit", "statement")
    return Settled(
        **{name: log.fields[name] for name in names},
        block=log.block,
        block_hash=log.block_hash,
        transaction=log.transaction,
        log_index=log.index,
    )
