"""Faults of the chain and of nodes: everything that was accepted settles once, or the thread refuses and loses nothing.

The verifier is a stub that takes true statements without a proof, so that many sub-blocks settle in a minute.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saya_py.chain.evm.accounts import anvil_account
from saya_py.core.errors import WrongChain
from saya_py.service.demo.story import ALICE
from tests.crash.running import ACCOUNT, RunningThread
from tests.support.chains import LocalChain
from tests.support.faulty_node import Answer, FaultyNode

GWEI = 10**9
Outcome = Callable[[str], None]


@pytest.mark.faults("anvil restarted with its state")
def test_restart_with_state(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    running.submit(3)
    chain.stop()
    running.wait_told("does not answer")
    chain.start()
    running.submit(3)
    running.wait_settled(8)
    outcome(f"went on; {running.check_once()}")


@pytest.mark.faults("anvil killed, back with an older state")
def test_restart_with_an_older_state(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    chain.stop()
    chain.start()
    running.submit(3)
    running.wait_settled(5)
    chain.kill()  # what was settled since is not in its file
    chain.start()
    running.submit(1)
    running.wait_settled(6)
    running.wait(lambda: running.world.shop.rubies(ALICE.user) == 6, "the chain has all of them again")
    outcome(f"sent again what the chain had forgotten; {running.check_once()}")


@pytest.mark.faults("anvil reset without its state")
def test_reset(running: RunningThread, chain: LocalChain, tmp_path: Path, outcome: Outcome) -> None:
    running.submit(1)
    running.wait_settled(3)
    chain.stop()
    kept = shutil.copy(tmp_path / "anvil.json", tmp_path / "kept.json")
    before = running.sub_blocks()
    (tmp_path / "anvil.json").unlink()
    chain.start()
    assert isinstance(running.ends(), WrongChain)
    running.stop()
    assert running.sub_blocks() == before
    with pytest.raises(WrongChain):
        running.start()
    chain.kill()
    shutil.copy(kept, tmp_path / "anvil.json")
    chain.start()
    running.start()
    running.submit(1)
    running.wait_settled(4)
    outcome(f"refused: unknown chain, nothing changed; back on its chain {running.check_once()}")


@pytest.mark.parametrize("depth", range(1, 11))
@pytest.mark.faults("reorganisation of depth {depth}")
def test_reorganisation(running: RunningThread, chain: LocalChain, depth: int, outcome: Outcome) -> None:
    running.submit(8)
    running.wait_settled(10)
    chain.reorganise(depth)
    running.submit(2)
    running.wait_settled(12)
    running.wait(lambda: running.world.shop.rubies(ALICE.user) == 12, "the chain has all of them again")
    outcome(running.check_once())


@pytest.mark.faults("reorganisation that brings another value")
def test_stale_after_reorganisation(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    running.submit(3)
    running.wait_settled(5)
    chain.reorganise(2)
    running.world.grant(7, [ALICE])
    running.submit(1)
    running.wait_settled(6)
    running.wait(lambda: running.world.shop.rubies(ALICE.user) == 6, "the chain has all of them again")
    outcome(f"executed and proven anew what had become stale; {running.check_once()}")


@pytest.mark.faults("node slow: a second for each answer")
def test_slow_node(running: RunningThread, node: FaultyNode, outcome: Outcome) -> None:
    node.seconds = 1.0
    start = time.monotonic()
    running.submit(2)
    running.wait_settled(4, seconds=180)
    outcome(f"went on in {time.monotonic() - start:.0f} s; {running.check_once()}")


@pytest.mark.faults("node flapping: drops every fourth connection")
def test_flapping_node(running: RunningThread, node: FaultyNode, outcome: Outcome) -> None:
    node.dropped = 0.25
    running.submit(4)
    running.wait_settled(6, seconds=180)
    outcome(running.check_once())


@pytest.mark.faults("node away for ten seconds")
def test_node_away(running: RunningThread, node: FaultyNode, outcome: Outcome) -> None:
    running.submit(1)
    node.away = True
    running.wait_told("does not answer")
    time.sleep(10)
    node.well()
    running.submit(2)
    running.wait_settled(5)
    outcome(f"waited and said so; {running.check_once()}")


@pytest.mark.faults("node overloaded: HTTP 503")
def test_overloaded_node(running: RunningThread, node: FaultyNode, outcome: Outcome) -> None:
    node.status = 503
    running.wait_told("HTTP status 503")
    time.sleep(3)
    node.well()
    running.submit(2)
    running.wait_settled(4)
    outcome(f"waited and said so; {running.check_once()}")


@pytest.mark.faults("node loses answers after taking transactions")
def test_lost_answers(running: RunningThread, node: FaultyNode, outcome: Outcome) -> None:
    node.swallow = {"eth_sendRawTransaction"}
    running.submit(3)
    running.wait_settled(5)
    outcome(running.check_once())


def another_chain(method: str, parameters: list[Any], found: Answer) -> Answer:
    return {**found, "result": "0x1"} if method == "eth_chainId" else found


@pytest.mark.faults("node on another chain for a moment")
def test_another_chain_for_a_moment(
    running: RunningThread, node: FaultyNode, chain: LocalChain, outcome: Outcome
) -> None:
    node.lie = another_chain
    chain.mine()
    running.wait_told("on chain 1 ")
    node.well()
    running.submit(2)
    running.wait_settled(4)
    outcome(f"doubted it; {running.check_once()}")


@pytest.mark.faults("node on another chain for good")
def test_another_chain_for_good(running: RunningThread, node: FaultyNode, chain: LocalChain, outcome: Outcome) -> None:
    node.lie = another_chain
    chain.mine()
    assert isinstance(running.ends(), WrongChain)
    running.stop()
    node.well()
    running.start()
    running.submit(1)
    running.wait_settled(3)
    outcome(f"refused after doubting it for 20 s; back on its chain {running.check_once()}")


@pytest.mark.parametrize("what", ["block hashes", "parents", "receipts", "states"])
@pytest.mark.faults("node lying about {what}")
def test_lying_node(running: RunningThread, node: FaultyNode, chain: LocalChain, what: str, outcome: Outcome) -> None:
    wrong = "0x" + "11" * 32

    def lie(method: str, parameters: list[Any], found: Answer) -> Answer:
        result = found.get("result")
        match what, method:
            case "block hashes", "eth_getBlockByNumber" if isinstance(result, dict) and parameters[0] != "0x0":
                return {**found, "result": {**result, "hash": wrong}}
            case "parents", "eth_getBlockByNumber" if isinstance(result, dict):
                return {**found, "result": {**result, "parentHash": wrong}}
            case "receipts", "eth_getTransactionReceipt" if isinstance(result, dict):
                return {**found, "result": {**result, "blockHash": wrong}}
            case "states", "eth_call":
                return {**found, "result": "0x"}
        return found

    node.lie = lie
    chain.mine()
    time.sleep(5)
    node.well()
    running.submit(2)
    running.wait_settled(4)
    outcome(f"doubted it; {running.check_once()}")


@pytest.mark.faults("node behind by three blocks")
def test_node_behind(running: RunningThread, node: FaultyNode, chain: LocalChain, outcome: Outcome) -> None:
    old = chain.do("eth_getBlockByNumber", "latest", False)
    running.submit(3)
    running.wait_settled(5)

    def behind(method: str, parameters: list[Any], found: Answer) -> Answer:
        return {**found, "result": old} if method == "eth_getBlockByNumber" and parameters[0] == "latest" else found

    node.lie = behind
    running.wait_told("it is behind")
    time.sleep(3)
    node.well()
    running.submit(1)
    running.wait_settled(6)
    outcome(f"waited for it; {running.check_once()}")


@pytest.mark.faults("stuck transaction: offers too little")
def test_stuck_transaction(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    chain.hold()
    running.submit(1)
    running.wait_told("settlement sent")
    sent = sum("settlement sent" in each.text for each in running.told)
    running.wait(lambda: sum("settlement sent" in each.text for each in running.told) > sent or _mined(chain), "bumped")
    chain.do("evm_setAutomine", True)
    chain.mine()
    running.wait_settled(3)
    outcome(f"replaced by a dearer one of the same nonce; {running.check_once()}")


def _mined(chain: LocalChain) -> bool:
    """Make a block too dear for what waits."""
    chain.do("anvil_setNextBlockBaseFeePerGas", 20 * GWEI)
    chain.mine()
    return False


@pytest.mark.faults("stuck transaction: the node forgot it")
def test_dropped_transaction(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    chain.hold()
    running.submit(1)
    running.wait(lambda: chain.do("txpool_status")["pending"] != "0x0", "it was sent")
    chain.do("anvil_dropAllTransactions")
    chain.do("evm_setAutomine", True)
    running.wait_settled(3)
    outcome(f"given to the node again; {running.check_once()}")


@pytest.mark.faults("fee spike above the cap")
def test_fee_spike(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    chain.hold()
    chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    chain.mine()
    chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    running.submit(1)
    running.wait_told("fees are too high")
    chain.do("anvil_setNextBlockBaseFeePerGas", GWEI)
    chain.do("evm_setAutomine", True)
    chain.mine()
    running.wait_settled(3)
    outcome(f"waited and said so; {running.check_once()}")


@pytest.mark.faults("account without funds")
def test_no_funds(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    account = anvil_account(ACCOUNT).address
    chain.do("anvil_setBalance", account, "0x1")
    running.submit(1)
    running.wait_told("has 1 wei")
    chain.do("anvil_setBalance", account, hex(10**20))
    running.wait_settled(3)
    outcome(f"waited and said what it needs; {running.check_once()}")


@pytest.mark.faults("nonce taken by another transaction of the account")
def test_nonce_taken(running: RunningThread, chain: LocalChain, outcome: Outcome) -> None:
    account = anvil_account(ACCOUNT).address
    chain.hold()
    running.submit(1)
    running.wait(lambda: chain.do("txpool_status")["pending"] != "0x0", "it was sent")
    chain.do("anvil_dropAllTransactions")
    chain.do("anvil_impersonateAccount", account)
    chain.do("eth_sendTransaction", {"from": account, "to": account, "gas": "0x5208"})
    chain.mine()
    chain.do("evm_setAutomine", True)
    running.wait_settled(3)
    outcome(f"sent with the next nonce; {running.check_once()}")
