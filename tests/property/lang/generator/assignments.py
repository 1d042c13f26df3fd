"""Assignments to local variables and to state."""

from tests.property.lang.generator.kinds import BITWISE, FELT, U8, UNSIGNED, Kind
from tests.property.lang.generator.scope import Local
from tests.property.lang.generator.statements import Form, Statements, Written
from tests.property.lang.generator.storage import place


def to_local(s: Statements, depth: int) -> Written | None:
    """`x = …`, a new variable or one that exists."""
    target = _target(s)
    value = s.expressions.value(target.kind, typed=not s.choices.chance(15) or s.scope.loops > 0)
    s.scope.assign(Local(target.name, target.kind, value.typed))
    annotation = f": {target.kind.name}" if value.typed and s.choices.chance(15) else ""
    return Written([f"{target.name}{annotation} = {value.source}"])


def to_two(s: Statements, depth: int) -> Written | None:
    """`x, y = …, …`."""
    first, second = _target(s), _target(s)
    if first.name == second.name:
        return None
    values = s.expressions.text(first.kind, typed=True), s.expressions.text(second.kind, typed=True)
    for target in (first, second):
        s.scope.assign(Local(target.name, target.kind))
    return Written([f"{first.name}, {second.name} = {', '.join(values)}"])


def to_state(s: Statements, depth: int) -> Written | None:
    """`self.x = …` and `self.m[k] = …`."""
    if s.scope.contract is None:
        return None
    variable = s.scope.variable(is_map=s.choices.chance(50))
    value = s.expressions.text(variable.value)
    return Written([f"{place(s.expressions, variable, 1)} = {value}"])


def augmented_local(s: Statements, depth: int) -> Written | None:
    """`x += …`."""
    found = [local for kind in (*UNSIGNED, FELT) for local in s.scope.visible(kind, typed=True)]
    if not found:
        return None
    local = s.choices.pick(found)
    s.scope.assign(local)
    return Written([f"{local.name} {_augment(s, local.kind)}"])


def augmented_state(s: Statements, depth: int) -> Written | None:
    """`self.x -= …` and `self.m[k] += …`."""
    if s.scope.contract is None:
        return None
    kind = s.choices.pick((*UNSIGNED, FELT))
    variable = s.scope.variable(kind, is_map=s.choices.chance(70))
    return Written([f"{place(s.expressions, variable, 1)} {_augment(s, kind)}"])


def _target(s: Statements) -> Local:
    """A local variable, perhaps a new one. A variable keeps its kind."""
    kind = s.scope.kind()
    found = s.scope.visible(kind, typed=False)
    if found and s.choices.chance(40):
        return s.choices.pick(found)
    return Local(s.scope.module.fresh("x"), kind)


def _augment(s: Statements, kind: Kind) -> str:
    if kind is FELT:
        return f"{s.choices.pick('+-*')}= {s.expressions.text(kind)}"
    signs = ["+", "-", "*", "//", "%"]
    if kind in BITWISE:
        signs += ["&", "|", "^", ">>", "<<"]
    sign = s.choices.pick(signs)
    return f"{sign}= {s.expressions.text(U8 if sign in ('>>', '<<') else kind)}"


FORMS = (
    Form(to_local, 5),
    Form(to_two),
    Form(to_state, 5),
    Form(augmented_local, 2),
    Form(augmented_state, 4),
)
