"""Reads the parameters and the result of functions."""

import ast
from dataclasses import dataclass

from saya_py.lang.compiler.annotations import constant_of, explained, record_in, unquoted
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.shapes import Constant
from saya_py.lang.schema import Record


@dataclass(frozen=True)
class Parameter:
    """A parameter; its type is None when that was reported."""

    name: str
    type: Record | Constant | None


@dataclass(frozen=True)
class Signature:
    """What a helper takes, without `self`, and what it returns: None is nothing."""

    params: tuple[Parameter, ...]
    returns: Record | Constant | None
    broken: bool = False
    """Whether its result was reported, so that its uses need not be."""


def read_params(
    node: ast.FunctionDef, namespace: Namespace, reporter: Reporter, *, method: bool, constants: bool
) -> list[Parameter]:
    """The parameters of a function (of a `method`, those after `self`); mistakes are reported.

    With `constants`, they may be constants of the program.
    """
    args = node.args
    if args.posonlyargs or args.kwonlyargs or args.vararg or args.kwarg or args.defaults or (method and not args.args):
        reporter.report(node, PLAIN_PARAMS)
    if method and args.args and args.args[0].annotation and args.args[0].arg != "self":
        reporter.report(args.args[0], NO_SELF)
    params = []
    for arg in args.args[1 if method else 0 :]:
        found = _type(arg.annotation, namespace, constants) if arg.annotation else None
        if not arg.arg.isascii():
            reporter.report(arg, _no_ascii(arg.arg))
        if found is None:
            mistake = _untyped(arg.arg)
            reporter.report(arg, explained(arg.annotation, namespace, mistake) if arg.annotation else mistake)
        params.append(Parameter(arg.arg, found))
    return params


def read_helper(node: ast.FunctionDef, namespace: Namespace, reporter: Reporter, *, method: bool) -> Signature:
    """The signature of a helper, which may take and return constants; mistakes are reported."""
    params = read_params(node, namespace, reporter, method=method, constants=True)
    if node.returns is None:
        reporter.report(node, NO_RESULT_TYPE)
        return Signature(tuple(params), None, broken=True)
    if is_nothing(node.returns):
        return Signature(tuple(params), None)
    returns = _type(node.returns, namespace, constants=True)
    if returns is None:
        reporter.report(node.returns, explained(node.returns, namespace, NO_VALUE_RESULT))
    return Signature(tuple(params), returns, broken=returns is None)


def is_nothing(node: ast.expr) -> bool:
    """Whether an annotation is `None`."""
    found = unquoted(node)
    return isinstance(found, ast.Constant) and found.value is None


def _type(node: ast.expr, namespace: Namespace, constants: bool) -> Record | Constant | None:
    found = record_in(node, namespace)
    return constant_of(node, namespace) if found is None and constants else found


PLAIN_PARAMS = Mistake(
    "a function of a contract has ordinary parameters without defaults, a method `self` before them",
    "a call states every argument, in order",
    "write `def name(self, a: U32, b: User) -> None:`",
)
NO_SELF = Mistake(
    "the first parameter of a method is `self`",
    "Python passes the contract itself before the arguments of a call",
    "write `def name(self, a: U32, b: User) -> None:`",
)
NO_RESULT_TYPE = Mistake(
    "this helper does not say what it returns",
    "its result takes the type that is stated here",
    "write `-> None`, or the type of the value that it returns, as in `-> U32`",
)
NO_VALUE_RESULT = Mistake(
    "a helper returns a value of the language, or nothing",
    "results of other types have no form in a circuit",
    "write `-> None`, or the type of the value that it returns, as in `-> U32`; several values make a `Struct`",
)


def _no_ascii(name: str) -> Mistake:
    why = "names of parameters stand in the ABI, which other languages read, and are made of ASCII characters"
    return Mistake(f"`{name}` cannot be the name of a parameter", why, "choose another name")


def _untyped(name: str) -> Mistake:
    why = "the type decides how an argument is encoded and range-checked"
    return Mistake(f"parameter `{name}` has no value type", why, f"write `{name}: U32` (or Bool, U64, User, …)")
