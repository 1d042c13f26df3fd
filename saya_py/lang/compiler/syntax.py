"""Syntax that the language does not have, and what to write instead."""

import ast

from saya_py.lang.compiler.diagnostics import Mistake

LAID_OUT = "the circuit of a function is laid out once, before any call, so every call must take the same steps"
NO_EXCEPTIONS = "a failing call is undone as a whole, so nothing is left to handle or to clean up"
NO_COLLECTIONS = "values have a fixed size in a circuit, so the language has no collections that grow or shrink"
ALL_STATE = "what outlives a call is state, which the proof reads and writes; nothing else is seen by the next call"
NO_OBJECTS = "functions and classes are not values in a circuit; they stand where the whole contract can see them"
ONE_THING = "a statement does one thing, so that the order of effects is plain"
CONSTANT_TEXT = "a message is part of the contract and the same for every call"
ONCE = "it would run once, while the contract is compiled, and not in each call"
NO_WAITING = "nothing waits in a call"
LOOP = "write a `for` loop over a `range` or a tuple of constants"
STATE = "keep it in a state variable (`Var` or `Map`)"

_SYNTAX: dict[type[ast.AST], tuple[str, str, str]] = {
    ast.While: ("`while`", LAID_OUT, "write `for i in range(…)` with as many rounds as can be needed, and `break`"),
    ast.Match: ("`match`", LAID_OUT, "write `if` and `elif`"),
    ast.Try: ("`try`", NO_EXCEPTIONS, "state with `assert` what must hold"),
    ast.Raise: ("`raise`", NO_EXCEPTIONS, 'write `assert condition, "message"`'),
    ast.With: ("`with`", NO_EXCEPTIONS, "write the statements without it"),
    ast.Delete: ("`del`", ALL_STATE, "assign 0 to an entry that is to be empty"),
    ast.Global: ("`global`", ALL_STATE, STATE),
    ast.Nonlocal: ("`nonlocal`", ALL_STATE, STATE),
    ast.Import: ("an import inside a function", ONCE, "import at the top of the file"),
    ast.ImportFrom: ("an import inside a function", ONCE, "import at the top of the file"),
    ast.FunctionDef: ("a function inside a function", NO_OBJECTS, "write a method, or a function of the module"),
    ast.ClassDef: ("a class inside a function", NO_OBJECTS, "declare it in the module"),
    ast.Lambda: ("`lambda`", NO_OBJECTS, "write the expression in place, or a function of the module"),
    ast.AsyncFunctionDef: ("`async`", NO_WAITING, "write an ordinary function: `def`"),
    ast.Yield: ("`yield`", NO_WAITING, "return a value, or emit an event"),
    ast.YieldFrom: ("`yield`", NO_WAITING, "return a value, or emit an event"),
    ast.NamedExpr: ("`:=`", ONE_THING, "assign in a statement of its own"),
    ast.JoinedStr: ("an f-string", CONSTANT_TEXT, "write a plain string"),
    ast.List: ("a list", NO_COLLECTIONS, "write a tuple of constants; to keep values, declare a `Map` or a `Struct`"),
    ast.Dict: ("a dict", NO_COLLECTIONS, "declare a `Map` in the contract"),
    ast.Set: ("a set", NO_COLLECTIONS, "declare a `Map` to `Bool` in the contract"),
    ast.ListComp: ("a comprehension", NO_COLLECTIONS, LOOP),
    ast.SetComp: ("a comprehension", NO_COLLECTIONS, LOOP),
    ast.DictComp: ("a comprehension", NO_COLLECTIONS, LOOP),
    ast.GeneratorExp: ("a comprehension", NO_COLLECTIONS, LOOP),
    ast.Starred: ("`*`", NO_COLLECTIONS, "write the values one by one"),
    ast.Slice: ("a slice", NO_COLLECTIONS, "name the elements one by one"),
}
_TRY_STAR = getattr(ast, "TryStar", None)  # `except*`

_CONSTANTS: dict[type, tuple[str, str, str]] = {
    float: (
        "a number with a fraction",
        "a circuit computes with whole numbers, and rounding would differ between machines",
        "count in a smaller unit, as cents instead of euros",
    ),
    type(None): (
        "`None`",
        "every value has a type and an encoding, and None has none",
        "use a value that cannot occur otherwise, as `User(0)` for nobody",
    ),
}


def unsupported(node: ast.AST) -> Mistake:
    """Syntax that the language does not have."""
    if isinstance(node, ast.Constant):
        name, why, instead = _CONSTANTS.get(
            type(node.value),
            (f"a constant of type {type(node.value).__name__}", "it has no encoding", "write a whole number"),
        )
    else:
        kind = ast.Try if type(node) is _TRY_STAR else type(node)
        name, why, instead = _SYNTAX.get(
            kind,
            (
                f"this syntax ({type(node).__name__})",
                LAID_OUT,
                "write it with assignments, `assert`, `if`, `for` over constants, calls and operators",
            ),
        )
    return Mistake(f"{name} is not part of the contract language", why, instead)
