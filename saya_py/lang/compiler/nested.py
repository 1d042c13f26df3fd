"""Reads classes inside a contract: events and structs."""

import ast

from saya_py.lang.compiler.annotations import explained, record_in
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.schema import EventSchema
from saya_py.lang.structs import Event, Struct, fields_of


def read_class(
    node: ast.ClassDef, cls: object, number: int, contract: int, namespace: Namespace, reporter: Reporter
) -> EventSchema | None:
    """Event `number` of a contract; None for a struct, and for mistakes, which are reported."""
    if not isinstance(cls, type) or cls.__bases__ not in ((Event,), (Struct,)) or node.decorator_list or node.keywords:
        reporter.report(node, NO_RECORD)
        return None
    fields = [_is_field(statement, namespace, reporter) for statement in node.body]
    if not all(fields) or issubclass(cls, Struct):
        return None
    declared = fields_of(cls)
    assert declared is not None, "every field was found to be of a value type"
    return EventSchema(node.name, number, contract, declared, cls)


def _is_field(node: ast.stmt, namespace: Namespace, reporter: Reporter) -> bool:
    match node:
        case ast.AnnAssign(target=ast.Name(), value=None, annotation=annotation):
            record = record_in(annotation, namespace)
            if record is None or record.is_struct:
                reporter.report(annotation, explained(annotation, namespace, NO_FIELD_TYPE))
                return False
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            pass
        case _:
            reporter.report(node, NO_FIELD)
            return False
    return True


NO_RECORD = Mistake(
    "a class inside a contract is a `Struct` or an `Event`",
    "the proof knows no other objects",
    "write `class Order(Struct):` or `class Bought(Event):`, without decorators or further bases",
)
NO_FIELD = Mistake(
    "a struct or an event has fields only",
    "its values are the limbs of its fields, and it does nothing by itself",
    "write `price: U32`; give a helper of the contract what needs statements",
)
NO_FIELD_TYPE = Mistake(
    "this field is of no value type",
    "a struct or an event is encoded field by field",
    "use Bool, U8, U16, U32, U64, U128, Felt, Hash or User",
)
