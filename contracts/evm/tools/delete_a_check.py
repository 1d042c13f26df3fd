"""Shows that every check of the proof verifier is needed and tested: deletes one at a time and runs the tests.

Usage: python3 contracts/evm/tools/delete_a_check.py [--quick] [--lies FOLDER]

A check is a statement of `src/verifier` whose line ends in `// check: NAME`. `NAME` may contain a variable, as in
`merkle:{oracle}`: then there is one check for each value of the variable. In a copy of the project, without the
statement (or with it skipped for one value), the lying prover's proof against this check must be accepted, so that
`lies/Lies.t.sol` fails. Checks that no lie can get past for another reason (say, because the hash of the changed bytes
differs) must be noticed by the ordinary tests of the verifier.

The lies come from `saya-lies` (crate saya-lying) unless a folder of them is given. --quick deletes one check of each
kind. Prints one line a check; the exit status is 1 if a check can be deleted unnoticed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import render_constants

EVM = Path(__file__).resolve().parent.parent
ROOT = EVM.parent.parent
VECTORS = ROOT / "tests" / "vectors"
ORACLES = ["constants-sigmas", "wires", "zs-partial-products", "quotient"]
TAG = re.compile(r"^(?P<indent> *)(?P<statement>\S.*;) // check: (?P<name>\S+)$")
VARIABLE = re.compile(r"\{(\w+)\}")
# One check of each kind.
QUICK = {
    "canonical-leaf",
    "final",
    "fold:1",
    "gate:Poseidon",
    "grinding",
    "merkle:wires",
    "opening:next",
    "permutation:start",
}
COMMON = [
    "foundry.toml",
    "package.json",
    "src/interfaces",
    "src/verifier",
    "test/support/Test.sol",
    "test/support/Vm.sol",
    "tools",
]
LIES_TEST = "test/Lies.t.sol"
PLAIN_TESTS = "test/verifier/{Gates,Mangled}.t.sol"


@dataclass(frozen=True)
class Check:
    """One check: where its statement is, and for which value of a variable."""

    name: str
    file: Path
    line: int
    mutant: str


@dataclass(frozen=True)
class Outcome:
    """What the tests said without a check."""

    failed: bool
    broken: bool
    accepted: list[str]


def tagged_lines() -> Iterator[tuple[Path, int, re.Match[str]]]:
    """Every tagged statement, as file (relative to the project), line index and match."""
    for path in sorted((EVM / "src" / "verifier").rglob("*.sol")):
        for index, line in enumerate(path.read_text().splitlines()):
            match = TAG.match(line)
            if match:
                yield path.relative_to(EVM), index, match
            elif "// check:" in line:
                raise SystemExit(f"{path}:{index + 1}: a tagged line must be one whole statement")


def values_of(template: str, lies: set[str]) -> Iterator[tuple[str, str]]:
    """Names that the template takes in the lies, with the variable's value in Solidity."""
    variable = VARIABLE.search(template)
    assert variable is not None
    numbers = r"\d+" if variable[1] != "oracle" else "|".join(ORACLES)
    pattern = re.compile(re.escape(template[: variable.start()]) + f"({numbers})$")
    for name in sorted(lies):
        match = pattern.match(name)
        if match:
            value = match[1]
            yield name, str(ORACLES.index(value)) if value in ORACLES else value


def checks(lies: set[str]) -> list[Check]:
    """All checks of the sources; those with a variable once for each value in the lies."""
    found = []
    for file, line, match in tagged_lines():
        template, indent, statement = match["name"], match["indent"], match["statement"]
        variable = VARIABLE.search(template)
        if variable is None:
            found.append(Check(template, file, line, ""))
            continue
        instances = list(values_of(template, lies))
        if not instances:
            raise SystemExit(f"{file}:{line + 1}: no lie is told about {template}")
        for name, value in instances:
            mutant = f"{indent}if ({variable[1]} != {value}) {{ {statement} }}"
            found.append(Check(name, file, line, mutant))
    return found


def copy_into(copy: Path, names: list[str]) -> None:
    """Copies files and folders of the project to the same places of `copy`."""
    for name in names:
        source, target = EVM / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    (copy / "node_modules").symlink_to(EVM / "node_modules")


def plain_copy(folder: Path) -> Path:
    """A copy of what the verifier's ordinary tests need."""
    copy = folder / "contracts" / "evm"
    copy_into(copy, [*COMMON, "test/verifier"])
    shutil.copytree(VECTORS, folder / "tests" / "vectors")
    return copy


