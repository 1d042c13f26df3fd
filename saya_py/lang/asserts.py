"""Makes `assert` fail the call, whatever Python and its tools do with assertions.

`python -O` drops them and pytest rewrites their messages, so plain Python would not mean what the proof does.
"""

import ast
import copy
from types import CellType, CodeType, FunctionType

from saya_py.core.errors import CallFailed

_FAILURE = "__saya_call_failed__"


def with_failing_asserts(node: ast.FunctionDef, method: FunctionType, file: str) -> FunctionType:
    """`method`, whose source is `node`, with every `assert` raising CallFailed.

    Lines stay as they are, so debuggers and tracebacks show the contract's source.
    """
    function = copy.deepcopy(node)
    function.decorator_list = []
    function.returns = None
    for arg in ast.walk(function.args):
        if isinstance(arg, ast.arg):
            arg.annotation = None
    outer = dict(zip(method.__code__.co_freevars, method.__closure__ or (), strict=True))
    outer[_FAILURE] = CellType(CallFailed)
    code = _code(_FailingAsserts().visit(function), list(outer), file)
    closure = tuple(outer[name] for name in code.co_freevars)
    return FunctionType(code, method.__globals__, method.__name__, None, closure)


def _code(function: ast.FunctionDef, outer: list[str], file: str) -> CodeType:
    """Compiles `function` inside one that has the `outer` names, so that it refers to them as a closure."""
    tree = ast.parse(f"def factory({', '.join(outer)}): pass")
    factory = tree.body[0]
    assert isinstance(factory, ast.FunctionDef)
    factory.body = [function]
    compiled = compile(tree, file, "exec")
    return _nested(_nested(compiled, "factory"), function.name)


def _nested(code: CodeType, name: str) -> CodeType:
    return next(const for const in code.co_consts if isinstance(const, CodeType) and const.co_name == name)


class _FailingAsserts(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        message = [node.msg] if node.msg else []
        failure = ast.Call(ast.Name(_FAILURE, ast.Load()), message, [])
        condition = ast.UnaryOp(ast.Not(), node.test)
        failing = ast.If(condition, [ast.Raise(failure)], [])
        return ast.fix_missing_locations(ast.copy_location(failing, node))
