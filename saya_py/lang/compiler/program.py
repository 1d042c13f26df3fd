"""What the functions of a contract set can call and name."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType

from saya_py.lang.compiler.diagnostics import Findings, Reporter
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.signatures import Signature
from saya_py.lang.compiler.source import ClassSource, FunctionSource, SourceFile
from saya_py.lang.contract import Contract
from saya_py.lang.schema import Auth, ContractSchema, FunctionSchema, StateVar


@dataclass(frozen=True, eq=False)
class Callee:
    """A function or helper that can be inlined."""

    source: FunctionSource
    namespace: Namespace
    signature: Signature
    contract: int | None
    """The contract that it is a method of."""
    schema: FunctionSchema | None = None
    """What is called from outside; None for a helper."""

    @property
    def auth(self) -> Auth | None:
        """Who authorises its calls; None for a helper."""
        return self.schema.auth if self.schema else None


@dataclass(frozen=True)
class Link:
    """`name: Other` in a class body: another contract of the set."""

    cls: type[Contract]
    node: ast.AnnAssign


@dataclass(frozen=True, eq=False)
class Declared:
    """All that a class body declares."""

    source: ClassSource
    schema: ContractSchema
    methods: Mapping[str, Callee]
    """Functions and helpers, in order of declaration."""
    links: Mapping[str, Link]
    broken: frozenset[str]
    """Names whose declarations were reported, so that their uses need not be."""

    def variable(self, name: str) -> StateVar | None:
        """The state variable called `name`."""
        return next((var for var in self.schema.state if var.name == name), None)


@dataclass(eq=False)
class Program:
    """A contract set while it is compiled."""

    findings: Findings
    contracts: Sequence[Declared]
    helpers: dict[FunctionType, Callee | None] = field(default_factory=dict)
    """Functions of modules that were called; None for those with mistakes."""
    inlined: set[Callee] = field(default_factory=set)

    def contract(self, number: int) -> Declared:
        """A contract by its number."""
        return next(contract for contract in self.contracts if contract.schema.id == number)

    def of_class(self, cls: type[Contract]) -> Sequence[Declared]:
        """The contracts of the set that are `cls`."""
        return [contract for contract in self.contracts if contract.source.cls is cls]

    def reporter(self, file: SourceFile) -> Reporter:
        """Reports mistakes in `file`."""
        return Reporter(self.findings, file.name, file.text)
