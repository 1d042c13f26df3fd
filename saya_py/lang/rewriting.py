"""Makes a function of a contract mean in plain Python what it means in a proof.

The source stays as it is, and so do its lines, which debuggers and tracebacks show. Only these change:

- `assert` fails the call, although `python -O` drops assertions and pytest rewrites their messages.
- An `int` that is passed or returned counts as a value of the declared type.
- Functions of modules are called in this form too; `min` and `max` keep the type of what they compare.
"""

import ast
import copy
from types import CellType, CodeType, FunctionType
from typing import Any
from weakref import WeakKeyDictionary

from saya_py.core.errors import CallFailed
from saya_py.core.keys import ValueType
from saya_py.lang.compiler.annotations import record_in
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.source import NoSource, find_function
from saya_py.lang.types import make
from saya_py.lang.user_hash import poseidon
from saya_py.lang.values import Typed

_FAILURE, _CALLEE, _TYPED = "__saya_call_failed__", "__saya_callee__", "__saya_typed__"
_rewritten: WeakKeyDictionary[FunctionType, FunctionType] = WeakKeyDictionary()


def rewritten(function: FunctionType, scope: type | None = None) -> FunctionType:
    """The function, a method of `scope`, as contracts run it; itself where there is no source text.

    However often it is asked for, the result is the same.
    """
    if function not in _rewritten:
        _rewritten[function] = _rewrite(function, scope)
    return _rewritten[function]


def _rewrite(function: FunctionType, scope: type | None) -> FunctionType:
    try:
        source = find_function(function)
    except NoSource:  # such as a lambda; the compiler refuses those that contracts call
        return function
    code = function.__code__
    tree = _Rewriter(Namespace(function, scope)).whole(copy.deepcopy(source.node))
    outer = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    outer |= {_FAILURE: CellType(CallFailed), _CALLEE: CellType(_callee), _TYPED: CellType(_typed)}
    new = _code(tree, list(outer), code.co_filename)
    made = FunctionType(
        new, function.__globals__, function.__name__, function.__defaults__, tuple(outer[n] for n in new.co_freevars)
    )
    made.__qualname__ = function.__qualname__
    return made


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


class _Rewriter(ast.NodeTransformer):
    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace
        self._result: ValueType | None = None

    def whole(self, function: ast.FunctionDef) -> ast.FunctionDef:
        """The whole function."""
        self._result = self._type(function.returns)
        typed = [(arg, self._type(arg.annotation)) for arg in function.args.args]
        params = [_parameter(arg, ty) for arg, ty in typed if ty is not None]
        function.body = [*params, *(self.visit(statement) for statement in function.body)]
        return ast.fix_missing_locations(function)

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        self.generic_visit(node)
        message = [node.msg] if node.msg else []
        failure = ast.Call(ast.Name(_FAILURE, ast.Load()), message, [])
        condition = ast.UnaryOp(ast.Not(), node.test)
        return ast.copy_location(ast.If(condition, [ast.Raise(failure)], []), node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        node.func = ast.copy_location(ast.Call(ast.Name(_CALLEE, ast.Load()), [node.func], []), node.func)
        return node

    def visit_Return(self, node: ast.Return) -> ast.stmt:
        self.generic_visit(node)
        if node.value and self._result is not None:
            node.value = _with_type(self._result, node.value)
        return node

    def _type(self, annotation: ast.expr | None) -> ValueType | None:
        """The type that a plain annotation gives to constants; they do not become structs."""
        record = record_in(annotation, self._namespace) if annotation else None
        return record.types[0] if record and not record.is_struct else None


def _parameter(arg: ast.arg, ty: ValueType) -> ast.stmt:
    value = _with_type(ty, ast.copy_location(ast.Name(arg.arg, ast.Load()), arg))
    return ast.copy_location(ast.Assign([ast.Name(arg.arg, ast.Store())], value), arg)


def _with_type(ty: ValueType, value: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Call(ast.Name(_TYPED, ast.Load()), [ast.Constant(ty.name), value], []), value)


def _typed(name: str, value: object) -> object:
    ty = ValueType[name]
    return make(ty, value) if type(value) is int and ty is not ValueType.BOOL else value


def _callee(called: object) -> object:
    """What a call calls in its stead."""
    if isinstance(called, FunctionType) and called is not poseidon:
        return rewritten(called)
    return _SUBSTITUTES.get(id(called), called)


def _least(*values: Any) -> object:
    return _of_one_type(values, min(*values))


def _greatest(*values: Any) -> object:
    return _of_one_type(values, max(*values))


def _of_one_type(values: tuple[object, ...], result: object) -> object:
    """The least or greatest of values and constants; when it is a constant, as a value of their type."""
    ty = next((value.TYPE for value in values if isinstance(value, Typed)), None)
    return make(ty, result) if ty is not None and type(result) is int else result


_SUBSTITUTES: dict[int, object] = {id(min): _least, id(max): _greatest}
