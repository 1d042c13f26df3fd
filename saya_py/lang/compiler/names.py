"""What a name or an attribute stands for in a contract function."""

import ast
import difflib
from collections.abc import Iterable
from types import ModuleType

from saya_py.lang.compiler import advice
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import describe
from saya_py.lang.compiler.declarations import Declared
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.operands import POISON, MapRef, Operand, Poison, SelfRef, Static, Unusable
from saya_py.lang.compiler.scope import MISSING, Locals, Namespace
from saya_py.lang.contract import Contract
from saya_py.lang.schema import StateVar
from saya_py.lang.types import type_of
from saya_py.lang.values import Typed


class Names:
    """Looks names up, and reports those that a contract cannot use."""

    def __init__(
        self,
        cls: type[Contract],
        declared: Declared,
        namespace: Namespace,
        variables: Locals,
        body: Body,
        reporter: Reporter,
    ) -> None:
        self.locals = variables
        self.namespace = namespace
        self._cls = cls
        self._state = {var.name: var for var in declared.schema.state}
        self._broken = declared.broken
        self._body = body
        self._reporter = reporter

    def name(self, node: ast.Name) -> Operand:
        """A local variable, or a constant around the function."""
        if node.id in self.locals.names:
            found = self.locals.values.get(node.id)
            if isinstance(found, Unusable):
                return self._report(node, found.mistake)
            return found if found is not None else self._report(node, _not_assigned(node.id))
        return self._object(node, node.id, self.namespace.lookup(node.id))

    def attribute(self, node: ast.Attribute, owner: Operand) -> Operand:
        """`owner.attr`: state, the caller, a constant of the class, or something of a module."""
        match owner:
            case Poison():
                return POISON
            case SelfRef():
                return self._member(node)
            case Static(value=ModuleType() as module):
                return self._object(node, ast.unparse(node), getattr(module, node.attr, MISSING))
        why = "values of the language have operators only"
        mistake = Mistake(f"{describe(owner)} has no attribute `{node.attr}`", why, "use the value itself")
        return self._report(node, mistake)

    def state(self, name: str) -> StateVar | None:
        """The state variable called `name`."""
        return self._state.get(name)

    def is_broken(self, name: str) -> bool:
        """Whether the declaration of a member was reported, so that its uses need not be."""
        return name in self._broken

    def _member(self, node: ast.Attribute) -> Operand:
        if node.attr == "caller":
            return self._body.caller()
        var = self._state.get(node.attr)
        if var is not None:
            return MapRef(var) if var.keys else self._body.read(var, ())
        found = vars(self._cls).get(node.attr, MISSING)
        if found is MISSING and self.is_broken(node.attr):
            return POISON
        if found is MISSING:
            constants = [name for name in vars(self._cls) if not name.startswith("_")]
            known = [*self._state, *constants, "caller"]
            return self._report(node, _unknown(f"self.{node.attr}", node.attr, known))
        return self._object(node, f"self.{node.attr}", found)

    def _object(self, node: ast.expr, text: str, found: object) -> Operand:
        if found is MISSING:
            return self._report(node, _unknown(text, text, self.locals.names))
        if isinstance(found, Typed):
            ty = type_of(type(found))
            if ty is not None:
                return self._body.constant(ty, int(found))
        if type(found) in (bool, int, str) or isinstance(found, ModuleType) or callable(found):
            return Static(found)
        return self._report(node, advice.no_constant(text, type(found).__name__))

    def _report(self, node: ast.expr, mistake: Mistake) -> Operand:
        self._reporter.report(node, mistake)
        return POISON


def _not_assigned(name: str) -> Mistake:
    why = "the function assigns it, so it is a local variable, and nothing is assigned to it yet"
    return Mistake(f"`{name}` is used before it is assigned", why, "assign it in a statement before")


def _unknown(text: str, name: str, known: Iterable[str]) -> Mistake:
    close = difflib.get_close_matches(name, list(known), n=1)
    instead = f"did you mean `{text.removesuffix(name)}{close[0]}`?" if close else "declare it, or correct its spelling"
    return Mistake(f"`{text}` is not defined", "no state variable, constant or local variable has this name", instead)
