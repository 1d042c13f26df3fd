"""`sayapy demo --json` as a user runs it: real chain, real proofs. The secure profile only with --slow."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from saya_py.audit.proof_file import judge_proof_file, read_proof_file
from saya_py.core.statement_json import head_to_json

# Contract 1, slot 1 (`diamonds`), user 1.
DIAMONDS_OF_ALICE = ((1 << 32) + 1).to_bytes(8) + (1).to_bytes(8) + bytes(16)

# Leaves and merges of the generations: awards' signature, awards, purchases; basket's signature, purchases; a purchase,
# and the same again on the new values.
TREES = [
    ["leaf 1/3", "leaf 2/3", "leaf 3/3", "merge"],
    ["leaf 1/2", "leaf 2/2", "merge"],
    ["leaf"],
    ["leaf"],
]


@pytest.fixture(scope="module", params=["fast", pytest.param("secure", marks=pytest.mark.slow)])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def saved(profile: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(f"path with spaces {profile}") / "proofs"


@pytest.fixture(scope="module")
def report(profile: str, saved: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "saya_py.cli", "demo", "--json", "--profile", profile, "--save", str(saved)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def generations(report: dict[str, Any], status: str) -> list[dict[str, Any]]:
    return [each for each in report["sub_blocks"] if each["status"] == status]


def test_it_prints_one_object_with_exactly_these_keys(report: dict[str, Any], profile: str) -> None:
    names = ["profile", "authorisation", "os_version", "sub_blocks", "costs", "balances", "expected"]
    assert list(report) == names
    assert report["profile"] == profile
    always = {
        "seq", "generation", "authorisation", "submissions", "calls", "entries", "prove_seconds", "proof_bytes",
        "status", "fee_wei",
    }  # fmt: skip
    for each in generations(report, "settled"):
        assert set(each) == always | {"transaction", "block", "gas_used"}
    for each in generations(report, "stale"):
        assert set(each) == always | {"key", "expected", "actual", "lost_seconds"}


def test_every_call_is_signed(report: dict[str, Any], profile: str) -> None:
    """By players alone, by a player for several calls, and by the operator for others."""
    assert report["authorisation"] == "signed"
    assert report["os_version"]["development"] == (profile == "fast")
    first, second, third, again = report["sub_blocks"]
    assert {each["authorisation"] for each in report["sub_blocks"]} == {"signed"}
    assert first["submissions"] == [
        {"kind": "operator's bundle", "signer": "the operator", "calls": 2},
        *({"kind": "call", "signer": name, "calls": 1} for name in ("Alice", "Bob", "Carol", "Mike")),
    ]
    assert second["submissions"] == [{"kind": "player's bundle", "signer": "Alice", "calls": 2}]
    assert third["submissions"] == again["submissions"] == [{"kind": "call", "signer": "Alice", "calls": 1}]


def test_the_stale_sub_block_settles_in_its_next_generation(report: dict[str, Any]) -> None:
    shown = [
        (each["seq"], each["generation"], each["status"], each["calls"], each["entries"])
        for each in report["sub_blocks"]
    ]
    assert shown == [(1, 1, "settled", 6, 14), (2, 1, "settled", 2, 3), (3, 1, "stale", 1, 3), (3, 2, "settled", 1, 3)]


def test_the_stale_generation_names_the_key_and_both_values_and_what_it_cost(report: dict[str, Any]) -> None:
    (stale,) = generations(report, "stale")
    assert stale["key"] == "0x" + DIAMONDS_OF_ALICE.hex()
    assert stale["expected"] == "0x" + (6).to_bytes(8).hex() + "00" * 24
    assert stale["actual"] == "0x" + (16).to_bytes(8).hex() + "00" * 24
    assert stale["fee_wei"] == 0, "the new value was seen before anything was sent"
    costs = report["costs"]
    assert costs["stale_generations"] == 1
    assert costs["stale_seconds"] == pytest.approx(stale["lost_seconds"], abs=0.01)
    assert costs["stale_seconds"] > 0.1
    assert costs["reverted_wei"] == 0
    assert costs["settled_wei"] == sum(each["fee_wei"] for each in generations(report, "settled"))


def test_balances_on_chain_are_those_of_plain_python(report: dict[str, Any]) -> None:
    assert report["balances"] == {
        "Alice": {"diamonds": 13, "rubies": 57},
        "Bob": {"diamonds": 9, "rubies": 92},
        "Carol": {"diamonds": 3, "rubies": 5},
        "Mike": {"diamonds": 0, "rubies": 4},
    }
    assert report["expected"] == report["balances"]


def test_every_sub_block_has_a_real_proof_and_its_own_transaction(report: dict[str, Any]) -> None:
    for each, tree in zip(report["sub_blocks"], TREES, strict=True):
        assert list(each["prove_seconds"]) == [*tree, "sub_block", "wrap"]
        assert all(seconds > 0.1 for seconds in each["prove_seconds"].values())
        assert each["proof_bytes"] > 20_000
    settled = generations(report, "settled")
    assert len({each["transaction"] for each in settled}) == 3
    blocks = [each["block"] for each in settled]
    assert blocks == sorted(blocks)


def test_gas_stays_within_a_transaction(report: dict[str, Any]) -> None:
    assert all(each["gas_used"] < 1 << 24 for each in generations(report, "settled"))


def test_saved_proofs_are_valid_on_their_own(report: dict[str, Any], saved: Path, profile: str) -> None:
    for each in generations(report, "settled"):
        shown = json.loads((saved / f"sub-block-{each['seq']}.json").read_text())
        judged = judge_proof_file(read_proof_file(saved / shown["proof"]))
        judged.demand_valid(shown["proof"])
        assert judged.version is not None
        assert judged.version.profile == profile
        assert judged.content is not None
        assert head_to_json(judged.content.head) == shown["statement"]["head"]
        assert (judged.content.entries, judged.content.proof_bytes) == (each["entries"], each["proof_bytes"])
