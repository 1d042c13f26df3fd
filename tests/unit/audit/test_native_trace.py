"""What the executor tells of each step, against the definitions in Python."""

import json
from typing import Any

import pytest

from saya_py import _native
from saya_py.core.accounts import Account, account_key
from saya_py.core.bundles import Bundle
from saya_py.core.calls import AuthMode, Call, calls_next, log_next, scope_of
from saya_py.core.errors import ProofRejected, ProverRefused
from saya_py.core.limbs import ZERO, Digest, from_hex, to_bytes, to_hex
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import dump_statement
from saya_py.core.submissions import PlainCall, SignedBundle
from saya_py.core.wire import dump_submission
from saya_py.lang import NO_DEADLINE, compile_contract
from tests.unit.audit.purse import Purse

DOMAIN, SET_ROOT = (1, 2, 3, 4), (5, 6, 7, 8)


SIGNATURE = bytes(2320)
PURSE = compile_contract(Purse, 1)


@pytest.fixture(scope="module")
def public_key() -> bytes:
    return _native.SigningKey.generate(bytes(32), to_bytes(DOMAIN), 7, 0, 0, 0).public_key


def key(user: int) -> Digest:
    return PURSE.schema.state[0].key([user])


def pay(user: int, n: int, to: int = 9) -> Call:
    return Call(1, 1, (to, n), user, NO_DEADLINE)


def executor(authorisation: str = "none") -> _native.Executor:
    return _native.Executor([PURSE.ir_json], to_bytes(DOMAIN), to_bytes(SET_ROOT), authorisation)


def trace(call: Call, state: dict[Digest, Digest], log: Digest = ZERO) -> dict[str, Any]:
    entries = {to_bytes(key): to_bytes(value) for key, value in state.items()}
    submission = dump_submission(PlainCall(call))
    found: dict[str, Any] = json.loads(executor().trace(submission, 10, 20, entries, to_bytes(log)))
    return found


def test_a_call_is_told_with_its_accesses_events_and_digests() -> None:
    log = (9, 9, 9, 9)
    found = trace(pay(7, 3), {key(7): (10, 0, 0, 0), key(9): (1, 0, 0, 0)}, log)
    (step,) = found["steps"]
    assert (found["status"], found["unlisted"], step["is_call"]) == ("done", None, True)
    assert from_hex(step["digest"]) == pay(7, 3).digest(scope_of(DOMAIN, SET_ROOT))
    assert step["accesses"][-1] == {
        "kind": "write",
        "key": to_hex(key(9)),
        "old": to_hex((1, 0, 0, 0)),
        "new": to_hex((4, 0, 0, 0)),
    }
    assert {access["kind"] for access in step["accesses"]} == {"read", "write"}
    assert step["events"] == [{"contract": 1, "event": 1, "data": [to_hex([limb]) for limb in (7, 9, 3)]}]
    assert from_hex(step["log"]) == log_next(log, 1, 1, [7, 9, 3])


def test_the_first_key_that_the_state_lacks_is_told_of_calls_that_run_and_of_those_that_fail() -> None:
    assert trace(pay(7, 0), {})["unlisted"] == to_hex(key(7))
    failed = trace(pay(7, 3), {key(8): (10, 0, 0, 0)})
    assert failed == {"status": "refused", "call": None, "reason": "the purse is empty", "unlisted": to_hex(key(7))}
    assert trace(pay(7, 3), {key(7): ZERO})["unlisted"] is None
    assert trace(pay(7, 3), {key(7): (3, 0, 0, 0)})["unlisted"] == to_hex(key(9))


def test_the_digest_of_calls_is_that_of_the_definitions(public_key: bytes) -> None:
    scope = scope_of(DOMAIN, SET_ROOT)
    bundled = [Call(1, 1, (9, n), 7, NO_DEADLINE, auth_mode=AuthMode.POP) for n in (1, 2)]
    bundle = SignedBundle(Bundle(7, 0, 3), tuple(bundled), public_key, SIGNATURE)
    expected = calls_next(ZERO, pay(8, 3).digest(scope))
    expected = calls_next(expected, bundle.digest(scope))
    for call in bundled:
        expected = calls_next(expected, call.digest(scope))
    texts = [dump_submission(PlainCall(pay(8, 3))), dump_submission(bundle)]
    assert executor("signed").calls_out(texts) == (to_bytes(expected), 3)
    assert executor().calls_out([]) == (bytes(32), 0)


def test_the_call_of_a_bundle_that_fails_is_told_by_its_number(public_key: bytes) -> None:
    bundled = tuple(Call(1, 1, (9, n), 7, 5, auth_mode=AuthMode.POP) for n in (1, 2))
    bundle = SignedBundle(Bundle(7, 0, 3), bundled, public_key, SIGNATURE)
    account = {to_bytes(account_key(7, 0)): to_bytes(Account(0, (1, 2, 3)).encode())}
    found = json.loads(executor("signed").trace(dump_submission(bundle), 10, 20, account, bytes(32)))
    assert (found["status"], found["call"]) == ("refused", 0)


def test_what_is_no_submission_is_refused() -> None:
    with pytest.raises(ProverRefused, match="submission"):
        executor().trace("{}", 10, 20, {}, bytes(32))
    with pytest.raises(ProverRefused, match="submission"):
        executor().calls_out(["{}"])


def test_the_commit_of_a_statement_is_that_of_the_definitions() -> None:
    head = Head(DOMAIN, SET_ROOT, 10, 20, bytes(20), 1, 2, 0, ZERO, 5)
    statement = Statement(head, ())
    assert _native.commit_of(dump_statement(statement)) == to_bytes(statement.commit())
    with pytest.raises(ProofRejected):
        _native.commit_of("{}")