def lies_copy(folder: Path, lies: Path) -> Path:
    """A copy with the lies, their test and the verifier of the circuit that is lied about, and nothing else to compile."""
    copy = folder / "contracts" / "evm"
    copy_into(copy, COMMON)
    for verifier in render_constants.PROFILES.values():
        (copy / "src" / "verifier" / "generated" / f"{verifier}.sol").unlink()
    shutil.copytree(lies, folder / "tests" / "vectors" / "lies")
    shutil.copy(EVM / "lies" / "Lies.t.sol", copy / LIES_TEST)
    description = json.loads((lies / "wrap-lies.json").read_text())
    source = render_constants.render(description, "LieVerifier", "../src/verifier")
    (copy / "test" / "LieVerifier.sol").write_text(source)
    return copy


def run_tests(copy: Path, tests: str, forge: str) -> Outcome:
    """Runs the matching tests in the copy."""
    environment = {"FOUNDRY_DENY": "never", "PATH": os.environ["PATH"], "HOME": str(copy)}
    command = [forge, "test", "--match-path", tests]
    run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    failed = "[FAIL" in run.stdout
    accepted = re.search(r"accepted lies: ([^!\n]*) != ", run.stdout)
    names = accepted[1].split() if accepted else []
    return Outcome(failed, run.returncode != 0 and not failed, names)


def forge_binary() -> str:
    """Path of forge, which npm installed."""
    script = "import('./tools/foundry-binary.mjs').then((m) => console.log(m.binary('forge')))"
    run = subprocess.run(["node", "-e", script], cwd=EVM, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def make_lies(folder: Path) -> None:
    """Lets the lying prover write its proofs."""
    command = ["cargo", "run", "--release", "--manifest-path", str(ROOT / "prover" / "Cargo.toml")]
    command += ["-p", "saya-lying", "--bin", "saya-lies", "--", "fast", str(folder)]
    subprocess.run(command, check=True)


def without(copy: Path, check: Check, forge: str, tests: str) -> Outcome:
    """The tests' outcome without one check."""
    path = copy / check.file
    source = path.read_text()
    lines = source.splitlines()
    lines[check.line] = check.mutant
    path.write_text("\n".join(lines) + "\n")
    outcome = run_tests(copy, tests, forge)
    path.write_text(source)
    return outcome


def judge(copies: dict[str, Path], check: Check, expected: list[str], forge: str) -> tuple[bool, str]:
    """Whether the deletion is noticed, and by what."""
    tests = LIES_TEST if expected else PLAIN_TESTS
    outcome = without(copies[tests], check, forge, tests)
    if outcome.broken:
        return False, "does not compile"
    if not expected:
        return outcome.failed, "noticed by the ordinary tests" if outcome.failed else "nothing noticed it"
    missed = sorted(set(expected) - set(outcome.accepted))
    if missed:
        return False, f"still refused: {' '.join(missed)}"
    return True, f"accepts {' '.join(outcome.accepted)}"


def lies_by_check(lies: Path) -> dict[str, list[str]]:
    """Names of the lies against each check."""
    by_check: dict[str, list[str]] = {}
    for lie in json.loads((lies / "index.json").read_text())["lies"]:
        by_check.setdefault(lie["check"], []).append(lie["name"])
    return by_check


def delete_all(lies: Path, quick: bool, folder: Path) -> int:
    """Deletes the checks one by one; returns how many deletions went unnoticed."""
    by_check = lies_by_check(lies)
    found = checks(set(by_check))
    untold = set(by_check) - {check.name for check in found}
    if untold:
        raise SystemExit(f"lies about checks that no source line is tagged with: {sorted(untold)}")
    forge = forge_binary()
    copies = {LIES_TEST: lies_copy(folder / "of-lies", lies), PLAIN_TESTS: plain_copy(folder / "plain")}
    for tests, copy in copies.items():
        outcome = run_tests(copy, tests, forge)
        if outcome.failed or outcome.broken:
            raise SystemExit(f"{tests} fails already before any deletion")
    print("complete verifier: every lie refused, each by its check", flush=True)
    chosen = [check for check in found if not quick or check.name in QUICK]
    unnoticed = 0
    for check in chosen:
        noticed, what = judge(copies, check, by_check.get(check.name, []), forge)
        unnoticed += not noticed
        verdict = "noticed  " if noticed else "UNNOTICED"
        print(f"{verdict}  {check.name:<30}  {check.file}:{check.line + 1}  {what}", flush=True)
    print(f"{len(chosen)} checks deleted, {unnoticed} unnoticed")
    return unnoticed


def main() -> int:
    """Reads the arguments and works in a temporary folder."""
    parser = argparse.ArgumentParser(description="Deletes each check of the verifier and expects a test to fail.")
    parser.add_argument("--quick", action="store_true", help="one check of each kind")
    parser.add_argument("--lies", type=Path, help="a folder that saya-lies wrote")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="delete-a-check-") as temporary:
        folder = Path(temporary)
        lies: Path | None = arguments.lies
        if lies is None:
            lies = folder / "lies"
            make_lies(lies)
        return 1 if delete_all(lies.resolve(), arguments.quick, folder) else 0


if __name__ == "__main__":
    sys.exit(main())
