"""Whole programs: a contract `Test` with a function `run`, and what these need."""

from dataclasses import dataclass

from tests.property.lang.generator import (
    arithmetic,
    assignments,
    calling,
    compound,
    conditions,
    control,
    conversions,
    effects,
    leaves,
    storage,
)
from tests.property.lang.generator.choices import Choices
from tests.property.lang.generator.declarations import Contract, Function, Module
from tests.property.lang.generator.expressions import Expressions
from tests.property.lang.generator.kinds import Kind
from tests.property.lang.generator.scope import MAX_HELPERS, Scope
from tests.property.lang.generator.statements import Statements

DEEP = (
    *conditions.DEEP,
    *storage.DEEP,
    *arithmetic.DEEP,
    *conversions.DEEP,
    *compound.DEEP,
    *calling.DEEP,
)
FORMS = (*assignments.FORMS, *effects.FORMS, *control.FORMS)
MAX_LEVEL = 2
NAMES = ("Test", "Other", "Third")
"""Contracts; each may have a link to the next one."""


@dataclass(frozen=True)
class Program:
    """A module as text, and what calls of it need."""

    source: str
    contracts: tuple[Contract, ...]
    """In the order of their numbers; the first one is `Test`."""
    run: Function


def write(choices: Choices) -> Program:
    """Writes a program: functions are written where they are first called."""
    module = Module('@function(auth="operator")' if choices.chance(10) else "@function")
    test = Contract("Test", 1)
    module.contracts.append(test)
    run = Function("run", module.mark, None, test)
    _body(Scope(choices, module, test, run, 0, new_helper), depth=3, most=6)
    test.functions.append(run)
    for other in module.contracts[1:]:  # a contract without a function is a mistake
        if not any(function.mark for function in other.functions):
            other.functions.append(Function("idle", module.mark, None, other, body=["pass"]))
    return Program(module.render(), tuple(module.contracts), run)


def new_helper(caller: Scope, result: Kind | None) -> Function | None:
    """A function that `caller` may call: one that exists, or a new one; None when there is none."""
    module, choices, contract = caller.module, caller.choices, caller.contract
    reached = [contract, *contract.links.values()] if contract else []
    functions = [*module.functions, *(function for owner in reached for function in owner.functions)]
    found = [f for f in functions if f.result == result and (not f.mark or f.owner is not contract)]
    if found and choices.chance(60):
        return choices.pick(found)
    written = len(module.functions) + sum(len(each.functions) for each in module.contracts)
    if caller.level == MAX_LEVEL or written >= MAX_HELPERS:
        return None
    owner = choices.pick([contract, None, _linked(contract)]) if contract else None
    marked = owner is not contract and owner is not None and result is None and choices.chance(70)
    stem = "part" if owner is None else "fn" if marked else "help"
    function = Function(module.fresh(stem), module.mark if marked else "", result, owner)
    _body(Scope(choices, module, owner, function, caller.level + 1, new_helper), depth=1, most=3)
    (owner or module).functions.append(function)
    if owner is not None and contract is not None and owner is not contract:
        contract.links[owner.name.lower()] = owner
        if owner not in module.contracts:
            module.contracts = sorted([*module.contracts, owner], key=lambda each: each.number)
    return function


def _linked(caller: Contract) -> Contract | None:
    """The contract that `caller` links to. It is declared once it has a function."""
    if caller.links:
        return caller.links[NAMES[caller.number].lower()]
    if caller.number == len(NAMES):
        return None
    return Contract(NAMES[caller.number], caller.number + 1)


def _body(scope: Scope, depth: int, most: int) -> None:
    statements = Statements(scope, Expressions(scope, leaves.LEAVES, DEEP), FORMS)
    block = statements.block(depth, most, least=0 if scope.level else 2)
    lines = list(block.lines)
    if scope.function.result is not None and not block.ends:
        lines.append(f"return {statements.expressions.text(scope.function.result)}")
    scope.function.body += lines or ["pass"]
