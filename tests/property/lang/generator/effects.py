"""Assertions, events, and calls for their effects."""

from tests.property.lang.generator.calling import call
from tests.property.lang.generator.kinds import BOOL
from tests.property.lang.generator.scope import field_kinds
from tests.property.lang.generator.statements import Form, Statements, Written


def assertion(s: Statements, depth: int) -> Written | None:
    """`assert condition, "message"`; most of them hold."""
    condition = s.expressions.text(BOOL)
    if s.choices.chance(60):
        other = s.expressions.text(BOOL)
        condition = f"{condition} or not {condition} or {other}" if s.choices.chance(20) else f"{condition} or {other}"
    return Written([f"assert {condition}, {s.message()}"])


def emission(s: Statements, depth: int) -> Written | None:
    """`self.emit(self.Bought(…))`."""
    if s.scope.contract is None:
        return None
    event = s.scope.event()
    fields = [f"{name}={s.expressions.text(of)}" for name, of in field_kinds(event)]
    return Written([f"self.emit(self.{event.name}({', '.join(fields)}))"])


def procedure(s: Statements, depth: int) -> Written | None:
    """A call of a helper without a result, or of a function of another contract."""
    helper = s.scope.new_helper(s.scope, None)
    return Written([call(s.expressions, helper, 1)]) if helper else None


FORMS = (Form(assertion, 3), Form(emission, 2), Form(procedure, 2))
