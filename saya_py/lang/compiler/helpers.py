"""Functions of modules that contracts call."""

import ast
import inspect
from types import FunctionType

from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.program import Callee
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.signatures import read_helper
from saya_py.lang.compiler.source import NoSource, find_function
from saya_py.lang.compiler.syntax import NO_WAITING


def helper(frame: Frame, function: FunctionType, node: ast.Call) -> Callee | None:
    """A function of a module as a helper, called at `node`; None when it cannot be one, which is reported."""
    known = frame.unit.program.helpers
    if function not in known:
        known[function] = _read(frame.reporter, function, node)
    return known[function]


def _read(reporter: Reporter, function: FunctionType, node: ast.Call) -> Callee | None:
    if function.__code__.co_flags & inspect.CO_COROUTINE:
        reporter.report(node, _async(function.__name__))
        return None
    try:
        source = find_function(function)
    except NoSource as error:
        reporter.report(node, _unavailable(function.__name__, str(error)))
        return None
    if source.node.decorator_list:
        reporter.report(node, _decorated(function.__name__))
        return None
    namespace = Namespace(function)
    inner = reporter.calling(node, source.file.name, source.file.text)
    return Callee(source, namespace, read_helper(source.node, namespace, inner, method=False), None)


def _unavailable(name: str, reason: str) -> Mistake:
    return Mistake(
        f"the source of `{name}` is not available: {reason}",
        "a helper is written out where it is called, from its source text",
        "call functions that are defined with `def` in a file",
    )


def _async(name: str) -> Mistake:
    return Mistake(f"`{name}` is `async`", NO_WAITING, "write an ordinary function: `def`")


def _decorated(name: str) -> Mistake:
    return Mistake(
        f"`{name}` is decorated",
        "a decorator changes what Python runs, which the proof would not follow",
        "call a plain function",
    )
