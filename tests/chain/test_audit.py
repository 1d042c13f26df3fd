"""Audits against a real chain. Proofs are the verifier double's, so they are judged by a double too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from eth_typing import ChecksumAddress, HexStr

from saya_py.artifacts.build import BuiltSet
from saya_py.audit import statement_checks
from saya_py.audit.chain import ChainSource
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.evidence import Evidence, Unknown, Values
from saya_py.audit.examine import audit
from saya_py.audit.node import Node
from saya_py.audit.proof_file import ProofReport
from saya_py.audit.verdict import AuditReport
from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import MAX_TRANSACTION_GAS
from saya_py.core.calls import Call
from saya_py.core.errors import ChainError, Mismatch, MissingData, UserError
from saya_py.core.limbs import to_bytes
from saya_py.core.submissions import PlainCall
from saya_py.lang import NO_DEADLINE
from tests.chain.stub_thread import StubThread, StubWorld
from tests.unit.audit.support import built_purse, held, rebuilt

ALICE, BOB, CAROL = 1, 2, 3


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSet:
    return built_purse(tmp_path_factory.mktemp("purse"))


@pytest.fixture(scope="module")
def contracts(built: BuiltSet) -> AuditedSet:
    return rebuilt(built)


@pytest.fixture(autouse=True)
def _all_proofs_are_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_checks, "judge_proof_file", lambda _: ProofReport("valid", None, None, None))


@pytest.fixture
def world(anvil: Anvil, contracts: AuditedSet) -> StubWorld:
    world = StubWorld.create(anvil, contracts)
    for user in (ALICE, BOB, CAROL):
        world.shop.grant(user, 100, 0)
    return world


@pytest.fixture
def thread(world: StubWorld) -> StubThread:
    return world.thread(1)


def pay(user: int, to: int, n: int) -> PlainCall:
    return PlainCall(Call(1, 1, (to, n), user, NO_DEADLINE))


Change = Callable[[str, tuple[Any, ...], Any], Any]
"""From method, parameters and the true answer to another one."""


class Changed(Node):
    """A node that answers some questions otherwise."""

    def __init__(self, url: str, change: Change) -> None:
        super().__init__(url)
        self._change = change

    def ask(self, method: str, *parameters: Any) -> Any:
        return self._change(method, parameters, super().ask(method, *parameters))


SourceOf = Callable[..., ChainSource]


@pytest.fixture
def source_of(anvil: Anvil) -> Iterator[SourceOf]:
    """Evidence about a thread, from the chain's node, whose answers `change` may alter."""
    nodes: list[Node] = []

    def make(thread: StubThread, change: Change | None = None, from_block: int = 0) -> ChainSource:
        node = Node(anvil.url) if change is None else Changed(anvil.url, change)
        nodes.append(node)
        return ChainSource(node, thread.world.settlement, thread.world.world, thread.number, from_block)

    yield make
    for node in nodes:
        node.close()


def audited(thread: StubThread, found: ChainSource) -> AuditReport:
    def calls(seq: int) -> bytes | Unknown:
        return thread.files.get(seq, Unknown("not written down"))

    sets = {thread.world.contracts.root: thread.world.contracts}
    return audit(found, sets, calls, found.sub_blocks(None, None))


def first(report: AuditReport, seq: int) -> tuple[str, str, str]:
    """Verdict, first failing check and its reason of a sub-block."""
    (found,) = (each for each in report.sub_blocks if each.seq == seq)
    failing = found.first_failing
    return (found.verdict, "", "") if failing is None else (found.verdict, failing.name, str(failing.reason))


def test_an_honest_thread_is_ok(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3), pay(BOB, CAROL, 101))
    thread.settle(pay(CAROL, ALICE, 1))
    report = audited(thread, source_of(thread))
    assert [(each.seq, each.verdict, each.call_count, each.entries) for each in report.sub_blocks] == [
        (1, "ok", 2, 3),
        (2, "ok", 1, 2),
    ]
    report.demand_ok()


