"""Operands in words."""

from types import ModuleType

from saya_py.lang.compiler.operands import (
    BoundMethod,
    Choice,
    EventRef,
    EventValue,
    MapRef,
    MethodRef,
    Operand,
    SelfRef,
    Static,
    StructValue,
    Traced,
    TupleValue,
)
from saya_py.lang.compiler.shapes import an, shown


def describe(operand: Operand) -> str:
    """An operand as texts call it."""
    match operand:
        case Traced(type=ty, loose=loose):
            return f"{an(ty.label)} that may be a plain `int`" if loose else an(ty.label)
        case StructValue(record=record):
            return an(record.name)
        case EventRef(schema=schema) | EventValue(schema=schema):
            return f"the event `{schema.name}`"
        case MapRef(declared=var):
            return f"the map `{var.name}`"
        case SelfRef(name=name, linked=linked):
            return f"the contract {name}" if linked else "the contract"
        case MethodRef(name=name) | BoundMethod(name=name):
            return f"the method `{name}`"
        case Choice():
            return "a constant without a type"
        case TupleValue():
            return "a tuple"
        case Static(value=value):
            return _object(value)
    return "a mistake"


def _object(value: object) -> str:
    match value:
        case bool() | int() | str():
            return f"the constant {shown(value)}"
        case None:
            return "the result of a helper that returns nothing"
        case range():
            return f"`{value}`"
        case ModuleType():
            return f"the module `{value.__name__}`"
        case type():
            return f"the class `{value.__name__}`"
    name = getattr(value, "__name__", None)
    return f"`{name}`" if isinstance(name, str) else an(f"`{type(value).__name__}`")
