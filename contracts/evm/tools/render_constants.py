"""Renders the verifier contract of one wrap circuit from its description.

Usage: python3 contracts/evm/tools/render_constants.py [--check] [DESCRIPTION NAME OUTPUT]

Without a description: renders `WrapVerifierFast` and `WrapVerifierSecure` from
`tests/vectors/wrap/<profile>/wrap-<profile>.json` into `src/verifier/generated/`. With --check nothing
is written; the exit status is 1 if a file would change. The description is what `saya-export` writes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

EVM = Path(__file__).resolve().parent.parent
VECTORS = EVM.parent.parent / "tests" / "vectors" / "wrap"
GENERATED = EVM / "src" / "verifier" / "generated"
PROFILES = {"fast": "WrapVerifierFast", "secure": "WrapVerifierSecure"}

P = 2**64 - 2**32 + 1
DIGEST_BYTES = 25
# Limbs that the contract's transcript absorbs at once.
RATE = 1024
# Bytes of one `hex` literal's line.
LINE = 48

Params = dict[str, Any]
# Kind number and parameters of each gate, as in `src/verifier/gates/GateTable.sol`.
GATES: dict[str, Callable[[Params], list[int]]] = {
    "NoopGate": lambda _: [0],
    "ConstantGate": lambda p: [1, p["num_consts"]],
    "PublicInputGate": lambda _: [2],
    "BaseSumGate": lambda p: [3, p["base"], p["num_limbs"]],
    "ArithmeticGate": lambda p: [4, p["num_ops"]],
    "ArithmeticExtensionGate": lambda p: [5, p["num_ops"]],
    "MulExtensionGate": lambda p: [6, p["num_ops"]],
    "ReducingGate": lambda p: [7, p["num_coeffs"]],
    "ReducingExtensionGate": lambda p: [8, p["num_coeffs"]],
    "RandomAccessGate": lambda p: [9, p["bits"], p["num_copies"], p["num_extra_constants"]],
    "ExponentiationGate": lambda p: [10, p["num_power_bits"]],
    "CosetInterpolationGate": lambda p: [11, p["subgroup_bits"], p["degree"]],
    "PoseidonGate": lambda _: [12],
    "PoseidonMdsGate": lambda _: [13],
}


class DescriptionError(Exception):
    """The description is of a circuit that the contract's code does not cover."""


def require(condition: bool, what: str) -> None:
    """Raises `DescriptionError` unless the condition holds."""
    if not condition:
        raise DescriptionError(what)


def unhex(text: str) -> bytes:
    """Bytes of a `0x` string."""
    return bytes.fromhex(text.removeprefix("0x"))


def limb(value: int) -> bytes:
    """8 bytes, big-endian; the value must be canonical."""
    require(0 <= value < P, f"not a canonical limb: {value}")
    return value.to_bytes(8, "big")


def digest_limbs(digest: bytes) -> bytes:
    """A digest as the transcript absorbs it: limbs of 7, 7, 7 and 4 bytes."""
    require(len(digest) == DIGEST_BYTES, "digest length")
    parts = (digest[0:7], digest[7:14], digest[14:21], digest[21:25])
    return b"".join(part.rjust(8, b"\0") for part in parts)


def transcript_prefix(d: Params) -> bytes:
    """FRI parameters and circuit digest."""
    fri = b"".join(limb(int(x)) for x in d["fri_params_limbs"])
    return fri + digest_limbs(unhex(d["circuit_digest"]))


def gate_entry(gate: Params, selector: int, row: int, group: Params) -> bytes:
    """One entry of the gate table."""
    require(gate["kind"] in GATES, f"unknown gate: {gate['id']}")
    if gate["kind"] == "CosetInterpolationGate":
        check_weights(gate["params"])
    kind, *parameters = GATES[gate["kind"]](gate["params"])
    parameters += [0] * (3 - len(parameters))
    head = bytes([kind, selector, row, group["start"], group["end"]])
    return head + b"".join(x.to_bytes(2, "big") for x in parameters)


def check_weights(params: Params) -> None:
    """The contract computes the barycentric weight of g^i as g^i / 2^bits; the gate must agree."""
    bits = params["subgroup_bits"]
    generator = pow(7277203076849721926, 1 << (32 - bits), P)
    expected = [pow(generator, i, P) * pow(1 << bits, -1, P) % P for i in range(1 << bits)]
    require([int(w) for w in params["barycentric_weights"]] == expected, "barycentric weights")


def gate_table(d: Params) -> bytes:
    """Header and entries, see `GateTable.sol`."""
    groups = d["selector_groups"]
    constraints: int = d["num_gate_constraints"]
    entries = [
        gate_entry(gate, selector, row, groups[selector])
        for row, (gate, selector) in enumerate(zip(d["gates"], d["selector_indices"], strict=True))
    ]
    return bytes([len(groups)]) + constraints.to_bytes(2, "big") + b"".join(entries)


