"""Reads a contract's class body: state variables, constants and functions, numbered in order."""

import ast
from dataclasses import dataclass
from types import FunctionType

from saya_py.lang.compiler.annotations import state_type, value_type
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.source import ClassSource
from saya_py.lang.contract import FUNCTION_MARK, Contract
from saya_py.lang.schema import ContractSchema, FunctionSchema, Param, Record, StateVar

MAX_ID = 255
"""Contracts of a set and functions of a contract are leaves of depth-8 trees."""


@dataclass(frozen=True)
class DeclaredFunction:
    """A function with its syntax tree and the names around it."""

    schema: FunctionSchema
    node: ast.FunctionDef
    namespace: Namespace


@dataclass(frozen=True)
class Declared:
    """All that a class body declares."""

    schema: ContractSchema
    functions: tuple[DeclaredFunction, ...]
    broken: frozenset[str]
    """Names whose declarations were reported, so that their uses need not be."""


def declare(source: ClassSource, contract_id: int, reporter: Reporter) -> Declared:
    """Reads the class body of `source`; mistakes are reported and left out."""
    return _Reader(source, contract_id, reporter).read()


class _Reader:
    def __init__(self, source: ClassSource, contract_id: int, reporter: Reporter) -> None:
        self._source = source
        self._id = contract_id
        self._reporter = reporter
        self._methods = source.methods()
        self._state: list[StateVar] = []
        self._functions: list[DeclaredFunction] = []
        self._names: set[str] = set()
        self._annotated: set[str] = set()

    def read(self) -> Declared:
        node = self._source.node
        if self._source.cls.__bases__ != (Contract,) or node.keywords or node.decorator_list:
            self._reporter.report(node, PLAIN_CLASS)
        if not any(hasattr(method, FUNCTION_MARK) for method in self._methods.values()):
            self._reporter.report(node, NO_FUNCTION)
        for statement in node.body:
            self._statement(statement)
        if len(self._functions) > MAX_ID:
            self._reporter.report(node, TOO_MANY)
        functions = tuple(function.schema for function in self._functions)
        schema = ContractSchema(node.name, self._id, tuple(self._state), (), functions)
        known = {var.name for var in self._state} | set(vars(self._source.cls))
        return Declared(schema, tuple(self._functions), frozenset(self._annotated - known))

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=None):
                self._annotated.add(name)
                if self._new_name(name, node):
                    self._state_variable(name, node)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                self._new_name(name, node)
            case ast.FunctionDef(name=name):
                if self._new_name(name, node):
                    self._method(node)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._reporter.report(node, CLASS_BODY)

    def _new_name(self, name: str, node: ast.stmt) -> bool:
        if name in self._names:
            self._reporter.report(node, _twice(name))
        elif hasattr(Contract, name) or not name.isascii():
            self._reporter.report(node, _reserved(name))
        else:
            self._names.add(name)
            return True
        return False

    def _state_variable(self, name: str, node: ast.AnnAssign) -> None:
        namespace = self._namespace()
        declared = state_type(node.annotation, namespace) if namespace else None
        if namespace and declared is None:
            self._reporter.report(node, NO_STATE_TYPE)
        elif declared:
            keys = tuple(Record.of(key) for key in declared.keys if key is not None)
            if declared.value is None or len(keys) < len(declared.keys):
                self._reporter.report(node.annotation, NO_VALUE_TYPE)
            else:
                self._state.append(StateVar(name, len(self._state) + 1, self._id, keys, Record.of(declared.value)))

    def _method(self, node: ast.FunctionDef) -> None:
        method = self._methods.get(node.name)
        if method is None or len(node.decorator_list) > int(hasattr(method, FUNCTION_MARK)):
            self._reporter.report(node, ONE_DECORATOR)
        elif hasattr(method, FUNCTION_MARK):
            namespace = Namespace(method)
            auth = getattr(method, FUNCTION_MARK)
            schema = FunctionSchema(node.name, len(self._functions) + 1, auth, self._params(node, namespace))
            self._functions.append(DeclaredFunction(schema, node, namespace))

    def _params(self, node: ast.FunctionDef, namespace: Namespace) -> tuple[Param, ...]:
        args = node.args
        if args.posonlyargs or args.kwonlyargs or args.vararg or args.kwarg or args.defaults or not args.args:
            self._reporter.report(node, PLAIN_PARAMS)
        if node.returns is not None and not (isinstance(node.returns, ast.Constant) and node.returns.value is None):
            self._reporter.report(node.returns, RETURNS_NONE)
        params = []
        for arg in args.args[1:]:
            ty = value_type(arg.annotation, namespace) if arg.annotation else None
            if ty is None or not arg.arg.isascii():
                self._reporter.report(arg, _untyped(arg.arg))
            else:
                params.append(Param(arg.arg, Record.of(ty)))
        return tuple(params)

    def _namespace(self) -> Namespace | None:
        """Names around the class, as its methods see them; a class without methods was reported."""
        method: FunctionType | None = next(iter(self._methods.values()), None)
        return Namespace(method) if method else None


PLAIN_CLASS = Mistake(
    "a contract is declared as `class Name(Contract):`",
    "slots and functions are numbered in the order of one class body",
    "put all state and functions in one class, without decorators or further bases",
)
NO_FUNCTION = Mistake(
    "the contract has no function",
    "nobody could call it",
    "mark a method with `@function`",
)
TOO_MANY = Mistake(
    f"more than {MAX_ID} functions",
    "the functions of a contract are the leaves of a tree of depth 8",
    "split the contract",
)
CLASS_BODY = Mistake(
    "this statement does not belong into a contract's body",
    "a contract declares state variables, constants and functions",
    "move it out of the class",
)
NO_STATE_TYPE = Mistake(
    "a state variable is a `Var[…]` or a `Map[…, …]`",
    "its type decides which keys and values the proof handles",
    "write `total: Var[U64]` or `balance: Map[User, U64]`; give a constant its value here",
)
NO_VALUE_TYPE = Mistake(
    "this holds something that is no value type",
    "keys and values have fixed encodings",
    "use Bool, U8, U16, U32, U64, U128, Felt, Hash or User",
)
ONE_DECORATOR = Mistake(
    "a method has the decorator `@function` or none",
    "other decorators change what Python runs, which the proof would not follow",
    "leave the other decorators out",
)
PLAIN_PARAMS = Mistake(
    "a contract function has `self` and ordinary parameters without defaults",
    "a call states every argument, in order",
    "write `def name(self, a: U32, b: User) -> None:`",
)
RETURNS_NONE = Mistake(
    "a contract function returns nothing",
    "a call's only effect is on the state",
    "write `-> None`",
)


def _untyped(name: str) -> Mistake:
    why = "the type decides how an argument is encoded and range-checked"
    return Mistake(f"parameter `{name}` has no value type", why, f"write `{name}: U32` (or Bool, U64, User, …)")


def _twice(name: str) -> Mistake:
    return Mistake(f"`{name}` is declared twice", "Python keeps only the last one", "rename one of them")


def _reserved(name: str) -> Mistake:
    why = "it is part of every contract, or not made of ASCII characters"
    return Mistake(f"`{name}` cannot be a name in a contract", why, "choose another name")