def test_a_thread_that_settled_nothing_has_nothing_to_audit(thread: StubThread, source_of: SourceOf) -> None:
    assert audited(thread, source_of(thread)).sub_blocks == []
    with pytest.raises(UserError, match="no sub-block was settled yet"):
        source_of(thread).sub_blocks(1, None)


def test_ranges_that_are_not_there_are_refused(thread: StubThread, source_of: SourceOf) -> None:
    for _ in range(3):
        thread.settle(pay(ALICE, BOB, 1))
    assert list(source_of(thread).sub_blocks(2, None)) == [2, 3]
    for wrong in ((3, 2), (1, 4), (4, None)):
        with pytest.raises(UserError, match="choose from 1 to 3"):
            source_of(thread).sub_blocks(*wrong)
    assert isinstance(source_of(thread).evidence(4), Unknown)


def send(client: ZkThreadsClient, to: ChecksumAddress, data: bytes, tip: int, ahead: int = 0) -> None:
    """Send without waiting. The higher the tip, the earlier in the block; `ahead` transactions of it are pending."""
    eth, account = client.sender.w3.eth, client.sender.account
    signed = account.sign_transaction(
        {
            "to": to,
            "data": HexStr("0x" + data.hex()),
            "value": 0,
            "gas": MAX_TRANSACTION_GAS // 4,
            "nonce": eth.get_transaction_count(account.address) + ahead,
            "chainId": eth.chain_id,
            "maxPriorityFeePerGas": tip * 10**9,
            "maxFeePerGas": 200 * 10**9,
        }
    )
    eth.send_raw_transaction(signed.raw_transaction)


def grant(world: StubWorld, user: int, n: int) -> bytes:
    return bytes.fromhex(world.shop._contract.encode_abi("grant", [user, n, 0]).removeprefix("0x"))


def test_several_transactions_of_one_block_are_told_apart(world: StubWorld, source_of: SourceOf) -> None:
    """In one block: a write, a sub-block of each of two threads that touch one entry, another write of it."""
    one, two = world.thread(1), world.thread(2)
    provider = world.owner.sender.w3.provider
    snapshot = provider.make_request("evm_snapshot", [])["result"]
    world.shop.grant(ALICE, 1, 0)
    first_settlement = one.settlement(pay(ALICE, BOB, 3))
    assert one.client.settle(first_settlement).revert is None
    second_settlement = two.settlement(pay(BOB, CAROL, 103))
    provider.make_request("evm_revert", [snapshot])
    provider.make_request("evm_setAutomine", [False])
    try:
        data = world.owner.settle_calldata
        send(world.owner, world.shop.address, grant(world, ALICE, 1), tip=50)
        send(one.client, world.owner.address, data(first_settlement), tip=40)
        send(two.client, world.owner.address, data(second_settlement), tip=30)
        send(world.owner, world.shop.address, grant(world, BOB, 7), tip=1, ahead=1)
        provider.make_request("evm_setNextBlockTimestamp", [second_settlement.header.t_min + 10])
        provider.make_request("evm_mine", [])
    finally:
        provider.make_request("evm_setAutomine", [True])
    found = source_of(one).evidence(1)
    assert isinstance(found, Evidence)
    assert isinstance(found.values, Values)
    assert [(change.key, change.by.split()[0]) for change in found.values.earlier] == [(to_bytes(held(ALICE)), "a")]
    assert [(change.key, change.by) for change in found.values.later] == [
        (to_bytes(held(BOB)), "sub-block 1 of thread 2"),
        (to_bytes(held(BOB)), f"a write of {world.shop.address.lower()}"),
    ]
    for thread in (one, two):
        report = audited(thread, source_of(thread))
        assert [each.verdict for each in report.sub_blocks] == ["ok"], report.to_json()


def test_a_version_that_is_retired_later_was_adopted_then(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))
    thread.world.owner.retire(thread.world.world, thread.world.os_version)
    audited(thread, source_of(thread)).demand_ok()


