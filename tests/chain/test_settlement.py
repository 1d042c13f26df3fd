import secrets

import pytest
from web3 import Web3

from saya_py.chain.errors import ChainReverted, ChainUnavailable, WrongAnswer
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.limits import MAX_TRANSACTION_GAS
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader, ZkThreadsClient, stale_input
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.core.errors import ChainError
from tests.chain.deployment import OS_VERSION, SET_ROOT, deploy, seen_by

KEY = bytes.fromhex("0000000100000001" + "0000000000000001" + "00" * 16)
VALUE = bytes.fromhex("0000000000000014" + "00" * 24)


@pytest.fixture(scope="module")
def client(anvil: Anvil) -> ZkThreadsClient:
    return deploy(anvil)


@pytest.fixture(scope="module")
def owner(client: ZkThreadsClient) -> Sender:
    return client.sender


def settlement(client: ZkThreadsClient, world: int, thread: int, expected: bytes) -> Settlement:
    header = SubBlockHeader(world, OS_VERSION, thread, 1, 0, (1 << 40) - 1, 1, bytes(32), bytes(32), bytes(32))
    return Settlement(header, KEY + expected, b"", secrets.token_bytes(8))


def test_values_that_a_writer_wrote_are_read_back(client: ZkThreadsClient) -> None:
    world = client.create_world(OS_VERSION, SET_ROOT, development=True, delay=0)
    client.set_writer(world, 1, client.sender.address, True)
    assert client.write(world, 1, {KEY: VALUE}).revert is None
    assert client.values(world, [KEY, bytes(31) + b"\x01"]) == [VALUE, bytes(32)]


def test_a_stale_settlement_is_mined_and_says_which_value_differs(client: ZkThreadsClient) -> None:
    world = client.create_world(OS_VERSION, SET_ROOT, development=True, delay=0)
    thread = client.open_thread(world, client.sender.address)
    before = client.sender.w3.eth.get_balance(client.sender.address)

    mined = client.settle(settlement(client, world, thread, VALUE))

    stale = stale_input(mined)
    assert stale is not None
    assert (stale.key, stale.expected, stale.actual) == (KEY, VALUE, bytes(32))
    receipt = client.sender.w3.eth.get_transaction_receipt(mined.transaction)
    assert (receipt["status"], receipt["blockNumber"], receipt["gasUsed"]) == (0, mined.block, mined.gas_used)
    assert before - client.sender.w3.eth.get_balance(client.sender.address) == mined.fee_wei > 0
    assert client.next_seq(world, thread) == 1


def test_a_fresh_settlement_reverts_for_another_reason(client: ZkThreadsClient) -> None:
    world = client.create_world(OS_VERSION, SET_ROOT, development=True, delay=0)
    thread = client.open_thread(world, client.sender.address)
    mined = client.settle(settlement(client, world, thread, bytes(32)))
    assert mined.revert is not None
    assert stale_input(mined) is None


def test_a_refused_call_is_not_sent_and_names_the_custom_error(client: ZkThreadsClient) -> None:
    stranger = seen_by(client, 3)
    world = client.create_world(OS_VERSION, SET_ROOT, development=True, delay=0)
    count = client.sender.w3.eth.get_transaction_count(stranger.sender.address)
    with pytest.raises(ChainReverted, match="NotWorldOwner") as caught:
        stranger.open_thread(world, stranger.sender.address)
    assert caught.value.revert.arguments["caller"] == stranger.sender.address.lower()
    assert client.sender.w3.eth.get_transaction_count(stranger.sender.address) == count


def test_what_the_node_does_not_take_is_a_chain_error(owner: Sender) -> None:
    with pytest.raises(ChainError, match="the node refuses"):
        owner.send(owner.address, b"", gas=MAX_TRANSACTION_GAS + 1)


def test_a_node_that_is_not_there_is_named(owner: Sender) -> None:
    with pytest.raises(ChainUnavailable, match=r"127\.0\.0\.1:1"):
        connect("http://127.0.0.1:1")
    gone = Sender(Web3(Web3.HTTPProvider("http://127.0.0.1:1")), owner.account, owner.decoder)
    with pytest.raises(ChainUnavailable):
        gone.send(owner.address, b"")


def test_domains_differ_by_world(client: ZkThreadsClient) -> None:
    assert client.domain(1) != client.domain(2)
    assert len(client.domain(1)) == 32


def test_a_contract_that_is_gone_is_no_answer(client: ZkThreadsClient) -> None:
    gone = ZkThreadsClient(client.sender, client.sender.address)
    with pytest.raises(WrongAnswer, match="what the node tells of threadOf makes no sense"):
        gone.next_seq(1, 1)
