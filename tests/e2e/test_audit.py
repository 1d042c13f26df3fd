"""Audits of a thread with real proofs on a real chain: an honest one, and one thing altered at a time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.audit.bundle_reading import Bundle, read_bundle
from saya_py.audit.evidence import Evidence
from saya_py.audit.settle_call import decode_settle
from saya_py.cli.app import app
from saya_py.core.call_data import decode_call_data, encode_call_data
from saya_py.core.errors import SayaError
from saya_py.core.limbs import to_hex
from tests.e2e.audited import Audited

PAGE = Path(__file__).parents[2] / "docs" / "auditors.md"


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    error: str


def sayapy(*arguments: str) -> Done:
    """Run a command of an auditor's, in this process."""
    result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, SayaError):
        return Done(result.exception.exit_code, result.stdout, str(result.exception))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.output)


def report(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Status and report of an audit that builds no circuits: they take minutes, and are those of the fixture."""
    done = sayapy("audit", *arguments, "--trust-manifest", "--json")
    assert done.stdout, done.error
    return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def bundle(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bundle") / "thread.bundle"
    done = sayapy("export", str(file), *audited.options, "--json")
    assert done.returncode == 0, done.error
    told = json.loads(done.stdout)
    assert (told["sub_blocks"], told["sets"], told["lacks"]) == (2, 1, [])
    return file


@pytest.mark.slow
def test_an_honest_thread_is_ok_and_its_set_is_rebuilt(audited: Audited) -> None:
    done = sayapy("audit", *audited.options, "--json")
    assert done.returncode == 0, done.error
    told = json.loads(done.stdout)
    assert told["counts"] == {"ok": 2, "mismatch": 0, "missing_data": 0, "unreachable": 0}
    assert [(each["call_count"], each["entries"]) for each in told["sub_blocks"]] == [(3, 4), (1, 3)]
    assert {check["status"] for each in told["sub_blocks"] for check in each["checks"]} == {"ok"}
    assert len(told["rests_on"]) == 1


def test_an_audit_that_trusts_the_manifest_says_so(audited: Audited) -> None:
    status, told = report(*audited.options, "--from", "2")
    assert status == 0
    assert [each["seq"] for each in told["sub_blocks"]] == [2]
    assert any("the manifest" in line for line in told["rests_on"])
    shown = sayapy("audit", *audited.options, "--trust-manifest").stdout
    assert "2 sub-blocks: 2 ok" in shown
    assert "circuits were not built" in shown.replace("\n", " ")


def test_a_bundle_is_ok_without_a_node(bundle: Path, audited: Audited, tmp_path: Path) -> None:
    status, told = report("--bundle", str(bundle))
    assert (status, told["counts"]["ok"]) == (0, 2)
    assert any("the bundle: that the canonical values" in line for line in told["rests_on"])
    again = tmp_path / "again"
    assert sayapy("export", str(again), *audited.options).returncode == 0
    assert again.read_bytes() == bundle.read_bytes()


@pytest.fixture
def folder(audited: Audited, tmp_path: Path) -> Path:
    """A copy of the operator's folder, for altering."""
    return Path(
        shutil.copytree(audited.folder, tmp_path / "service", ignore=shutil.ignore_patterns("*wallet*", "state"))
    )


def with_folder(audited: Audited, folder: Path) -> list[str]:
    """The options with another folder of the operator's."""
    return [option.replace(str(audited.folder), str(folder)) for option in audited.options]


def test_calls_that_were_altered_swapped_or_lost_are_found(audited: Audited, folder: Path) -> None:
    file = folder / "call-data" / "1.json"
    honest = decode_call_data(file.read_bytes())
    one, two = honest.submissions
    paid = replace(one, call=replace(one.call, args=(2, 31)))  # type: ignore[union-attr]
    cases = {
        "a call differs, or their order": (paid, two),
        "or their order": (two, one),
        "the file has 2 calls, but 3 were settled": (two,),
    }
    for reason, submissions in cases.items():
        file.write_bytes(encode_call_data(replace(honest, submissions=submissions)))
        status, told = report(*with_folder(audited, folder))
        first = told["sub_blocks"][0]["first"]
        assert (status, first["check"], told["sub_blocks"][1]["verdict"]) == (5, "calls", "ok")
        assert reason in first["reason"]
    file.unlink()
    status, told = report(*with_folder(audited, folder))
    assert (status, told["sub_blocks"][0]["first"]["check"]) == (12, "call data")
    assert told["counts"] == {"ok": 1, "mismatch": 0, "missing_data": 1, "unreachable": 0}


def test_a_signature_that_was_altered_is_found(audited: Audited, folder: Path) -> None:
    """The digest of the calls does not cover signatures; the execution verifies them."""
    file = folder / "call-data" / "2.json"
    honest = decode_call_data(file.read_bytes())
    (one,) = honest.submissions
    signature = bytearray(one.signature)  # type: ignore[union-attr]
    signature[100] ^= 1
    file.write_bytes(encode_call_data(replace(honest, submissions=(replace(one, signature=bytes(signature)),))))
    status, told = report(*with_folder(audited, folder))
    first = told["sub_blocks"][1]["first"]
    assert (status, first["check"]) == (5, "execution")
    assert first["place"]["call_name"] == "Purse.pay(to=2, n=5) by user 1"


def test_another_abi_is_found(audited: Audited, folder: Path) -> None:
    abi = folder / "set" / "abi.json"
    text = abi.read_text().replace('"held"', '"owed"')
    parse_abi(text)
    abi.write_text(text)
    done = sayapy("audit", *with_folder(audited, folder), "--trust-manifest")
    assert done.returncode == 5
    assert "ABI" in done.error


def test_another_program_is_found(audited: Audited, folder: Path) -> None:
    manifest = folder / "set" / "manifest.json"
    parsed = json.loads(manifest.read_text())
    (source,) = parsed["sources"]
    source["text"] = source["text"].replace(">= n", "> n")
    source["sha256"] = hashlib.sha256(source["text"].encode()).hexdigest()
    manifest.write_text(json.dumps(parsed))
    done = sayapy("audit", *with_folder(audited, folder), "--trust-manifest")
    assert done.returncode == 5
    assert "program of Purse" in done.error


def test_circuits_that_are_not_those_of_the_sources_are_found_against_the_chain(audited: Audited, folder: Path) -> None:
    """Whoever trusts the manifest's digests still compares their root with the one that the world adopted."""
    manifest = folder / "set" / "manifest.json"
    text = manifest.read_text()
    honest = parse_manifest(text)
    contract = honest.contracts[0]
    function = contract.functions[0]
    mode, circuit = next(iter(function.circuits.items()))
    other = replace(function, circuits={**function.circuits, mode: replace(circuit, digest=(1, 2, 3, 4))})
    changed = replace(honest, contracts=(replace(contract, functions=(other, *contract.functions[1:])),))
    manifest.write_text(changed.text())
    status, told = report(*with_folder(audited, folder))
    first = told["sub_blocks"][0]["first"]
    assert (status, first["check"]) == (5, "set")
    assert to_hex(honest.set_root) in first["reason"]


def rewritten(bundle: Path, target: Path, alter: Callable[[dict[str, Any]], None]) -> str:
    """A bundle with something altered in its first sub-block."""
    lines = bundle.read_text().splitlines()
    content = json.loads(lines[1])
    alter(content)
    target.write_text("\n".join([lines[0], json.dumps(content), *lines[2:], ""]))
    return str(target)


def evidence(bundle: Path) -> Evidence:
    read: Bundle = read_bundle(bundle)
    found = read.evidence(1)
    assert isinstance(found, Evidence)
    return found


def test_lists_and_proofs_and_answers_that_were_altered_are_found(bundle: Path, tmp_path: Path) -> None:
    calldata = evidence(bundle).calldata
    assert isinstance(calldata, bytes)
    proof, inputs = decode_settle(calldata).proof, decode_settle(calldata).inputs

    def in_calldata(part: bytes, at: int) -> Callable[[dict[str, Any]], None]:
        place = calldata.index(part) + at
        changed = calldata[:place] + bytes([calldata[place] ^ 1]) + calldata[place + 1 :]
        return lambda content: content["evidence"].__setitem__("calldata", "0x" + changed.hex())

    def in_values(name: str) -> Callable[[dict[str, Any]], None]:
        return lambda content: content["evidence"]["values"][name].__setitem__(2, "0x" + "00" * 31 + "01")

    cases: list[tuple[Callable[[dict[str, Any]], None], str]] = [
        (in_calldata(proof, len(proof) // 2), "proof"),
        (in_calldata(proof, 7), "proof"),
        (in_calldata(inputs, 32 + 7), "event"),
        (in_values("block_before"), "values before"),
        (in_values("block_after"), "values after"),
        (lambda content: content["evidence"].__setitem__("block_time", 1), "window"),
        (lambda content: content["evidence"].__setitem__("set_root", None), "version"),
        (lambda content: content["evidence"]["settled"].__setitem__("statement", "0x" + "00" * 32), "event"),
    ]
    for alter, check in cases:
        status, told = report("--bundle", rewritten(bundle, tmp_path / "altered", alter))
        assert (status, told["sub_blocks"][0]["first"]["check"]) == (5, check)
        assert told["sub_blocks"][1]["verdict"] == "ok"


def test_a_replay_tells_every_call(audited: Audited, bundle: Path) -> None:
    done = sayapy("replay", "1", *audited.options, "--json")
    assert done.returncode == 0, done.error
    told = json.loads(done.stdout)
    assert told == json.loads(sayapy("replay", "1", "--bundle", str(bundle), "--json").stdout)
    assert (told["verdict"], told["stop"]) == ("ok", None)
    assert [(step["submission"], step["call"], step["name"]) for step in told["steps"]] == [
        (1, None, "Purse.pay(to=2, n=30) by user 1"),
        (2, None, "bundle of 2 calls, signed by user 2 in lane 0"),
        (2, 1, "Purse.pay(to=1, n=1) by user 2"),
        (2, 2, "Purse.pay(to=1, n=2) by user 2"),
    ]
    account, *_, received = told["steps"][0]["accesses"]
    assert (account["kind"], account["key_name"]) == ("authorise", "account of user 1, lane 0")
    assert account["old_value"].startswith("nonce 0, key 0x")
    assert (received["kind"], received["key_name"], received["old_value"], received["new_value"]) == (
        "write", "Purse.held[2]", "100", "130",
    )  # fmt: skip
    assert [event["name"] for event in told["steps"][0]["events"]] == ["Purse.Paid(by=1, to=2, amount=30)"]
    shown = sayapy("replay", "1", *audited.options).stdout
    assert "2.2 Purse.pay(to=1, n=2) by user 2" in shown
    assert "    writes Purse.held[2] = 129 -> 127" in shown


def test_the_commands_of_the_page_run(audited: Audited, folder: Path) -> None:
    (commands,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    values = {
        "SAYAPY_RPC_URL": audited.url,
        "SAYAPY_SETTLEMENT": str(audited.world.threads.address),
        "SAYAPY_WORLD": str(audited.world.world),
        "SAYAPY_THREAD": str(audited.world.thread),
    }
    for name, value in values.items():
        commands = re.sub(rf"{name}=\S+", f"{name}={value}", commands)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    # The circuits of the set are rebuilt in another test.
    commands = commands.replace("manifest.json\n", "manifest.json --trust-manifest\n", 1)
    done = subprocess.run(
        ["bash", "-euxc", commands],
        cwd=folder.parent,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("2 sub-blocks: 2 ok") == 3
    assert json.loads((folder.parent / "report.json").read_text())["counts"]["ok"] == 1
