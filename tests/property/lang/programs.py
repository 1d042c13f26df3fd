"""Random contract functions as source text, with states and arguments that reach the extremes."""

from dataclasses import dataclass

from hypothesis import strategies as st

from saya_py.core.field import P
from saya_py.core.keys import ValueType, make_key

U32, U64, BOOL, USER = ValueType.U32, ValueType.U64, ValueType.BOOL, ValueType.USER
TOP = {U32: 2**32 - 1, U64: 2**64 - 1, USER: 2**32 - 1, BOOL: 1}
VARS = {BOOL: "flag", U32: "count", U64: "total", USER: "owner"}
MAPS = {BOOL: ("seen", U32), U32: ("score", USER), U64: ("price", U64), USER: ("heir", BOOL)}
PARAMS = {"n": U32, "m": U32, "x": U64, "y": U64, "b": BOOL, "u": USER}
HEADER = """from saya_py.lang import *

class Test(Contract):
    flag: Var[Bool]
    count: Var[U32]
    total: Var[U64]
    owner: Var[User]
    seen: Map[U32, Bool]
    score: Map[User, U32]
    price: Map[U64, U64]
    heir: Map[Bool, User]
    LIMIT = 5

    @function
    def run(self, n: U32, m: U32, x: U64, y: U64, b: Bool, u: User) -> None:
"""
SLOTS = {"flag": 1, "count": 2, "total": 3, "owner": 4, "seen": 5, "score": 6, "price": 7, "heir": 8}


@dataclass(frozen=True)
class Text:
    """Source of an expression; `static` when it is known before any call."""

    source: str
    static: bool = False


