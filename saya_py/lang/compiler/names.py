"""What a name or an attribute stands for in a contract function."""

import ast
import difflib
from collections.abc import Iterable, Sequence
from types import FunctionType, ModuleType

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import (
    POISON,
    BoundMethod,
    EventRef,
    MapRef,
    MethodRef,
    Operand,
    Poison,
    SelfRef,
    Static,
    StructValue,
    TupleValue,
    Unusable,
)
from saya_py.lang.compiler.program import Declared
from saya_py.lang.compiler.scope import MISSING
from saya_py.lang.compiler.shapes import an
from saya_py.lang.contract import Contract
from saya_py.lang.records import record_of
from saya_py.lang.structs import Struct, numbers_of
from saya_py.lang.values import Typed

CONTEXT = {"caller": ValueType.USER, "t_min": ValueType.U64, "t_max": ValueType.U64}
"""What a call comes with, as attributes of the contract."""


class Names:
    """Looks names up, and reports those that a contract cannot use."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def name(self, node: ast.Name) -> Operand:
        """A local variable, or a constant around the function."""
        variables = self._frame.variables
        if node.id in variables.names:
            found = variables.values.get(node.id)
            if isinstance(found, Unusable):
                return self._frame.report(node, found.mistake)
            return found if found is not None else self._frame.report(node, _not_assigned(node.id))
        outer = self._frame.callee.namespace.lookup(node.id)
        if outer is MISSING:
            return self._frame.report(node, self._unknown_name(node.id))
        return self.constant(node, outer)

    def attribute(self, node: ast.Attribute, owner: Operand) -> Operand:
        """`owner.attr`: something of a contract, or of a module."""
        match owner:
            case Poison():
                return POISON
            case SelfRef():
                return self._member(node, owner)
            case Static(value=ModuleType() as module):
                found = vars(module).get(node.attr, MISSING)
                if found is MISSING:
                    why = f"the module `{module.__name__}` has no such name"
                    return self._frame.report(node, _unknown(ast.unparse(node), node.attr, vars(module), why))
                return self.constant(node, found)
            case Static(value=type() as cls) if issubclass(cls, Contract) and node.attr in vars(cls):
                member = vars(cls)[node.attr]
                if isinstance(member, FunctionType):
                    return self._frame.report(node, _unbound(ast.unparse(node), node.attr))
                return self.constant(node, member)
            case StructValue(record=record, fields=fields):
                names = [field.name for field in record.fields]
                if node.attr in names:
                    return fields[names.index(node.attr)]
                if node.attr == "replace":
                    return BoundMethod(node.attr, owner)
                return self._frame.report(node, _no_field(record.name, node.attr, names))
        return self._frame.report(node, _no_attribute(owner, node.attr))

    def constant(self, node: ast.expr, found: object) -> Operand:
        """A Python object from outside the function."""
        body, record = self._frame.body, record_of(type(found))
        if isinstance(found, Typed) and record is not None:
            return body.constant(record.types[0], int(found))
        if isinstance(found, Struct) and record is not None:
            numbers = zip(record.types, numbers_of(found), strict=True)
            return StructValue(record, tuple(body.constant(ty, number) for ty, number in numbers))
        if type(found) in (bool, int, str) or isinstance(found, ModuleType) or callable(found):
            return Static(found)
        if type(found) is tuple:
            items = tuple(self.constant(node, item) for item in found)
            return POISON if any(isinstance(item, Poison) for item in items) else TupleValue(items)
        return self._frame.report(node, advice.no_constant(ast.unparse(node), type(found).__name__))

    def _member(self, node: ast.Attribute, owner: SelfRef) -> Operand:
        declared, text = self._frame.unit.program.contract(owner.contract), ast.unparse(node)
        var = declared.variable(node.attr)
        if owner.linked and (var is not None or node.attr in declared.links or hasattr(Contract, node.attr)):
            return self._frame.report(node, _foreign(text, owner.name))
        if node.attr in CONTEXT:
            return self._frame.body.load(node.attr, CONTEXT[node.attr])
        if node.attr in ("emit", "beacon"):
            return BoundMethod(node.attr, owner)
        if var is not None:
            return MapRef(var) if var.keys else self._frame.body.read(var, ())
        if node.attr in declared.links:
            return self._link(declared.links[node.attr].cls)
        if node.attr in declared.methods:
            return MethodRef(owner.contract, node.attr)
        event = next((event for event in declared.schema.events if event.name == node.attr), None)
        if event is not None:
            return self._frame.report(node, _foreign(text, owner.name)) if owner.linked else EventRef(event)
        if node.attr in declared.broken:
            return POISON
        found = vars(declared.source.cls).get(node.attr, MISSING)
        if found is not MISSING:
            return self.constant(node, found)
        why = f"{owner.name} has no state variable, constant, event or method of this name"
        return self._frame.report(node, _unknown(text, node.attr, _members(declared), why))

    def _unknown_name(self, name: str) -> Mistake:
        contract = self._frame.callee.contract
        if contract is not None and name in _members(self._frame.unit.program.contract(contract)):
            why = "what a contract declares is reached through `self`"
            return Mistake(f"`{name}` is not defined", why, f"did you mean `self.{name}`?")
        why = "no local variable, constant or function has this name"
        return _unknown(name, name, self._frame.variables.names, why)

    def _link(self, cls: type[Contract]) -> Operand:
        linked = self._frame.unit.program.of_class(cls)
        if len(linked) != 1:  # reported where the link is declared
            return POISON
        return SelfRef(linked[0].schema.id, linked[0].schema.name, linked=True)


def _members(declared: Declared) -> list[str]:
    constants = [name for name in vars(declared.source.cls) if not name.startswith("_")]
    return [*(var.name for var in declared.schema.state), *declared.links, *constants, *CONTEXT, "emit", "beacon"]


def _not_assigned(name: str) -> Mistake:
    why = "the function assigns it, so it is a local variable, and nothing is assigned to it yet"
    return Mistake(f"`{name}` is used before it is assigned", why, "assign it in a statement before")


def _no_attribute(owner: Operand, name: str) -> Mistake:
    what = f"{describe(owner)} has no attribute `{name}`"
    if isinstance(owner, MapRef):
        keys = ", ".join("…" for _ in owner.declared.keys)
        why = "every entry of a map exists, and one that was never written is 0; there is no list of those that were"
        return Mistake(what, why, f"read or write one entry: `self.{owner.declared.name}[{keys}]`")
    return Mistake(what, "values of the language have operators only", "use the value itself")


def _no_field(record: str, name: str, fields: Sequence[str]) -> Mistake:
    close = difflib.get_close_matches(name, fields, n=1)
    instead = f"did you mean `{close[0]}`?" if close else "name a field"
    return Mistake(
        f"{an(record)} has no field `{name}`", "it has " + ", ".join(f"`{field}`" for field in fields), instead
    )


def _unbound(text: str, name: str) -> Mistake:
    return Mistake(
        f"`{text}` names a method without its contract",
        "a method works on the state of one contract, and a class alone does not say which",
        f"write `self.{name}(…)`, or declare a link to the other contract",
    )


def _foreign(text: str, owner: str) -> Mistake:
    return Mistake(
        f"`{text}` belongs to {owner} alone",
        "a contract keeps its own rules about its state, so others reach it through its methods only",
        f"call a method of {owner}, or write one that does what is needed",
    )


def _unknown(text: str, name: str, known: Iterable[str], why: str) -> Mistake:
    close = difflib.get_close_matches(name, list(known), n=1)
    instead = f"did you mean `{text.removesuffix(name)}{close[0]}`?" if close else "declare it, or correct its spelling"
    return Mistake(f"`{text}` is not defined", why, instead)
