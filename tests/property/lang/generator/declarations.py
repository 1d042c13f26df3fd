"""What a generated module declares. Programs declare things when they first need them, so small ones stay small."""

from dataclasses import dataclass, field

from tests.property.lang.generator.kinds import Kind

INDENT = "    "


@dataclass(frozen=True)
class Variable:
    """A `Var` (no keys) or a `Map`."""

    name: str
    contract: int
    slot: int
    keys: tuple[Kind, ...]
    value: Kind

    def render(self) -> str:
        types = ", ".join(kind.name for kind in (*self.keys, self.value))
        return f"{self.name}: {'Map' if self.keys else 'Var'}[{types}]"


@dataclass(frozen=True)
class Fields:
    """A struct of the module, or an event of a contract."""

    kind: Kind
    base: str

    def render(self) -> list[str]:
        return [f"class {self.kind.name}({self.base}):"] + [
            f"{INDENT}{name}: {ty.label}" for name, ty in self.kind.fields
        ]


@dataclass
class Function:
    """A function that users call, a helper method, or a function of the module."""

    name: str
    mark: str
    """The decorator of a function that users call."""
    result: Kind | None
    owner: "Contract | None"
    """None for a function of the module."""
    params: dict[str, Kind] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)

    def render(self) -> list[str]:
        params = [f"{name}: {kind.name}" for name, kind in self.params.items()]
        result = self.result.name if self.result else "None"
        head = f"def {self.name}({', '.join((['self'] if self.owner else []) + params)}) -> {result}:"
        marks = [self.mark] if self.mark else []
        return [*marks, head, *(INDENT + line for line in self.body)]


@dataclass
class Contract:
    """A contract of the set."""

    name: str
    number: int
    constants: list[str] = field(default_factory=list)
    links: dict[str, "Contract"] = field(default_factory=dict)
    state: list[Variable] = field(default_factory=list)
    events: list[Fields] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)

    def render(self) -> list[str]:
        body = [*self.constants]
        body += [f"{name}: {contract.name}" for name, contract in self.links.items()]
        body += [variable.render() for variable in self.state]
        for event in self.events:
            body += ["", *event.render()]
        for function in self.functions:
            body += ["", *function.render()]
        return [f"class {self.name}(Contract):"] + [INDENT + line if line else "" for line in body]


@dataclass
class Module:
    """A module with the contract `Test` and perhaps one that it links to."""

    mark: str = "@function"
    """Who authorises the functions that users call."""
    constants: list[str] = field(default_factory=list)
    structs: list[Fields] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    """In the order of their numbers; they link to later ones."""
    names: dict[str, int] = field(default_factory=dict)

    def fresh(self, stem: str) -> str:
        """A name that is not used yet: the stem and a number."""
        self.names[stem] = self.names.get(stem, 0) + 1
        return f"{stem}{self.names[stem]}"

    def render(self) -> str:
        parts = [["from saya_py.lang import *"], *(item.render() for item in self.structs), self.constants]
        parts += [item.render() for item in (*self.functions, *reversed(self.contracts))]
        return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
