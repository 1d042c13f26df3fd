"""Texts of mistakes: what happened, why it is unsound or impossible, what to write instead."""

import ast

from saya_py.lang.compiler.diagnostics import Mistake

LAID_OUT = "the circuit of a function is laid out once, before any call, so every call must take the same steps"
NO_CONSTANT = "state the value itself (an int, a str, U32(…)), or name it in the class: `PRICE = 3`"
INTEGERS = "use U32 or U64"
ARITHMETIC = "write it with +, - and *; to divide, take the quotient as an argument and assert that it is right"

SYNTAX: dict[type[ast.AST], tuple[str, str]] = {
    ast.While: ("`while`", "write `for i in range(…)` with as many rounds as can be needed, and `break`"),
    ast.Match: ("`match`", "write `if` and `elif`"),
    ast.Try: ("`try`", "a failing call is undone as a whole: state with `assert` what must hold"),
    ast.Raise: ("`raise`", 'write `assert condition, "message"`'),
    ast.With: ("`with`", "write the statements without it"),
    ast.Delete: ("`del`", "assign 0 to an entry that is to be empty"),
    ast.Global: ("`global`", "keep what must last in a state variable (`Var` or `Map`)"),
    ast.Nonlocal: ("`nonlocal`", "keep what must last in a state variable (`Var` or `Map`)"),
    ast.Import: ("an import", "import at the top of the file"),
    ast.ImportFrom: ("an import", "import at the top of the file"),
    ast.FunctionDef: ("a function inside a function", "write a method of the contract, or a function of the module"),
    ast.AsyncFunctionDef: ("`async`", "write an ordinary function: nothing waits in a call"),
    ast.ClassDef: ("a class inside a function", "declare it in the module"),
    ast.Lambda: ("`lambda`", "write the expression in place, or a function of the module"),
    ast.NamedExpr: ("`:=`", "assign in a statement of its own"),
    ast.JoinedStr: ("an f-string", "write a plain string: a message is the same for every call"),
    ast.Await: ("`await`", "write an ordinary function: nothing waits in a call"),
}


def unsupported(node: ast.AST) -> Mistake:
    """Syntax that the language does not have."""
    name, instead = SYNTAX.get(
        type(node),
        (
            f"this syntax ({type(node).__name__})",
            "a contract function has assignments, `assert`, arithmetic, comparisons and `and`/`or`/`not`",
        ),
    )
    return Mistake(f"{name} is not part of the contract language", LAID_OUT, instead)


def no_condition(what: str) -> Mistake:
    """A value stands where a condition is needed."""
    why = "whether a number counts as true would depend on the call, and nothing says what is meant"
    return Mistake(f"{what} is no condition", why, "compare it, for instance `… != 0`")


UNTYPED = Mistake(
    "neither of these numbers has a type",
    "plain Python would compute with `int`s, which have no range; a proof has to know it",
    "give one of them a type where it comes from, as in `U32(3)`",
)


def types_differ(left: str, right: str) -> Mistake:
    """Two operands have different types."""
    why = "the two have different ranges and encodings, and nothing says which one is meant"
    return Mistake(f"{left} and {right} do not mix", why, "declare both with one type")


def constant_range(number: int, label: str) -> Mistake:
    """A constant does not fit."""
    return Mistake(f"{number} is no {label}", f"a {label} has no encoding for it", f"use a number that a {label} holds")


def not_a(what: str, label: str) -> Mistake:
    """Something of another type stands where a `label` is needed."""
    why = f"a {label} is needed here, and values are never converted silently"
    return Mistake(f"{what} is no {label}", why, f"write a {label}")


def no_operator(operator: str, label: str, instead: str) -> Mistake:
    """An operator that a type does not have."""
    return Mistake(f"a {label} has no {operator}", "the language has no circuit for it", instead)


def no_constant(name: str, kind: str) -> Mistake:
    """A name stands for something that a circuit cannot hold."""
    why = f"it is a {kind}, which is neither a constant of the language nor part of the state"
    return Mistake(f"`{name}` cannot be used in a contract function", why, NO_CONSTANT)


def no_operand(what: str) -> Mistake:
    """Something without a value stands in an operation."""
    return Mistake(
        f"{what} is no operand", "operations take values and constants", "name an entry, a value or a constant"
    )


def no_result(left: str, right: str | None, why: str) -> Mistake:
    """An operation on constants has no result."""
    operands = left if right is None else f"{left} and {right}"
    return Mistake(f"no result for {operands}", why, NO_CONSTANT)


def no_operator_on(operator: str, what: str, instead: str) -> Mistake:
    """An operator that the language does not have."""
    return Mistake(f"{operator} does not apply to {what}", "the language has no circuit for it", instead)


def no_call(what: str) -> Mistake:
    """A call of something that is not part of the language."""
    why = "what it does would run once, while the circuit is laid out, and not in each call"
    return Mistake(f"{what} cannot be called in a contract function", why, "write its statements in place")


def no_conversion(label: str) -> Mistake:
    """A conversion between value types."""
    why = "it takes one whole number that is known before any call; values are not converted"
    return Mistake(f"{label}(…) makes a constant", why, f"declare the value as {label} where it comes from")
