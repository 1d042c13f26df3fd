"""Structs and events: making them, changing them, emitting them."""

from collections.abc import Sequence

from saya_py.lang.compiler.arguments import Passed
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import (
    POISON,
    EventRef,
    EventValue,
    Operand,
    Poison,
    SelfRef,
    Static,
    StructValue,
    Traced,
)
from saya_py.lang.compiler.shapes import an
from saya_py.lang.schema import EventSchema, Field, Record


def make_struct(frame: Frame, record: Record, passed: Passed) -> Operand:
    """`Order(owner=…, price=…)`."""
    fields = _fields(frame, an(record.name), record.fields, passed)
    return POISON if fields is None else StructValue(record, fields)


def make_event(frame: Frame, event: EventRef, passed: Passed) -> Operand:
    """`self.Bought(buyer=…, n=…)`."""
    schema = event.schema
    fields = _fields(frame, f"the event {schema.name}", schema.fields, passed)
    return POISON if fields is None else EventValue(schema, fields)


def emit(frame: Frame, owner: SelfRef, passed: Passed) -> Operand:
    """`self.emit(…)`."""
    args = passed.bind(frame, "`emit`", ["event"])
    if args is None or isinstance(args[0].value, Poison):
        return POISON
    event = args[0].value
    if isinstance(event, EventRef):
        return frame.report(args[0].node, _no_values(event.schema))
    if not isinstance(event, EventValue) or event.schema.contract != owner.contract:
        return frame.report(args[0].node, _no_event(describe(event)))
    frame.body.emit(event.schema, event.fields)
    return Static(None)


def replace(frame: Frame, value: StructValue, passed: Passed) -> Operand:
    """`order.replace(price=…)`."""
    record = value.record
    names = [field.name for field in record.fields]
    if passed.positional or any(name not in names for name in passed.named):
        return frame.report(passed.call, _no_change(record.name, names))
    fields = list(value.fields)
    for name, argument in passed.named.items():
        index = names.index(name)
        made = frame.coercion.to(argument.value, record.types[index], argument.node)
        if made is None:
            return POISON
        fields[index] = made
    return StructValue(record, tuple(fields))


def equal(frame: Frame, a: StructValue, b: StructValue) -> Traced:
    """Whether two structs of one type have equal fields."""
    result = frame.body.logic.true
    for x, y in zip(a.fields, b.fields, strict=True):
        result = frame.body.logic.both(result, frame.body.equal(x, y))
    return result


def _fields(frame: Frame, what: str, fields: Sequence[Field], passed: Passed) -> tuple[Traced, ...] | None:
    args = passed.bind(frame, what, [field.name for field in fields])
    if args is None:
        return None
    made = [frame.coercion.to(arg.value, field.type, arg.node) for field, arg in zip(fields, args, strict=True)]
    found = tuple(part for part in made if part is not None)
    return found if len(found) == len(made) else None


def _no_values(schema: EventSchema) -> Mistake:
    fields = ", ".join(f"{field.name}=…" for field in schema.fields)
    why = "an event goes to the log with the values of its fields"
    return Mistake(f"the event `{schema.name}` has no values here", why, f"write `self.{schema.name}({fields})`")


def _no_event(what: str) -> Mistake:
    return Mistake(
        f"{what} is no event of this contract",
        "the log names every event by the contract and the number of its declaration",
        "declare `class Bought(Event):` in the contract, and write `self.emit(self.Bought(…))`",
    )


def _no_change(name: str, fields: Sequence[str]) -> Mistake:
    listed = ", ".join(f"`{field}`" for field in fields)
    return Mistake(
        f"`replace` names the fields that change, and {an(name)} has {listed}",
        "what is not named stays as it is",
        f"write `.replace({fields[0]}=…)`",
    )