class Writer:
    """Writes one function, statement by statement."""

    def __init__(self, draw):
        self.draw = draw
        self.locals: dict[ValueType, list[str]] = {ty: [] for ty in TOP}
        self.lines: list[str] = []
        self.indent = 2
        self.loops = 0

    def function(self):
        self.block(self.draw(st.integers(1, 6)), 2)
        return HEADER + "".join(f"{line}\n" for line in self.lines)

    def block(self, length, depth):
        """Statements; what they assign for the first time is forgotten after them."""
        outer = {ty: list(names) for ty, names in self.locals.items()}
        for _ in range(length):
            self.statement(depth)
        self.locals = outer

    def inner(self, header, depth):
        self.write(header)
        self.indent += 1
        self.block(self.draw(st.integers(1, 3)), depth - 1)
        self.indent -= 1

    def write(self, line):
        self.lines.append("    " * self.indent + line)

    def statement(self, depth):
        kinds = ["local", "again", "assert", "var", "map", "aug var", "aug map", "aug local"]
        kinds += ["if", "if", "for"] if depth else []
        kinds += ["leave"] if depth < 2 else []
        kind = self.draw(st.sampled_from(kinds))
        ty = self.draw(st.sampled_from([U32, U64] if kind.startswith("aug") else list(TOP)))
        if kind == "if":
            self.inner(f"if {self.expression(BOOL, 2).source}:", depth)
            if self.draw(st.booleans()):
                self.inner(f"elif {self.expression(BOOL, 1).source}:", depth)
            if self.draw(st.booleans()):
                self.inner("else:", depth)
        elif kind == "for":
            self.loops += 1
            name = f"i{len(self.lines)}"
            self.inner(f"for {name} in range({self.draw(st.integers(0, 3))}):", depth)
            self.loops -= 1
            if self.draw(st.booleans()):
                self.inner("else:", depth)
        elif kind == "leave":
            self.write(self.draw(st.sampled_from(["return", "break", "continue"] if self.loops else ["return"])))
        elif kind == "again" and self.locals[ty]:
            self.write(f"{self.draw(st.sampled_from(self.locals[ty]))} = {self.typed(ty)}")
        elif kind in ("local", "again"):
            name = f"v{len(self.lines)}"
            self.write(f"{name} = {self.typed(ty)}")
            self.locals[ty].append(name)
        elif kind == "assert":
            self.write(f"assert {self.expression(BOOL, 3).source}, 'message {len(self.lines)}'")
        elif kind == "aug local" and self.locals[ty]:
            self.write(f"{self.draw(st.sampled_from(self.locals[ty]))} {self.operator()}= {self.any(ty)}")
        else:
            target = f"self.{VARS[ty]}" if kind.endswith("var") else self.entry(ty)
            sign = f"{self.operator()}=" if kind.startswith("aug") else "="
            self.write(f"{target} {sign} {self.any(ty)}")

    def typed(self, ty):
        """An expression that has its type by itself."""
        value = self.expression(ty, 2)
        untyped = value.static and ty is not BOOL
        return f"{'User' if ty is USER else ty.label}({value.source})" if untyped else value.source

    def any(self, ty):
        return self.expression(ty, 2).source

    def entry(self, ty):
        name, key = MAPS[ty]
        return f"self.{name}[{self.expression(key, 1).source}]"

    def operator(self):
        return self.draw(st.sampled_from("+-*"))

    def expression(self, ty, depth):
        """An expression of type `ty`."""
        kinds = ["leaf", "var", "map"]
        if depth:
            kinds += ["conditional"]
        if depth and ty in (U32, U64):
            kinds += ["arithmetic"] * 3
        if depth and ty is BOOL:
            kinds += ["compare", "equal", "chain", "logic", "logic", "not"]
        kind = self.draw(st.sampled_from(kinds))
        return getattr(self, f"_{kind}")(ty, depth - 1)

    def _leaf(self, ty, depth):
        constant = self.draw(st.booleans())
        if constant and ty is BOOL:
            return Text(self.draw(st.sampled_from(["True", "False"])), static=True)
        if constant:
            return Text(str(self.draw(number(ty))), static=True)
        names = [name for name, param in PARAMS.items() if param is ty] + self.locals[ty]
        return Text(self.draw(st.sampled_from([*names, "self.caller"] if ty is USER else names)))

    def _var(self, ty, depth):
        return Text(f"self.{VARS[ty]}")

    def _map(self, ty, depth):
        return Text(self.entry(ty))

    def _arithmetic(self, ty, depth):
        left, right = self.expression(ty, depth), self.expression(ty, depth)
        if left.static and right.static:
            right = Text("n" if ty is U32 else "x")
        return Text(f"({left.source} {self.operator()} {right.source})")

    def _conditional(self, ty, depth):
        condition, then, orelse = self.expression(BOOL, depth), self.typed(ty), self.typed(ty)
        return Text(f"({then} if {condition.source} else {orelse})")

    def _compare(self, ty, depth):
        kind = self.draw(st.sampled_from([U32, U64]))
        left, right = self.expression(kind, depth), self.expression(kind, depth)
        sign = self.draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
        return Text(f"({left.source} {sign} {right.source})", left.static and right.static)

    def _equal(self, ty, depth):
        kind = self.draw(st.sampled_from([BOOL, USER]))
        left, right = self.expression(kind, depth), self.expression(kind, depth)
        return Text(f"({left.source} {self.draw(st.sampled_from(['==', '!=']))} {right.source})")

    def _chain(self, ty, depth):
        kind = self.draw(st.sampled_from([U32, U64]))
        first, second = self.expression(kind, depth), self.expression(kind, depth)
        third = self.expression(kind, depth)
        signs = [self.draw(st.sampled_from(["<", "<=", ">", "!="])) for _ in range(2)]
        return Text(f"({first.source} {signs[0]} {second.source} {signs[1]} {third.source})")

    def _logic(self, ty, depth):
        left, right = self.expression(BOOL, depth), self.expression(BOOL, depth)
        return Text(f"({left.source} {self.draw(st.sampled_from(['and', 'or']))} {right.source})")

    def _not(self, ty, depth):
        return Text(f"(not {self.expression(BOOL, depth).source})")


def number(ty):
    """A number of a type, often small or extreme."""
    top = TOP[ty]
    edges = [edge for edge in (0, 1, 2, 3, 2**16, top // 2, top // 2 + 1, 2**32, top - 1, top) if edge <= top]
    return st.one_of(st.integers(0, min(top, 5)), st.sampled_from(edges), st.integers(0, top))


@st.composite
def programs(draw):
    """Source of a module with the contract `Test`."""
    return Writer(draw).function()


def arguments():
    """Arguments of `run`, as numbers."""
    return st.tuples(*(number(ty) for ty in PARAMS.values()))


@st.composite
def states(draw):
    """A state in which most entries are values of their types."""
    state = {}
    for ty, name in VARS.items():
        state[make_key(1, SLOTS[name])] = draw(stored(ty))
    for ty, (name, key) in MAPS.items():
        for at in draw(st.lists(number(key), max_size=4)):
            state[make_key(1, SLOTS[name], [(key, at)])] = draw(stored(ty))
    return {key: value for key, value in state.items() if any(value)}


def stored(ty):
    """An entry's value, now and then one that is no value of its type."""
    limb = st.sampled_from([0, 1, 2, 2**32 - 1, 2**32, P - 1])
    good = number(ty).map(ty.encode)
    return st.integers(0, 29).flatmap(lambda i: good if i else st.tuples(limb, limb, limb, limb))