def check_supported(d: Params) -> None:
    """What the contract's code takes for granted."""
    require(d["num_lookup_selectors"] == 0, "lookups")
    require(d["num_public_inputs"] == 8, "public inputs")
    require(d["digest_bytes"] == DIGEST_BYTES, "digest bytes")
    require(d["degree_bits"] + d["rate_bits"] <= 32, "domain too large")
    require(d["pow_bits"] <= 64, "grinding bits")
    arities = d["reduction_arity_bits"]
    require(d["final_poly_len"] == 1 << (d["degree_bits"] - sum(arities)), "final polynomial")
    require(d["final_poly_len"] % 4 == 0, "final polynomial shorter than 4")
    chunks = -(-d["num_routed_wires"] // d["quotient_degree_factor"])
    require(d["num_partial_products"] == chunks - 1, "partial products")
    challenges = d["num_challenges"]
    openings = d["num_constants"] + d["num_routed_wires"] + d["num_wires"]
    openings += challenges * (2 + d["num_partial_products"] + d["quotient_degree_factor"])
    cap = 4 << d["cap_height"]
    first = len(transcript_prefix(d)) // 8 + 4 + cap
    longest = max(2 * openings, first, cap, 2 * d["final_poly_len"] + 1)
    require(longest < RATE, f"a message of {longest} limbs exceeds the transcript's rate")


SHAPE_FIELDS = {
    "degreeBits": "degree_bits",
    "rateBits": "rate_bits",
    "capHeight": "cap_height",
    "numQueries": "num_queries",
    "powBits": "pow_bits",
    "numChallenges": "num_challenges",
    "numWires": "num_wires",
    "numRoutedWires": "num_routed_wires",
    "numConstants": "num_constants",
    "quotientDegreeFactor": "quotient_degree_factor",
    "numPartialProducts": "num_partial_products",
}


def shape_lines(d: Params) -> list[str]:
    """Body of `shape()`."""
    arities = d["reduction_arity_bits"]
    lines = [f"s.{field} = {d[key]};" for field, key in SHAPE_FIELDS.items()]
    lines.append(f"s.arityBits = new uint256[]({len(arities)});")
    lines += [f"s.arityBits[{i}] = {bits};" for i, bits in enumerate(arities)]
    return lines


def bytes_lines(data: bytes) -> list[str]:
    """Body of a function that returns `data`."""
    chunks = [data[i : i + LINE].hex() for i in range(0, len(data), LINE)]
    literals = [f'    hex"{chunk}"' for chunk in chunks]
    literals[0] = "return " + literals[0].lstrip()
    literals[-1] += ";"
    return literals


def function(name: str, returns: str, lines: Iterable[str]) -> str:
    """One overriding getter."""
    body = "\n".join(f"        {line}" for line in lines)
    head = f"    function {name}() public pure override returns ({returns}) {{"
    return f"    /// @inheritdoc Plonky2Verifier\n{head}\n{body}\n    }}\n"


def render(d: Params, name: str, verifier_path: str) -> str:
    """The Solidity source of contract `name`."""
    check_supported(d)
    cap = b"".join(unhex(x) for x in d["constants_sigmas_cap"])
    require(len(cap) == DIGEST_BYTES << d["cap_height"], "cap length")
    memory = "bytes memory"
    functions = [
        function("shape", "Shape memory s", shape_lines(d)),
        function("transcriptPrefix", memory, bytes_lines(transcript_prefix(d))),
        function("constantsSigmasCap", memory, bytes_lines(cap)),
        function("kIs", memory, bytes_lines(b"".join(limb(int(k)) for k in d["k_is"]))),
        function("gateTable", memory, bytes_lines(gate_table(d))),
    ]
    return f"""\
// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {{Plonky2Verifier}} from "{verifier_path}/Plonky2Verifier.sol";
import {{Shape}} from "{verifier_path}/Shape.sol";

/// @title Verifier of the wrap circuit with digest {d["circuit_digest"]}
contract {name} is Plonky2Verifier {{
{chr(10).join(functions)}}}
"""


def import_path(output: Path) -> str:
    """From the rendered file's folder to `src/verifier`, as an import begins."""
    path = Path(os.path.relpath(EVM / "src" / "verifier", output.parent)).as_posix()
    return path if path.startswith(".") else f"./{path}"


def main(arguments: list[str]) -> int:
    """Renders or checks; see the module's text."""
    check = "--check" in arguments
    paths = [a for a in arguments if a != "--check"]
    if paths:
        description, name, output = paths
        jobs = [(Path(description), name, Path(output))]
    else:
        jobs = [
            (VECTORS / p / f"wrap-{p}.json", name, GENERATED / f"{name}.sol")
            for p, name in PROFILES.items()
        ]
    status = 0
    for source, name, output in jobs:
        text = render(json.loads(source.read_text()), name, import_path(output))
        if not check:
            output.write_text(text)
        elif not output.is_file() or output.read_text() != text:
            print(f"{output}: differs from what {source} gives", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