def forwarder(thread: StubThread) -> ChecksumAddress:
    """A contract through which the thread's prover settles, as its delegate: it passes its calldata on."""
    runtime = bytes.fromhex("365f5f375f5f365f5f73" + thread.world.settlement.hex() + "5af115602557005b5f5ffd")
    assert runtime[0x25] == 0x5B, "where it goes on to revert when the call was refused"
    creation = bytes.fromhex(f"60{len(runtime):02x}80600a5f395ff300") + runtime
    mined = thread.client.sender.send(None, creation)
    assert mined.created is not None
    thread.client.set_delegate(thread.world.world, thread.number, mined.created, True)
    return mined.created


def test_a_settlement_through_another_contract_is_found_in_its_trace(thread: StubThread, source_of: SourceOf) -> None:
    settlement = thread.settlement(pay(ALICE, BOB, 3))
    data = thread.client.settle_calldata(settlement)
    mined = thread.client.sender.send(forwarder(thread), data, gas=MAX_TRANSACTION_GAS)
    assert mined.revert is None
    audited(thread, source_of(thread)).demand_ok()

    def refuse(method: str, _: tuple[Any, ...], answer: Any) -> Any:
        if method == "debug_traceTransaction":
            raise ChainError("the node refuses debug_traceTransaction: no such method")
        return answer

    report = audited(thread, source_of(thread, refuse))
    verdict, check, reason = first(report, 1)
    assert (verdict, check) == ("missing_data", "calldata")
    assert "reached the contract through another one" in reason
    assert "debug_traceTransaction" in reason
    with pytest.raises(MissingData):
        report.demand_ok()


def test_a_node_without_history_leaves_only_the_values_open(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))

    def forget(method: str, parameters: tuple[Any, ...], answer: Any) -> Any:
        if method == "eth_call" and parameters[1] != "latest":
            raise ChainError("the node refuses eth_call: missing trie node")
        return answer

    report = audited(thread, source_of(thread, forget))
    verdict, check, reason = first(report, 1)
    assert (verdict, check) == ("missing_data", "values before")
    assert "missing trie node; an archive node has the values" in reason
    assert {check.status for check in report.sub_blocks[0].checks[:-2]} == {"ok"}


def test_a_node_that_lists_few_events_at_once_is_asked_in_small_pages(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))
    pages: list[int] = []

    def limit(method: str, parameters: tuple[Any, ...], answer: Any) -> Any:
        if method == "eth_getLogs":
            blocks = int(parameters[0]["toBlock"], 16) - int(parameters[0]["fromBlock"], 16) + 1
            if blocks > 3:
                raise ChainError("the node refuses eth_getLogs: block range too large")
            pages.append(blocks)
        return answer

    audited(thread, source_of(thread, limit)).demand_ok()
    assert len(pages) > 3


def test_an_audit_that_begins_too_late_says_so(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))
    now = thread.client.sender.w3.eth.block_number
    assert first(audited(thread, source_of(thread, from_block=now)), 1)[1] == "version"
    thread.world.shop.grant(ALICE, 1, 0)
    verdict, check, reason = first(audited(thread, source_of(thread, from_block=now + 1)), 1)
    assert (verdict, check) == ("missing_data", "event")
    assert "begin with the block in which the contract was deployed" in reason


def other_end(text: str) -> str:
    """The same hexadecimal text with another last digit."""
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def in_field(asked: str, field: str) -> Change:
    """Alters the end of a field in answers to a question."""
    return lambda method, _, answer: answer | {field: other_end(answer[field])} if method == asked else answer


def in_values(block: int) -> Change:
    """Alters the last of the canonical values at the end of a block."""
    return lambda method, parameters, answer: (
        other_end(answer) if method == "eth_call" and parameters[1] == hex(block) else answer
    )


