"""One sub-block with every kind of proof in it: what each part takes."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from saya_py.core.accounts import Account, account_key
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.core.submissions import Submission
from saya_py.core.wire import dump_submission
from saya_py.proving.engine import Engine, ProvenSubBlock, SubBlockJob
from saya_py.service.demo.gems import CONTRACT, gems_call
from saya_py.service.demo.story import ALICE, Purchase
from saya_py.wallet import AccountId, Wallet

_DOMAIN = bytes(31) + b"\x01"
_WINDOW = (1_800_000_000, 1_800_003_600)
_BUY = 1
_VERIFICATIONS = 5
_KIB = 1024


@dataclass(frozen=True)
class TreeFigures:
    """Seconds by part; `calls` are those of the first leaf, which is full."""

    calls: int
    popped: int
    """Calls of the full leaf of a bundle."""
    call_leaf: float
    bundle_leaf: float
    popped_leaf: float
    merge_4: float
    merge_1: float
    finish: Mapping[str, float]
    """Sub-block, shrink and wrap."""
    verify: float
    proof_bytes: int
    peak_memory: int
    """Bytes of this process, building the circuits included."""
    job: SubBlockJob
    seconds: float
    """Of all stages together."""


def measure_tree(engine: Engine) -> TreeFigures:
    """Prove a full leaf of signed calls, a bundle that fills a leaf, and a bundle of one call, in one sub-block.

    That is five leaves, so the merges are one of four proofs, one of a single proof, and one of the two.
    """
    calls = engine.lanes(CONTRACT, _BUY, "inline")
    popped = engine.lanes(CONTRACT, _BUY, "pop")
    proof = engine.prove(_job(engine, calls, popped))
    stages = proof.stages
    return TreeFigures(
        calls=calls,
        popped=popped,
        call_leaf=stages["leaf 1/5"],
        bundle_leaf=stages["leaf 2/5"],
        popped_leaf=stages["leaf 3/5"],
        merge_4=stages["merge 1/3"],
        merge_1=stages["merge 2/3"],
        finish={name: stages[name] for name in ("sub_block", "shrink", "wrap")},
        verify=_verify_seconds(engine, proof),
        proof_bytes=len(proof.proof),
        peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB,
        job=proof.job,
        seconds=sum(stages.values()),
    )


def _job(engine: Engine, calls: int, popped: int) -> SubBlockJob:
    with TemporaryDirectory() as folder:
        wallet = Wallet.create(Path(folder) / "alice.wallet", "bench", state=Path(folder) / "state")
        account = AccountId(from_bytes(_DOMAIN), ALICE.user)
        key_root = wallet.new_key(account)
        root = from_bytes(engine.set_root)
        buy = gems_call(Purchase(ALICE, 1))
        signed: list[Submission] = [wallet.sign_call(account, buy, root) for _ in range(calls)]
        signed += [wallet.sign_bundle(account, [buy] * count, root) for count in (popped, 1)]
    diamonds = (CONTRACT << 32) + 1
    state = {
        to_bytes(account_key(ALICE.user, 0)): to_bytes(Account(0, key_root).encode()),
        to_bytes((diamonds, ALICE.user, 0, 0)): to_bytes((1_000_000, 0, 0, 0)),
    }
    return SubBlockJob(
        domain=_DOMAIN,
        t_min=_WINDOW[0],
        t_max=_WINDOW[1],
        prover=bytes(20),
        thread=1,
        seq=1,
        submissions=[dump_submission(each) for each in signed],
        state=state,
    )


def _verify_seconds(engine: Engine, proof: ProvenSubBlock) -> float:
    """The least of a few."""
    best = float("inf")
    for _ in range(_VERIFICATIONS):
        start = time.perf_counter()
        engine.verify(proof)
        best = min(best, time.perf_counter() - start)
    return best
