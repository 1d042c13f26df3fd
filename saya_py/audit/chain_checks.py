"""What the chain alone must agree on: event, calldata, time, adopted version, contract set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from saya_py import _native
from saya_py.audit.checklist import Checklist
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.evidence import Deployment, Evidence, Unknown
from saya_py.audit.settle_call import decode_settle
from saya_py.chain.evm.settlement import Settlement
from saya_py.core.errors import EncodingError
from saya_py.core.limbs import from_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.variants import Authorisation

_KINDS: Sequence[tuple[str, Authorisation]] = [
    ("secure", "signed"),
    ("secure", "none"),
    ("fast", "signed"),
    ("fast", "none"),
]
"""Profile and authorisation of sets: each has its OS version."""
_TOLD_TWICE = ("os_version", "call_count", "calls_out", "log_out", "commit")
"""Fields of the event that are in the calldata too."""


def check_calldata(checks: Checklist, deployment: Deployment, evidence: Evidence) -> Settlement | None:
    """`calldata`: the settlement in it, which must be that of the event."""
    if isinstance(evidence.calldata, Unknown):
        checks.missing("calldata", evidence.calldata)
        return None
    try:
        settlement = decode_settle(evidence.calldata)
    except EncodingError as error:
        checks.mismatch("calldata", str(error))
        return None
    header = settlement.header
    if (header.world, header.thread, header.seq) != (deployment.world, deployment.thread, evidence.settled.seq):
        checks.mismatch(
            "calldata", f"it settles sub-block {header.seq} of thread {header.thread} in world {header.world}"
        )
        return None
    checks.ok("calldata")
    return settlement


def check_event(
    checks: Checklist, deployment: Deployment, evidence: Evidence, settlement: Settlement | None
) -> Statement | None:
    """`event`: the statement that was proven, from the calldata; the event names it by its hash."""
    if settlement is None or not isinstance(evidence.set_root, bytes):
        checks.skip(("event",), "needs the calldata and the set root that the world adopted")
        return None
    header, settled = settlement.header, evidence.settled
    if differing := [name for name in _TOLD_TWICE if getattr(header, name) != getattr(settled, name)]:
        checks.mismatch("event", f"{' and '.join(differing)} differ between the event and the calldata")
        return None
    try:
        statement = _statement(deployment, settlement, evidence.set_root)
        name = statement.name(from_bytes(header.commit))
    except EncodingError as error:
        checks.mismatch("event", f"the calldata is no statement: {error}")
        return None
    if name != settled.statement:
        checks.mismatch(
            "event",
            f"the event names the statement 0x{settled.statement.hex()}, but that of the calldata, with the thread's "
            f"prover and the set root that the world adopted, is 0x{name.hex()}",
        )
    else:
        checks.ok("event")
    return statement


def _statement(deployment: Deployment, settlement: Settlement, set_root: bytes) -> Statement:
    header = settlement.header
    head = Head(
        domain=deployment.domain,
        set_root=from_bytes(set_root),
        t_min=header.t_min,
        t_max=header.t_max,
        prover=deployment.prover,
        thread=header.thread,
        seq=header.seq,
        call_count=header.call_count,
        calls_out=from_bytes(header.calls_out),
        os_version=header.os_version,
        log_out=from_bytes(header.log_out),
    )
    return Statement.from_calldata(head, settlement.inputs, settlement.outputs)


def check_window(checks: Checklist, evidence: Evidence, settlement: Settlement | None) -> None:
    """`window`: the block is inside the time window that was proven."""
    time = evidence.block_time
    if isinstance(time, Unknown):
        checks.missing("window", time)
    elif settlement is None:
        checks.skip(("window",), "needs the calldata")
    elif not settlement.header.t_min <= time <= settlement.header.t_max:
        window = f"{settlement.header.t_min} to {settlement.header.t_max}"
        checks.mismatch("window", f"the block's time is {time}, outside of the window from {window}")
    else:
        checks.ok("window")


def check_version(checks: Checklist, evidence: Evidence) -> None:
    """`version`: the world had adopted the OS version."""
    if isinstance(evidence.set_root, Unknown):
        checks.missing("version", evidence.set_root)
    elif evidence.set_root is None:
        checks.mismatch("version", f"the world had not adopted the OS version {evidence.settled.os_version:#066x}")
    else:
        checks.ok("version")


def check_set(checks: Checklist, evidence: Evidence, sets: Mapping[bytes, AuditedSet]) -> AuditedSet | None:
    """`set`: the contracts behind the set root (32 bytes) that the world had adopted."""
    if not isinstance(evidence.set_root, bytes):
        checks.skip(("set",), "needs the set root that the world adopted")
        return None
    found = sets.get(evidence.set_root)
    if found is None:
        given = ", ".join("0x" + root.hex() for root in sets)
        adopted = "0x" + evidence.set_root.hex()
        checks.mismatch("set", f"the world had adopted the set root {adopted}, but that of the manifest is {given}")
        return None
    checks.use(found.abi)
    kind = (found.manifest.profile, found.manifest.authorisation)
    settled = evidence.settled.os_version
    if settled == _known_version(*kind):
        checks.ok("set")
    elif settled in [_known_version(*each) for each in _KINDS]:
        checks.mismatch(
            "set",
            f"a set of profile `{kind[0]}` and authorisation `{kind[1]}` is proven with the OS version "
            f"{_known_version(*kind):#066x}, but it settled with {settled:#066x}",
        )
    else:
        checks.missing("set", Unknown(f"this program does not know the OS version {settled:#066x}"))
    return found


def _known_version(profile: str, authorisation: Authorisation) -> int:
    version, _ = _native.released_os_version(profile, authorisation)
    return int.from_bytes(version)
