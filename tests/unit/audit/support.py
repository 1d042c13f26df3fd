"""A settled sub-block made up without a chain and without a proof, and the set of its contract."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode

from saya_py import _native
from saya_py.artifacts.build import BuiltSet, build_set
from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.audit.contract_set import AuditedSet, audited_set
from saya_py.audit.evidence import Deployment, Evidence, Settled, Values
from saya_py.audit.execution import execute
from saya_py.audit.settle_call import SELECTOR
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader
from saya_py.core.call_data import CallData, encode_call_data
from saya_py.core.calldata import Entry, input_bytes, output_bytes
from saya_py.core.calls import Call
from saya_py.core.limbs import Digest, from_bytes, to_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import dump_statement
from saya_py.core.submissions import PlainCall
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from tests.unit.artifacts.support import fake_summary

PURSE = Path(__file__).parent / "purse.py"
WINDOW = Window(1_000, 4_600)
DEPLOYMENT = Deployment(31337, bytes(range(20)), world=1, thread=2, prover=bytes(range(1, 21)))
SEQ = 3
PROOF = b"a proof"


def built_purse(folder: Path) -> BuiltSet:
    """The contract compiled, with circuits that cost nothing."""
    (folder / "purse.py").write_bytes(PURSE.read_bytes())
    (folder / "pyproject.toml").write_text("[tool.sayapy]\n")
    project = find_project(["purse.py"], folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_native, "summarise_set", fake_summary)
        return build_set(project, load_set(project), "fast", "none")


def rebuilt(built: BuiltSet) -> AuditedSet:
    """The same as an auditor has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_native, "summarise_set", fake_summary)
        return audited_set(built.manifest, built.abi)


def pay(user: int, to: int, n: int) -> PlainCall:
    return PlainCall(Call(1, 1, (to, n), user, WINDOW.t_max))


def look(user: int) -> PlainCall:
    return PlainCall(Call(1, 2, (), user, WINDOW.t_max))


def held(user: int) -> Digest:
    """The key of `Purse.held[user]`."""
    return (2**32 + 1, user, 0, 0)


CALLS = (pay(1, 2, 3), pay(2, 1, 5), look(3))
STATE = {held(1): (10, 0, 0, 0), held(2): (4, 0, 0, 0), held(3): (1, 0, 0, 0)}


@dataclass(frozen=True)
class SubBlock:
    """What settled: every part may be replaced by a lie, and event and calldata go along with it."""

    header: SubBlockHeader
    entries: tuple[Entry, ...]
    set_root: bytes
    calls: tuple[PlainCall, ...] = CALLS
    proof: bytes = PROOF

    @property
    def settlement(self) -> Settlement:
        return Settlement(self.header, input_bytes(self.entries), output_bytes(self.entries), self.proof)

    @property
    def statement(self) -> Statement:
        header = self.header
        head = Head(
            DEPLOYMENT.domain,
            from_bytes(self.set_root),
            header.t_min,
            header.t_max,
            DEPLOYMENT.prover,
            header.thread,
            header.seq,
            header.call_count,
            from_bytes(header.calls_out),
            header.os_version,
            from_bytes(header.log_out),
        )
        return Statement(head, self.entries)

    @property
    def proof_file(self) -> bytes:
        return _native.proof_file(dump_statement(self.statement), self.header.commit, self.proof)

    def committed(self) -> SubBlock:
        """With the commit of its statement."""
        return replace(self, header=replace(self.header, commit=to_bytes(self.statement.commit())))

    @property
    def evidence(self) -> Evidence:
        header = self.header
        settled = Settled(
            header.seq,
            header.os_version,
            header.call_count,
            header.calls_out,
            header.log_out,
            header.commit,
            self.statement.name(from_bytes(header.commit)),
            block=100,
            block_hash=b"\x0b" * 32,
            transaction=b"\x0c" * 32,
            log_index=1,
        )
        values = Values(
            tuple(to_bytes(entry.old) for entry in self.entries), (), (), tuple(to_bytes(e.new) for e in self.entries)
        )
        return Evidence(settled, WINDOW.t_min + 5, self.set_root, calldata(self.settlement), values)

    @property
    def file(self) -> bytes:
        header = self.header
        data = CallData(
            header.world,
            header.thread,
            header.seq,
            header.os_version,
            from_bytes(self.set_root),
            Window(header.t_min, header.t_max),
            self.calls,
        )
        return encode_call_data(data)


def calldata(settlement: Settlement) -> bytes:
    """The call of `settle`."""
    types = ["(uint256,uint256,uint32,uint32,uint40,uint40,uint32,bytes32,bytes32,bytes32)", "bytes", "bytes", "bytes"]
    parts: list[Any] = [astuple(settlement.header), settlement.inputs, settlement.outputs, settlement.proof]
    return SELECTOR + encode(types, parts)


def honest(contracts: AuditedSet, calls: tuple[PlainCall, ...] = CALLS) -> SubBlock:
    """The sub-block of these calls on `STATE`, as an honest operator settles it."""
    executor = contracts.executor(DEPLOYMENT.domain)
    state = {to_bytes(key): to_bytes(value) for key, value in STATE.items()}
    done = execute(executor, calls, WINDOW, state)
    assert done.stop is None
    final = done.final_values()
    entries = tuple(
        Entry(key, STATE[key], from_bytes(final[to_bytes(key)])) for key in sorted(STATE) if to_bytes(key) in final
    )
    digest, count = executor.calls_out([dump_submission(each) for each in calls])
    version, _ = _native.released_os_version("fast", "none")
    header = SubBlockHeader(
        DEPLOYMENT.world,
        int.from_bytes(version),
        DEPLOYMENT.thread,
        SEQ,
        WINDOW.t_min,
        WINDOW.t_max,
        count,
        digest,
        done.log,
        bytes(32),
    )
    return SubBlock(header, entries, contracts.root, calls).committed()
