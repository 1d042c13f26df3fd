"""A function while it is traced."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion
from saya_py.lang.compiler.diagnostics import Mistake, Node, Reporter
from saya_py.lang.compiler.flow import Flow
from saya_py.lang.compiler.operands import POISON, Operand, Poison
from saya_py.lang.compiler.program import Callee, Program
from saya_py.lang.compiler.scope import Locals
from saya_py.lang.schema import Auth


@dataclass
class Unit:
    """One function of the IR, with all helpers that are inlined into it."""

    program: Program
    body: Body
    auth: Auth | None
    """Who authorises its calls; None for a helper that is only looked through for mistakes."""
    inline: "Inline"
    calls: list[Callee] = field(default_factory=list)
    """The functions that are under way, the entry first."""


class Frame:
    """One function under way: its names, its paths, its mistakes."""

    def __init__(self, unit: Unit, callee: Callee, reporter: Reporter) -> None:
        self.unit = unit
        self.callee = callee
        self.body = unit.body
        self.reporter = reporter
        self.coercion = Coercion(unit.body, reporter)
        self.variables = Locals(callee.source.local_names)
        self.flow = Flow(unit.body, self.variables)
        self.loop: ast.For | None = None
        """The outermost loop that is traced."""

    def report(self, node: Node, mistake: Mistake) -> Poison:
        """Reports a mistake; what stands for the expression that has it."""
        self.reporter.report(node, mistake)
        return POISON


Inline = Callable[["Frame", Callee, Sequence["Argument"], Node], Operand]
"""Runs a function in place, with one argument for each of its parameters."""


@dataclass(frozen=True)
class Argument:
    """What a call passes, and where it stands."""

    value: Operand
    node: Node
