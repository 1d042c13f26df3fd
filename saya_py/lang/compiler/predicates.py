"""Boolean algebra of conditions, which keeps them few: what is known or already stated makes no operation."""

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.code import Code
from saya_py.lang.compiler.operands import Traced

BOOL = ValueType.BOOL
MAX_STATED = 200
"""Conditions remembered of a conjunction; forgetting some only costs operations."""


class Predicates:
    """Makes conditions from conditions."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._stated: dict[int, frozenset[int]] = {}
        """The conditions that a conjunction states."""
        self._halves: dict[int, tuple[Traced, Traced]] = {}
        """What a conjunction was made of."""
        self._opposites: dict[int, Traced] = {}
        self.true = code.constant(BOOL, 1)
        self.false = code.constant(BOOL, 0)

    def known(self, a: Traced) -> bool | None:
        """What a condition is, if that is known while compiling."""
        number = self._code.number(a)
        return None if number is None else bool(number)

    def implies(self, a: Traced, b: Traced) -> bool:
        """Whether `b` plainly holds wherever `a` does."""
        return self.known(b) is True or self.known(a) is False or b.id in self._parts(a)

    def both(self, a: Traced, b: Traced) -> Traced:
        """`a and b`."""
        if self._excludes(a, b) or self._excludes(b, a):
            return self.false
        if self.implies(a, b):
            return a
        if self.implies(b, a):
            return b
        made = self._code.pure({"op": "and", "a": a.id, "b": b.id}, BOOL)
        stated = self._parts(a) | self._parts(b) | {made.id}
        self._stated[made.id] = stated if len(stated) <= MAX_STATED else frozenset({a.id, b.id, made.id})
        self._halves[made.id] = (a, b)
        return made

    def either(self, a: Traced, b: Traced) -> Traced:
        """`a or b`."""
        if self.implies(a, b):
            return b
        if self.implies(b, a):
            return a
        if self._opposed(a, b):
            return self.true
        for common, part in self._split(a):
            for other, rest in self._split(b):
                if common.id == other.id and self._opposed(part, rest):
                    return common
        return self._code.pure({"op": "or", "a": a.id, "b": b.id}, BOOL)

    def negate(self, a: Traced) -> Traced:
        """`not a`."""
        known = self.known(a)
        if known is not None:
            return self.false if known else self.true
        if a.id not in self._opposites:
            made = self._code.pure({"op": "not", "a": a.id}, BOOL)
            self._opposites[a.id] = made
            self._opposites[made.id] = Traced(a.id, BOOL)
        return self._opposites[a.id]

    def select(self, condition: Traced, a: Traced, b: Traced) -> Traced:
        """`a if condition else b`; both of one type."""
        known = self.known(condition)
        if known is not None:
            return a if known else b
        if a.id == b.id:
            return a
        if a.type is BOOL and self.known(a) is not None:
            return self.either(condition, b) if self.known(a) else self.both(self.negate(condition), b)
        if b.type is BOOL and self.known(b) is not None:
            return self.either(self.negate(condition), a) if self.known(b) else self.both(condition, a)
        positive = self._opposites.get(condition.id)
        if positive is not None and positive.id < condition.id:
            condition, a, b = positive, b, a
        return self._code.pure({"op": "select", "cond": condition.id, "a": a.id, "b": b.id}, a.type)

    def _parts(self, a: Traced) -> frozenset[int]:
        return self._stated.get(a.id, frozenset({a.id}))

    def _split(self, a: Traced) -> tuple[tuple[Traced, Traced], ...]:
        halves = self._halves.get(a.id)
        return (halves, halves[::-1]) if halves else ()

    def _opposed(self, a: Traced, b: Traced) -> bool:
        return a.id in self._opposites and self._opposites[a.id].id == b.id

    def _excludes(self, a: Traced, b: Traced) -> bool:
        """Whether `b` plainly fails wherever `a` holds."""
        opposite = self._opposites.get(b.id)
        return self.known(b) is False or (opposite is not None and opposite.id in self._parts(a))
