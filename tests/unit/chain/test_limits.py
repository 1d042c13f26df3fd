"""The estimates of settlements against the gas snapshots of the contracts, which measure whole transactions."""

import json
import re
from pathlib import Path

import pytest

from saya_py.chain.evm import limits
from saya_py.chain.evm.limits import ChainProfile, SettlementLoad, most_entries
from saya_py.core.errors import UserError

ROOT = Path(__file__).parents[3]
EVM = ROOT / "contracts" / "evm"
PROFILES = ["secure", "fast"]


def snapshot(name: str) -> dict[str, int]:
    text = (EVM / "snapshots" / f"{name}.json").read_text()
    return {key: int(value) for key, value in json.loads(text).items()}


def test_the_figures_are_those_of_the_gas_snapshots():
    settle = snapshot("ZkThreads")

    def slope(kind: str) -> float:
        return (settle[f"settle.256.{kind}"] - settle[f"settle.8.{kind}"]) / 248

    derived = {
        slope("changed"): limits.CHANGED_ENTRY,
        slope("read"): limits.READ_ENTRY,
        slope("new") - slope("changed"): limits.FIRST_WRITE,
    }
    for profile, settlement in limits.SETTLEMENT_GAS.items():
        derived[snapshot(f"Settlement-{profile}")["transaction"] - 8 * slope("changed")] = settlement
    for figure, constant in derived.items():
        assert constant == pytest.approx(figure, rel=0.01), f"write {float(f'{figure:.3g}'):_.0f} in limits.py"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_real_settlement_takes_what_is_estimated(profile: str):
    """The settlement of the example: eight entries, all changed, with a real proof."""
    real, load = snapshot(f"Settlement-{profile}"), SettlementLoad(8, 8, 0)
    assert load.calldata_bytes(profile) == real["calldata bytes"]
    assert load.gas(profile) == pytest.approx(real["transaction"], rel=0.01)
    proof = ROOT / "tests" / "vectors" / "wrap" / profile / "proof.bin"
    assert limits.PROOF_BYTES[profile] == proof.stat().st_size


@pytest.mark.parametrize("kind", ["new", "changed", "read"])
def test_entries_cost_the_same_in_a_list_four_times_as_long(kind: str):
    """The figures come from lists of up to 256 entries; a list of 1,024 is measured too."""
    settle = snapshot("ZkThreads")
    loads = {
        "new": SettlementLoad(768, 768, 768),
        "changed": SettlementLoad(768, 768, 0),
        "read": SettlementLoad(768, 0, 0),
    }
    estimated = loads[kind].gas("secure") - SettlementLoad(0, 0, 0).gas("secure")
    assert estimated == pytest.approx(settle[f"settle.1024.{kind}"] - settle[f"settle.256.{kind}"], rel=0.02)


def test_the_floor_for_calldata_is_never_what_counts():
    """EIP-7623: a transaction costs at least 21,000 gas and 40 for each byte that is not zero."""
    for profile in PROFILES:
        for load in (SettlementLoad(0, 0, 0), SettlementLoad(4096, 0, 0), SettlementLoad(4096, 4096, 0)):
            assert 21_000 + 40 * load.calldata_bytes(profile) < load.gas(profile)


def test_the_contract_takes_as_many_entries_as_the_largest_circuit():
    found = re.search(r"MAX_ENTRIES = (\d+);", (EVM / "src" / "ZkThreads.sol").read_text())
    assert found is not None
    generous = ChainProfile(gas=1 << 40, bytes=1 << 30)
    assert most_entries("secure", generous) == most_entries("fast", generous) == int(found[1]) == 4096


@pytest.mark.parametrize("profile", PROFILES)
def test_the_most_entries_fit_and_one_more_does_not(profile: str):
    entries = most_entries(profile)
    assert 256 < entries < 4096
    assert SettlementLoad.heaviest(entries).fits(profile, ChainProfile())
    assert not SettlementLoad.heaviest(entries + 1).fits(profile, ChainProfile())
    assert SettlementLoad(entries + 1, 0, 0).fits(profile, ChainProfile()), "lighter entries may be more"


def test_either_limit_of_a_chain_counts():
    default = most_entries("secure")
    half_gas, fewer_bytes = ChainProfile(gas=1 << 23), ChainProfile(bytes=110_000)
    by_gas, by_bytes = most_entries("secure", half_gas), most_entries("secure", fewer_bytes)
    assert by_gas == (half_gas.gas - limits.SETTLEMENT_GAS["secure"]) // (limits.CHANGED_ENTRY + limits.FIRST_WRITE)
    assert 0 < by_gas < default
    assert 0 < by_bytes < default
    assert default < most_entries("fast"), "a shorter proof leaves more room"


def test_a_chain_that_does_not_take_a_proof_takes_no_entries():
    assert most_entries("secure", ChainProfile(bytes=100_000)) == 0
    assert most_entries("secure", ChainProfile(gas=5_000_000)) == 0


@pytest.mark.parametrize(("entries", "changed", "first_writes"), [(1, 2, 0), (2, 1, 2), (2, 1, -1)])
def test_a_load_that_cannot_be_is_refused(entries: int, changed: int, first_writes: int):
    with pytest.raises(UserError, match="a new entry is a changed one"):
        SettlementLoad(entries, changed, first_writes)
