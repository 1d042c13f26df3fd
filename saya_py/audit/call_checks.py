"""What the calls must agree on: the digest on chain, the lists, the events."""

from __future__ import annotations

from saya_py import _native
from saya_py.audit.call_files import CallFile, read_calls
from saya_py.audit.checklist import Checklist
from saya_py.audit.evidence import Deployment, Evidence, Unknown
from saya_py.audit.execution import Execution, execute
from saya_py.chain.evm.settlement import Settlement
from saya_py.core.call_data import CallData
from saya_py.core.errors import ProverRefused
from saya_py.core.limbs import to_bytes
from saya_py.core.statement import Statement
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission


def check_call_data(
    checks: Checklist, deployment: Deployment, evidence: Evidence, settlement: Settlement | None, file: CallFile
) -> CallData | None:
    """`call data`: there is a file, and it says that it is about this sub-block."""
    data = read_calls(file)
    if isinstance(data, Unknown):
        checks.missing("call data", data)
        return None
    agree = {
        "world": data.world == deployment.world,
        "thread": data.thread == deployment.thread,
        "seq": data.seq == evidence.settled.seq,
        "os_version": data.os_version == evidence.settled.os_version,
        "set_root": not isinstance(evidence.set_root, bytes) or to_bytes(data.set_root) == evidence.set_root,
        "window": settlement is None or data.window == (settlement.header.t_min, settlement.header.t_max),
    }
    if differing := [name for name, agrees in agree.items() if not agrees]:
        checks.mismatch("call data", f"the file says that it is of another sub-block: {' and '.join(differing)} differ")
        return None
    checks.ok("call data")
    checks.name_calls(data.submissions)
    return data


def check_calls(checks: Checklist, evidence: Evidence, data: CallData, executor: _native.Executor) -> bool:
    """`calls`: those in the file, in their order, are those that were settled."""
    settled = evidence.settled
    try:
        digest, count = executor.calls_out([dump_submission(each) for each in data.submissions])
    except ProverRefused as error:
        checks.mismatch("calls", f"the file has something that is no call: {error}")
        return False
    if count != settled.call_count:
        checks.mismatch("calls", f"the file has {count} calls, but {settled.call_count} were settled")
    elif digest != settled.calls_out:
        checks.mismatch(
            "calls",
            f"the calls in the file have the digest 0x{digest.hex()}, but those that were settled have "
            f"0x{settled.calls_out.hex()}: a call differs, or their order",
        )
    else:
        checks.ok("calls")
        return True
    return False


def check_execution(
    checks: Checklist, settlement: Settlement, statement: Statement, data: CallData, executor: _native.Executor
) -> None:
    """`execution`, `inputs`, `outputs`, `log`: on the input list, the calls give the output list and the events."""
    inputs = {to_bytes(entry.key): to_bytes(entry.old) for entry in statement.entries}
    window = Window(settlement.header.t_min, settlement.header.t_max)
    done = execute(executor, data.submissions, window, inputs)
    if done.stop is not None:
        stop = done.stop
        if stop.key is None:
            checks.mismatch("execution", stop.reason, checks.call(stop.position))
        else:
            checks.mismatch("inputs", stop.reason, checks.entry(stop.key, stop.position))
        names = ("inputs" if stop.key is None else "execution", "outputs", "log")
        checks.skip(names, "not all of the calls could be executed")
        return
    checks.ok("execution")
    _check_inputs(checks, statement, done)
    _check_outputs(checks, statement, done)
    if done.log != settlement.header.log_out:
        logged = settlement.header.log_out.hex()
        checks.mismatch(
            "log", f"the events of the calls have the digest 0x{done.log.hex()}, but settled was 0x{logged}"
        )
    else:
        checks.ok("log")


def _check_inputs(checks: Checklist, statement: Statement, done: Execution) -> None:
    touched = done.final_values()
    untouched = [key for entry in statement.entries if (key := to_bytes(entry.key)) not in touched]
    if untouched:
        checks.mismatch("inputs", "it is in the list, but no call touches it", checks.entry(untouched[0]))
    else:
        checks.ok("inputs")


def _check_outputs(checks: Checklist, statement: Statement, done: Execution) -> None:
    final = done.final_values()
    for entry in statement.entries:
        key, listed = to_bytes(entry.key), to_bytes(entry.new)
        computed = final.get(key, to_bytes(entry.old))
        if computed != listed:
            step = done.last_write(key) or done.first_touch(key)
            names = checks.names
            checks.mismatch(
                "outputs",
                f"the calls make it {names.value(key, computed)}, but the list says {names.value(key, listed)}",
                checks.entry(key, None if step is None else step.position),
            )
            return
    checks.ok("outputs")
