"""Traces functions: those that users call, and the helpers inlined into them."""

import ast
from collections.abc import Sequence

from saya_py.lang.compiler.assignments import Assignments
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.code import MAX_STEPS, Op, TooLong
from saya_py.lang.compiler.diagnostics import Mistake, Node
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.frame import Argument, Frame, Unit
from saya_py.lang.compiler.merge import Merge
from saya_py.lang.compiler.operands import POISON, Operand, SelfRef, Static, Unusable
from saya_py.lang.compiler.program import Callee, Program
from saya_py.lang.compiler.prune import prune
from saya_py.lang.compiler.shapes import Constant
from saya_py.lang.compiler.statements import Statements

CALL_STEPS = 10
"""What writing out a helper counts, so that helpers of helpers of helpers end soon."""
MAX_NESTING = 40
"""Helpers inside helpers. Well below what Python's own stack holds, so that the limit is the same everywhere."""

MAX_DEPTH = 200
"""Statements and expressions inside each other in one function; plain Python copies and rewrites them as a tree."""


def trace_function(program: Program, callee: Callee) -> list[Op]:
    """The operations of a function; or of a helper by itself, for its mistakes."""
    unit = Unit(program, Body(), callee.auth, inline, [callee])
    frame = Frame(unit, callee, program.reporter(callee.source.file))
    params = callee.signature.params
    args = [
        POISON if param.type is None or isinstance(param.type, Constant) else unit.body.argument(param.type)
        for param in params
    ]
    try:
        _run(frame, args)
    except TooLong:
        frame.report(frame.loop or callee.source.node, TOO_LONG)
    except RecursionError:
        frame.report(callee.source.node, TOO_DEEP)
    return prune(unit.body.code.ops)


def inline(caller: Frame, callee: Callee, args: Sequence[Argument], node: Node) -> Operand:
    """Runs `callee` in place, with one argument for each of its parameters."""
    unit = caller.unit
    unit.program.inlined.add(callee)
    if callee in unit.calls:
        return caller.report(node, _recursion(callee))
    if len(unit.calls) > MAX_NESTING:
        return caller.report(node, TOO_DEEP)
    if callee.auth and unit.auth and callee.auth != unit.auth:
        return caller.report(node, _other_authority(callee.source.node.name, callee.auth, unit.auth))
    file = callee.source.file
    frame = Frame(unit, callee, caller.reporter.calling(node, file.name, file.text))
    params = callee.signature.params
    values = [caller.coercion.whole(arg.value, param.type, arg.node) for arg, param in zip(args, params, strict=True)]
    before = unit.body.when
    unit.body.code.step(CALL_STEPS)
    unit.calls.append(callee)
    result = _run(frame, values)
    unit.calls.pop()
    unit.body.when = before
    return result


def _run(frame: Frame, args: Sequence[Operand]) -> Operand:
    """Traces the body of the frame's function; what it returns."""
    callee, variables = frame.callee, frame.variables
    node = callee.source.node
    if callee.source.depth > MAX_DEPTH:
        return frame.report(node, TOO_DEEP)
    variables.values |= {arg.arg: POISON for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
    names = [arg.arg for arg in node.args.args]
    if callee.contract is not None and names:
        contract = frame.unit.program.contract(callee.contract).schema
        variables.values[names.pop(0)] = SelfRef(contract.id, contract.name)
    variables.values |= zip(names, args, strict=False)  # a function with other parameters was reported
    expressions = Expressions(frame)
    assignments = Assignments(frame, expressions)
    Statements(frame, expressions, assignments).trace(node.body)
    return _result(frame)


def _result(frame: Frame) -> Operand:
    signature, flow = frame.callee.signature, frame.flow
    if signature.broken:
        return POISON
    if signature.returns is None:
        return Static(None)
    if flow.live:
        return frame.report(frame.callee.source.node, NO_RESULT)
    if not flow.returns:  # every path ends in an assertion that fails
        return frame.body.zero(signature.returns)
    *others, (_, result) = flow.returns
    for when, value in reversed(others):
        result = Merge(frame.body).operands(when, value, result, "the result")
    return frame.report(frame.callee.source.node, result.mistake) if isinstance(result, Unusable) else result


TOO_LONG = Mistake(
    "this takes too many steps",
    f"with loops and helpers written out, it is more than {MAX_STEPS} statements and operations, which fit no circuit",
    "go through fewer rounds in one call, and let players call it several times",
)
TOO_DEEP = Mistake(
    "this function is nested too deeply",
    "expressions and helpers are traced from the outside in, and there is a limit to that",
    "assign parts of long expressions to local variables, and call fewer helpers inside helpers",
)
NO_RESULT = Mistake(
    "not every path of this helper returns a value",
    "plain Python would return None on the others, which is no value of the language",
    'end every path with `return …`, or with `assert False, "…"` where none can be',
)


def _recursion(callee: Callee) -> Mistake:
    return Mistake(
        f"`{callee.source.node.name}` calls itself",
        "a helper is written out where it is called, so one that calls itself has no end",
        "write a `for` loop over a `range` of constants",
    )


def _other_authority(name: str, callee: str, caller: str) -> Mistake:
    return Mistake(
        f"`{name}` is authorised by the {callee}, and the function that calls it by the {caller}",
        "whoever authorises a call would act for somebody else",
        "call a helper that both functions share, or declare both with the same `auth`",
    )
