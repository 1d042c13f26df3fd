"""docs/settlement.md and docs/errors.md keep up with the contracts."""

import json
import re
from pathlib import Path

import pytest

from saya_py.chain.evm.advice import ADVICE
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.layout import EVM_PROJECT

DOCS = Path(__file__).parents[3] / "docs"
SETTLEMENT = (DOCS / "settlement.md").read_text()
# Of OpenZeppelin's SafeCast: the time in seconds would have to pass 2^48.
UNREACHABLE = {"SafeCastOverflowedUintDowncast"}


@pytest.mark.parametrize("contract", ["ZkThreads", "OsVersions"])
def test_every_error_is_explained(contract: str) -> None:
    text = SETTLEMENT + (DOCS / "errors.md").read_text()
    errors = {item["name"] for item in load_artifact(contract).abi if item["type"] == "error"}
    unexplained = {name for name in errors - UNREACHABLE if not re.search(rf"\b{name}\b", text)}
    assert not unexplained


@pytest.mark.parametrize("contract", ["ZkThreads", "OsVersions"])
def test_every_error_comes_with_advice(contract: str) -> None:
    assert {item["name"] for item in load_artifact(contract).abi if item["type"] == "error"} <= ADVICE.keys()


@pytest.mark.parametrize("group", ["Changes", "ZkThreads"])
def test_gas_figures_are_those_of_the_snapshots(group: str) -> None:
    snapshot = json.loads((EVM_PROJECT / "snapshots" / f"{group}.json").read_text())
    missing = {name: gas for name, gas in snapshot.items() if f"{int(gas):,}" not in SETTLEMENT}
    assert not missing


def test_every_function_that_changes_something_is_described() -> None:
    described = set(re.findall(r"\b\w+\b", SETTLEMENT))
    functions = {
        item["name"]
        for item in load_artifact("ZkThreads").abi
        if item["type"] == "function" and item["stateMutability"] == "nonpayable"
    }
    assert functions <= described
