"""Compiles contract classes to IR."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.lang.compiler.declarations import MAX_ID, declare
from saya_py.lang.compiler.diagnostics import CompileFailed, Diagnostic, Findings
from saya_py.lang.compiler.ir import Compiled, contract_ir, events_of
from saya_py.lang.compiler.links import check_links
from saya_py.lang.compiler.program import Declared, Program
from saya_py.lang.compiler.source import ClassSource, find_class
from saya_py.lang.compiler.tracing import trace_function
from saya_py.lang.contract import Contract
from saya_py.lang.schema import ContractSchema, EventSchema


@dataclass(frozen=True)
class CompiledContract:
    """A contract as the executor and the circuits take it."""

    schema: ContractSchema
    ir: dict[str, Any]
    """JSON form of `Contract` in `prover/executor/src/ir.rs`."""
    source: ClassSource
    links: Mapping[str, type[Contract]]
    """Other contracts of the set by the names that this one has for them."""
    events: tuple[EventSchema, ...]
    """What its functions may add to the log: its own events, then those of other contracts, as in the IR."""

    @property
    def ir_json(self) -> str:
        """The IR as text; equal contracts have equal texts."""
        return json.dumps(self.ir, separators=(",", ":"), ensure_ascii=False)

    @property
    def ir_sha256(self) -> str:
        """Digest of the IR: unchanged by comments and formatting."""
        return hashlib.sha256(self.ir_json.encode()).hexdigest()

    @property
    def source_sha256(self) -> str:
        """Digest of the source file."""
        return self.source.sha256

    def accesses(self, function: str) -> int:
        """Reads and writes of entries that a call makes at most; KeyError if there is no such function."""
        number = self.schema.function(function).id
        (body,) = (each["body"] for each in self.ir["functions"] if each["id"] == number)
        return sum(op["op"] in ("read", "write") for op in body)


def compile_contract(cls: type[Contract], contract_id: int = 1) -> CompiledContract:
    """Compiles a class by itself, as contract `contract_id`; CompileFailed with all of its mistakes."""
    if not 1 <= contract_id <= MAX_ID:
        raise ValueError(f"contract id {contract_id} is not between 1 and {MAX_ID}")
    return _compile([(cls, contract_id)])[0]


def compile_contracts(classes: Iterable[type[Contract]]) -> list[CompiledContract]:
    """Compiles a contract set, numbered from 1 in order; CompileFailed with the mistakes of all classes."""
    return _compile([(cls, number) for number, cls in enumerate(classes, start=1)])


def _compile(classes: Iterable[tuple[type[Contract], int]]) -> list[CompiledContract]:
    findings, lost, contracts = Findings(), list[Diagnostic](), list[Declared]()
    for cls, number in classes:
        try:
            contracts.append(declare(find_class(cls), number, findings))
        except CompileFailed as error:
            lost += error.diagnostics
    program = Program(findings, contracts)
    if not lost:
        check_links(program)
    functions = [_functions(program, contract) for contract in contracts]
    for contract in contracts:
        for helper in contract.methods.values():
            if helper.schema is None and helper not in program.inlined:
                trace_function(program, helper)
    if findings.diagnostics or lost:
        raise CompileFailed([*findings.diagnostics, *lost])
    return [_compiled(contract, traced) for contract, traced in zip(contracts, functions, strict=True)]


def _functions(program: Program, contract: Declared) -> list[Compiled]:
    return [(method.schema, trace_function(program, method)) for method in contract.methods.values() if method.schema]


def _compiled(contract: Declared, functions: list[Compiled]) -> CompiledContract:
    ir, events = contract_ir(contract.schema, functions), events_of(contract.schema, functions)
    links = {name: link.cls for name, link in contract.links.items()}
    return CompiledContract(contract.schema, ir, contract.source, links, tuple(events))
