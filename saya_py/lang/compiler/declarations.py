"""Reads a contract's class body: state variables, links, constants and functions, numbered in order."""

import ast
from types import FunctionType
from typing import get_args, get_origin

from saya_py.lang.compiler.annotations import state_type, unquoted
from saya_py.lang.compiler.diagnostics import Findings, Mistake, Reporter
from saya_py.lang.compiler.nested import read_class
from saya_py.lang.compiler.program import Callee, Declared, Link
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.shapes import Constant
from saya_py.lang.compiler.signatures import Parameter, Signature, is_nothing, read_helper, read_params
from saya_py.lang.compiler.source import ClassSource, FunctionSource
from saya_py.lang.compiler.syntax import unsupported
from saya_py.lang.compiler.variables import read_variable
from saya_py.lang.contract import FUNCTION_MARK, Contract, Map, Var
from saya_py.lang.schema import Auth, ContractSchema, EventSchema, FunctionSchema, Param, StateVar
from saya_py.lang.structs import Event

MAX_ID = 255
"""Contracts of a set are leaves of a depth-8 tree."""
MAX_FUNCTIONS = 63
"""Functions of a contract have up to four circuits each in a depth-8 tree."""


def declare(source: ClassSource, contract_id: int, findings: Findings) -> Declared:
    """Reads the class body of `source`; mistakes are reported and left out."""
    return _Reader(source, contract_id, Reporter(findings, source.file, source.source.text)).read()


class _Reader:
    def __init__(self, source: ClassSource, contract_id: int, reporter: Reporter) -> None:
        self._source = source
        self._id = contract_id
        self._reporter = reporter
        self._functions = source.methods()
        self._state: list[StateVar] = []
        self._events: list[EventSchema] = []
        self._links: dict[str, Link] = {}
        self._methods: dict[str, Callee] = {}
        self._names: set[str] = set()
        self._annotated: set[str] = set()
        self._broken: set[str] = set()

    def read(self) -> Declared:
        node = self._source.node
        if self._source.cls.__bases__ != (Contract,) or node.keywords or node.decorator_list:
            self._reporter.report(node, PLAIN_CLASS)
        if not any(hasattr(function, FUNCTION_MARK) for function in self._functions.values()):
            self._reporter.report(node, NO_FUNCTION)
        for statement in node.body:
            self._statement(statement)
        functions = tuple(method.schema for method in self._methods.values() if method.schema)
        if len(functions) > MAX_FUNCTIONS:
            self._reporter.report(node, TOO_MANY)
        schema = ContractSchema(node.name, self._id, tuple(self._state), tuple(self._events), functions)
        known = {var.name for var in self._state} | set(self._links) | set(vars(self._source.cls))
        broken = frozenset(self._broken | self._annotated - known)
        return Declared(self._source, schema, self._methods, self._links, broken)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=None):
                self._annotated.add(name)
                if self._new_name(name, node):
                    self._declaration(name, node)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if self._new_name(name, node):
                    self._constant(name, node)
            case ast.Assign():
                self._reporter.report(node, ONE_CONSTANT)
            case ast.AsyncFunctionDef(name=name):
                self._broken.add(name)
                self._reporter.report(node, unsupported(node))
            case ast.FunctionDef(name=name):
                if self._new_name(name, node):
                    self._method(node)
            case ast.ClassDef(name=name):
                if self._new_name(name, node):
                    self._class(node)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._reporter.report(node, CLASS_BODY)

    def _new_name(self, name: str, node: ast.stmt) -> bool:
        if name in self._names:
            self._reporter.report(node, _twice(name))
        elif hasattr(Contract, name):
            self._reporter.report(node, _reserved(name))
        elif not name.isascii():
            self._reporter.report(node, _no_ascii(name))
        else:
            self._names.add(name)
            return True
        return False

    def _constant(self, name: str, node: ast.AnnAssign | ast.Assign) -> None:
        """A constant; or what was meant as something else, which is reported."""
        namespace, value = self._namespace(), vars(self._source.cls).get(name)
        if name in self._functions:
            self._refuse(name, node, NO_DEF)
        elif get_origin(value) in (Var, Map) or value is Var or value is Map:
            self._refuse(name, node, _no_annotation(name, ast.unparse(node.value) if node.value else ""))
        elif isinstance(node, ast.AnnAssign) and namespace and state_type(node.annotation, namespace):
            self._refuse(name, node, INITIAL_VALUE)

    def _refuse(self, name: str, node: ast.stmt, mistake: Mistake) -> None:
        self._broken.add(name)
        self._reporter.report(node, mistake)

    def _declaration(self, name: str, node: ast.AnnAssign) -> None:
        """A state variable, or a link to another contract."""
        namespace = self._namespace()
        if namespace is None:
            return
        linked = namespace.annotation(unquoted(node.annotation))
        if isinstance(linked, type) and issubclass(linked, Contract):
            self._links[name] = Link(linked, node)
            return
        var = read_variable(node, name, len(self._state) + 1, self._id, namespace, self._reporter)
        if var is not None:
            self._state.append(var)

    def _class(self, node: ast.ClassDef) -> None:
        """An event, or a struct."""
        namespace, cls = self._namespace(), vars(self._source.cls).get(node.name)
        if namespace is None:
            return
        event = read_class(node, cls, len(self._events) + 1, self._id, namespace, self._reporter)
        if event is not None:
            self._events.append(event)
        elif isinstance(cls, type) and issubclass(cls, Event):
            self._broken.add(node.name)

    def _method(self, node: ast.FunctionDef) -> None:
        function = self._functions.get(node.name)
        auth = getattr(function, FUNCTION_MARK, None)
        if function is None or len(node.decorator_list) > int(auth is not None):
            self._refuse(node.name, node, ONE_DECORATOR)
            return
        namespace = Namespace(function, self._source.cls)
        source = FunctionSource(function, self._source.source, node)
        if auth is None:
            signature = read_helper(node, namespace, self._reporter, method=True)
            self._methods[node.name] = Callee(source, namespace, signature, self._id)
            return
        if auth not in get_args(Auth):
            self._reporter.report(node.decorator_list[0], NO_AUTH)
        params = read_params(node, namespace, self._reporter, method=True, constants=False)
        if node.returns is not None and not is_nothing(node.returns):
            self._reporter.report(node.returns, RETURNS_NONE)
        schema = FunctionSchema(node.name, self._count() + 1, auth, _schema(params))
        self._methods[node.name] = Callee(source, namespace, Signature(tuple(params), None), self._id, schema)

    def _count(self) -> int:
        return sum(method.schema is not None for method in self._methods.values())

    def _namespace(self) -> Namespace | None:
        """Names around the class, as its methods see them; a class without methods was reported."""
        function: FunctionType | None = next(iter(self._functions.values()), None)
        return Namespace(function, self._source.cls) if function else None


