"""Testing contracts: a simulated world, with real proofs when they are asked for.

With this package installed pytest has the fixtures `world`, `deploy`, `warp`, `users`, `alice`, `bob`, `carol` and
`mike`, the marker `prove` and the option `--prove`. Strategies for hypothesis are in `saya_py.testing.strategies`,
stateful tests in `saya_py.testing.stateful`; both need hypothesis.
"""

from saya_py.testing.agreement import Disagreement
from saya_py.testing.deployed import Deployed, Function
from saya_py.testing.entries import Entries
from saya_py.testing.failures import Reverts, reverts
from saya_py.testing.proof_report import ProofReport
from saya_py.testing.proofs import proven
from saya_py.testing.simulation import Simulation, Snapshot
from saya_py.testing.users import ALICE, BOB, CAROL, MIKE, users

__all__ = [
    "ALICE",
    "BOB",
    "CAROL",
    "MIKE",
    "Deployed",
    "Disagreement",
    "Entries",
    "Function",
    "ProofReport",
    "Reverts",
    "Simulation",
    "Snapshot",
    "proven",
    "reverts",
    "users",
]