def test_answers_that_were_altered_are_found(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))
    block = thread.client.sender.w3.eth.block_number
    cases = {
        # The end of the calldata is padding of the proof: nobody reads it.
        in_field("eth_getTransactionByHash", "input"): ("ok", ""),
        in_field("eth_getBlockByNumber", "hash"): ("missing_data", "window"),
        in_values(block - 1): ("mismatch", "values before"),
        in_values(block): ("mismatch", "values after"),
    }
    for change, expected in cases.items():
        assert first(audited(thread, source_of(thread, change)), 1)[:2] == expected


def test_calldata_that_was_altered_is_found(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))

    def alter(method: str, _: tuple[Any, ...], answer: Any) -> Any:
        if method != "eth_getTransactionByHash":
            return answer
        # The fifth word of the header: the window's begin.
        at = 2 + 2 * (4 + 32 * 5) - 1
        text = answer["input"]
        return answer | {"input": text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]}

    verdict, check, reason = first(audited(thread, source_of(thread, alter)), 1)
    assert (verdict, check) == ("mismatch", "event")
    assert "the event names the statement" in reason


def test_an_event_that_was_altered_is_found(thread: StubThread, source_of: SourceOf) -> None:
    thread.settle(pay(ALICE, BOB, 3))

    def alter(method: str, _: tuple[Any, ...], answer: Any) -> Any:
        if method != "eth_getLogs":
            return answer
        return [log | {"data": other_end(log["data"])} for log in answer]

    assert first(audited(thread, source_of(thread, alter)), 1)[1] == "event"


def test_a_node_that_goes_away_leaves_the_rest_unreachable(thread: StubThread, source_of: SourceOf) -> None:
    for _ in range(3):
        thread.settle(pay(ALICE, BOB, 1))
    seen: list[str] = []

    def leave(method: str, _: tuple[Any, ...], answer: Any) -> Any:
        seen.append(method)
        if seen.count("eth_getTransactionByHash") > 1:
            raise ChainUnavailable("no node answers")
        return answer

    report = audited(thread, source_of(thread, leave))
    assert [each.verdict for each in report.sub_blocks] == ["ok", "unreachable", "unreachable"]
    with pytest.raises(ChainUnavailable, match="2 of 3 sub-blocks could not be audited: no node answers"):
        report.demand_ok()


def test_an_operator_that_got_a_lie_past_the_verifier_is_found(thread: StubThread, source_of: SourceOf) -> None:
    """The verifier double accepts what its prover made: it stands for a broken proof system."""
    statement = thread.statement(pay(ALICE, BOB, 3))
    entries = (replace(statement.entries[0], new=(1_000_000, 0, 0, 0)), *statement.entries[1:])
    assert thread.client.settle(thread.proven(replace(statement, entries=entries))).revert is None
    report = audited(thread, source_of(thread))
    failing = report.sub_blocks[0].first_failing
    assert failing is not None
    assert (failing.name, failing.reason) == ("outputs", "the calls make it 97, but the list says 1000000")
    assert str(failing.place) == "Purse.held[1]; submission 1: Purse.pay(to=2, n=3) by user 1"
    with pytest.raises(Mismatch, match="1 of 1 sub-blocks are not what they should be: 1"):
        report.demand_ok()


def test_what_is_no_thread_is_refused(thread: StubThread, anvil: Anvil) -> None:
    world = thread.world
    shop = bytes.fromhex(world.shop.address.removeprefix("0x"))
    with closing(Node(anvil.url)) as node:
        with pytest.raises(UserError, match="there is no contract at 0x0101"):
            _ = ChainSource(node, b"\x01" * 20, 1, 1).deployment
        with pytest.raises(UserError, match="has no thread 9 of world 1"):
            _ = ChainSource(node, world.settlement, world.world, 9).deployment
        with pytest.raises(UserError, match="is no ZkThreads"):
            _ = ChainSource(node, shop, world.world, 1).deployment
    with closing(Node("http://127.0.0.1:1")) as node, pytest.raises(ChainUnavailable):
        _ = ChainSource(node, world.settlement, 1, 1).deployment