def _schema(params: list[Parameter]) -> tuple[Param, ...]:
    return tuple(
        Param(param.name, param.type) for param in params if param.type and not isinstance(param.type, Constant)
    )


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
    f"more than {MAX_FUNCTIONS} functions",
    "each function has up to four circuits, and a contract has a tree of 256 circuits",
    "split the contract",
)
CLASS_BODY = Mistake(
    "this statement does not belong in the body of a contract",
    "a contract declares state variables, links, events, structs, constants and functions",
    "move it out of the class",
)
ONE_CONSTANT = Mistake(
    "a contract declares its constants one by one",
    "each name of a contract is declared once, in a line of its own",
    "write `A = 1` and `B = 2`",
)
INITIAL_VALUE = Mistake(
    "a state variable has no value in its declaration",
    "every entry of the state starts at 0 (or False), and only calls change it",
    "leave the value out; a constant has no `Var`: `PRICE = 3`",
)
NO_DEF = Mistake(
    "this method is not written with `def` in the class",
    "a function is compiled from its source text, which stands in the body of its contract",
    "write `def name(self, …) -> None:` here, and call the other function in it",
)
NO_AUTH = Mistake(
    "a function is authorised by the `user` or by the `operator`",
    "the proof checks the signature of one of the two",
    'write `@function` or `@function(auth="operator")`',
)
ONE_DECORATOR = Mistake(
    "a method has the decorator `@function` or none",
    "other decorators change what Python runs, which the proof would not follow",
    "leave the other decorators out",
)
RETURNS_NONE = Mistake(
    "a contract function returns nothing",
    "a call's only effect is on the state",
    "write `-> None`",
)


def _twice(name: str) -> Mistake:
    return Mistake(f"`{name}` is declared twice", "Python keeps only the last one", "rename one of them")


def _reserved(name: str) -> Mistake:
    why = "every contract has something of this name already"
    return Mistake(f"`{name}` cannot be a name in a contract", why, "choose another name")


def _no_ascii(name: str) -> Mistake:
    why = "names stand in the ABI, which other languages read, and are made of ASCII characters"
    return Mistake(f"`{name}` cannot be a name in a contract", why, "choose another name")


def _no_annotation(name: str, text: str) -> Mistake:
    why = "`=` gives a constant its value, and `:` declares state"
    return Mistake(f"`{name}` is declared as no state variable", why, f"write `{name}: {text}`")
