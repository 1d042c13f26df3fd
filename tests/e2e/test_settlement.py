"""One `secure` proof on a real chain, and what the chain does with everything near it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from saya_py.artifacts.os_version import os_version_of
from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.settlement import Settlement, stale_input
from saya_py.core.errors import ProofRejected, ProverRefused
from saya_py.proving.engine import Engine
from saya_py.service.demo.gems import gems_ir
from saya_py.service.demo.story import PLAYERS, PURCHASES
from saya_py.service.demo.submitting import DemoSubmission, unsigned
from saya_py.service.demo.world import DemoWorld, create_world
from saya_py.service.thread import Prepared, SettlementThread


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("secure", [gems_ir()], authorisation="none")


@pytest.fixture(scope="module")
def world(anvil: Anvil, engine: Engine) -> DemoWorld:
    world = create_world(anvil.url, engine)
    for player in PLAYERS:
        world.shop.grant(player.user, player.diamonds, player.rubies)
    return world


@pytest.fixture(scope="module")
def thread(engine: Engine, world: DemoWorld) -> SettlementThread:
    return SettlementThread(engine, world.threads, world.world, world.thread)


@pytest.fixture(scope="module")
def prepared(engine: Engine, thread: SettlementThread) -> Prepared[DemoSubmission]:
    domain = thread.chain.domain(thread.world)
    executor = NativeExecutor([gems_ir()], domain, engine.set_root, engine.authorisation)
    return thread.prepare([unsigned(purchase, executor) for purchase in PURCHASES])


@pytest.fixture
def undone(world: DemoWorld) -> Iterator[None]:
    """Takes back what the test does to the chain."""
    w3 = world.threads.sender.w3
    snapshot = w3.provider.make_request("evm_snapshot", [])["result"]
    yield
    w3.provider.make_request("evm_revert", [snapshot])


def test_the_circuits_are_those_of_the_released_version(engine: Engine) -> None:
    assert os_version_of("secure", "none").number == engine.os_version


@pytest.mark.usefixtures("undone")
def test_an_honest_settlement_changes_the_balances(
    thread: SettlementThread, prepared: Prepared[DemoSubmission], world: DemoWorld
) -> None:
    outcome = thread.settle(prepared)
    assert outcome.stale is None
    assert outcome.mined.revert is None
    balances = [(world.shop.diamonds(player.user), world.shop.rubies(player.user)) for player in PLAYERS]
    assert balances == [(11, 53), (9, 92), (1, 5), (0, 4)]


@pytest.mark.usefixtures("undone")
def test_a_settlement_cannot_be_replayed(thread: SettlementThread, prepared: Prepared[DemoSubmission]) -> None:
    thread.settle(prepared)
    again = thread.chain.settle(thread.settlement(prepared.proof))
    assert again.revert is not None
    assert again.revert.name == "WrongSequence"


@pytest.mark.usefixtures("undone")
def test_a_changed_input_makes_it_stale(
    thread: SettlementThread, prepared: Prepared[DemoSubmission], world: DemoWorld
) -> None:
    world.shop.grant(PLAYERS[1].user, 1, 0)
    outcome = thread.settle(prepared)
    assert outcome.stale is not None
    assert outcome.stale.expected[:8] == (15).to_bytes(8)
    assert outcome.stale.actual[:8] == (16).to_bytes(8)


def lies(settlement: Settlement) -> dict[str, Settlement]:
    header, outputs, proof = settlement.header, bytearray(settlement.outputs), bytearray(settlement.proof)
    outputs[4 + 7] ^= 1  # one gem more or less
    proof[len(proof) // 2] ^= 1
    return {
        "another output": replace(settlement, outputs=bytes(outputs)),
        "another proof": replace(settlement, proof=bytes(proof)),
        "a shorter proof": replace(settlement, proof=settlement.proof[:-8]),
        "another call count": replace(settlement, header=replace(header, call_count=3)),
        "another time window": replace(settlement, header=replace(header, t_max=header.t_max + 1)),
        "another commit": replace(settlement, header=replace(header, commit=bytes(32))),
        "other calls": replace(settlement, header=replace(header, calls_out=header.commit)),
        "another log": replace(settlement, header=replace(header, log_out=header.commit)),
    }


@pytest.mark.parametrize(
    "lie",
    ["another output", "another proof", "a shorter proof", "another call count", "another time window",
     "another commit", "other calls", "another log"],
)  # fmt: skip
def test_the_chain_refuses_a_lie(thread: SettlementThread, prepared: Prepared[DemoSubmission], lie: str) -> None:
    mined = thread.chain.settle(lies(thread.settlement(prepared.proof))[lie])
    assert mined.revert is not None
    assert mined.revert.name != "unknown"
    assert stale_input(mined) is None


def test_rust_judges_a_changed_proof_as_the_chain_does(engine: Engine, prepared: Prepared[DemoSubmission]) -> None:
    engine.verify(prepared.proof)
    changed = bytearray(prepared.proof.proof)
    changed[len(changed) // 2] ^= 1
    with pytest.raises(ProofRejected):
        engine.verify(replace(prepared.proof, proof=bytes(changed)))


def test_a_job_with_a_failing_call_is_refused_with_its_message(
    engine: Engine, prepared: Prepared[DemoSubmission]
) -> None:
    poor = {key: bytes(32) for key in prepared.proof.job.state}
    with pytest.raises(ProverRefused, match="you do not have enough diamonds"):
        engine.prove(replace(prepared.proof.job, state=poor))
