"""The rendered Solidity constants are those of the committed descriptions, and what the verifier cannot judge is refused."""

import copy
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "contracts" / "evm" / "tools"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


constants = load("render_constants")
poseidon = load("render_poseidon")


def description() -> dict:
    return json.loads((constants.VECTORS / "fast" / "wrap-fast.json").read_text())


def test_rendering_again_gives_the_committed_files() -> None:
    assert constants.main(["--check"]) == 0
    tables = json.loads(poseidon.VECTORS.read_text())["poseidon"]
    assert poseidon.OUTPUT.read_text() == poseidon.render(tables)


def test_a_difference_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "circuit.json"
    output = tmp_path / "Circuit.sol"
    source.write_text(json.dumps(description()))
    arguments = [str(source), "Circuit", str(output)]
    assert constants.main(["--check", *arguments]) == 1
    assert constants.main(arguments) == 0
    assert constants.main(["--check", *arguments]) == 0
    output.write_text(output.read_text().replace("s.powBits = 16;", "s.powBits = 0;"))
    assert constants.main(["--check", *arguments]) == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("num_lookup_selectors", 4, "lookups"),
        ("num_public_inputs", 9, "public inputs"),
        ("digest_bytes", 32, "digest bytes"),
        ("final_poly_len", 2, "final polynomial"),
        ("num_partial_products", 8, "partial products"),
        ("rate_bits", 21, "domain too large"),
        ("num_wires", 600, "transcript's rate"),
        ("k_is", [str(constants.P)], "canonical"),
        ("constants_sigmas_cap", ["0x" + 25 * "00"], "cap length"),
    ],
)
def test_unsupported_circuits_are_refused(field: str, value: object, message: str) -> None:
    changed = {**description(), field: value}
    with pytest.raises(constants.DescriptionError, match=message):
        constants.render(changed, "Circuit", ".")


def test_unknown_gates_and_weights_are_refused() -> None:
    unknown = copy.deepcopy(description())
    unknown["gates"][0]["kind"] = "LookupGate"
    with pytest.raises(constants.DescriptionError, match="unknown gate"):
        constants.render(unknown, "Circuit", ".")
    weights = copy.deepcopy(description())
    gate = next(g for g in weights["gates"] if g["kind"] == "CosetInterpolationGate")
    gate["params"]["barycentric_weights"][1] = "1"
    with pytest.raises(constants.DescriptionError, match="barycentric weights"):
        constants.render(weights, "Circuit", ".")
