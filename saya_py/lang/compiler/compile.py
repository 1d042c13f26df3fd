"""Compiles contract classes to IR."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from saya_py.lang.compiler.assignments import Assignments
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.code import MAX_STEPS, Op, TooLong
from saya_py.lang.compiler.coercion import Coercion
from saya_py.lang.compiler.declarations import MAX_ID, Declared, DeclaredFunction, declare
from saya_py.lang.compiler.diagnostics import CompileFailed, Diagnostic, Mistake, Reporter
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.flow import Flow
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, SelfRef
from saya_py.lang.compiler.prune import prune
from saya_py.lang.compiler.scope import Locals
from saya_py.lang.compiler.source import ClassSource, find_source
from saya_py.lang.compiler.statements import Statements
from saya_py.lang.contract import Contract
from saya_py.lang.schema import ContractSchema, FunctionSchema, Record, StateVar
from saya_py.lang.types import ir_name

IR_VERSION = 2
"""Version of the IR's JSON form; equal to `IR_VERSION` in `prover/executor/src/ir.rs`."""


@dataclass(frozen=True)
class CompiledContract:
    """A contract as the executor and the circuits take it."""

    schema: ContractSchema
    ir: dict[str, Any]
    """JSON form of `Contract` in `prover/executor/src/ir.rs`."""
    source: ClassSource

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


def compile_contract(cls: type[Contract], contract_id: int = 1) -> CompiledContract:
    """Compiles a class as contract `contract_id` of its set; CompileFailed with all of its mistakes."""
    if not 1 <= contract_id <= MAX_ID:
        raise ValueError(f"contract id {contract_id} is not between 1 and {MAX_ID}")
    source = find_source(cls)
    reporter = Reporter(source.file, source.text)
    declared = declare(source, contract_id, reporter)
    bodies = [_trace(source, declared, function, reporter) for function in declared.functions]
    if reporter.diagnostics:
        raise CompileFailed(reporter.diagnostics)
    return CompiledContract(declared.schema, _ir(declared.schema, bodies), source)


def compile_contracts(classes: Iterable[type[Contract]]) -> list[CompiledContract]:
    """Compiles a contract set, numbered from 1 in order; CompileFailed with the mistakes of all classes."""
    compiled: list[CompiledContract] = []
    diagnostics: list[Diagnostic] = []
    for contract_id, cls in enumerate(classes, start=1):
        try:
            compiled.append(compile_contract(cls, contract_id))
        except CompileFailed as error:
            diagnostics.extend(error.diagnostics)
    if diagnostics:
        raise CompileFailed(diagnostics)
    return compiled


def _trace(source: ClassSource, declared: Declared, function: DeclaredFunction, reporter: Reporter) -> list[Op]:
    body = Body([ty for param in function.schema.params for ty in param.type.types])
    variables = Locals(function.node)
    params = function.node.args.args
    if params:
        variables.values[params[0].arg] = SelfRef()
    for arg in params[1:]:  # those without a type were reported
        variables.values[arg.arg] = POISON
    for index, param in enumerate(function.schema.params):
        variables.values[param.name] = body.argument(index)
    coercion = Coercion(body, reporter)
    names = Names(source.cls, declared, function.namespace, variables, body, reporter)
    flow = Flow(body, variables)
    expressions = Expressions(names, flow, body, coercion, reporter)
    assignments = Assignments(names, expressions, body, coercion, reporter)
    statements = Statements(expressions, assignments, flow, body, coercion, reporter)
    try:
        statements.trace(function.node.body)
    except TooLong:
        reporter.report(function.node, TOO_LONG)
    return prune(body.code.ops)


def _ir(schema: ContractSchema, bodies: list[list[Op]]) -> dict[str, Any]:
    functions = zip(schema.functions, bodies, strict=True)
    return {
        "ir_version": IR_VERSION,
        "name": schema.name,
        "contract": schema.id,
        "state": [_state_var(var) for var in schema.state],
        "events": [],
        "functions": [_function(schema, function, body) for function, body in functions],
    }


def _state_var(var: StateVar) -> dict[str, Any]:
    keys = [ir_name(key) for key in var.key_types]
    return {"contract": var.contract, "name": var.name, "slot": var.slot, "keys": keys, "value": _record(var.value)}


def _function(schema: ContractSchema, function: FunctionSchema, body: list[Op]) -> dict[str, Any]:
    params = [{"name": param.name, "ty": _record(param.type)} for param in function.params]
    ops = [op | {"var": schema.state.index(op["var"])} if "var" in op else op for op in body]
    return {"name": function.name, "id": function.id, "auth": function.auth, "params": params, "body": ops}


def _record(record: Record) -> dict[str, Any]:
    return {"name": record.name, "fields": [ir_name(ty) for ty in record.types]}


TOO_LONG = Mistake(
    "this function takes too many steps",
    f"with its loops unrolled it has more than {MAX_STEPS} statements and operations, which fit no circuit",
    "go through fewer rounds in one call, and let players call it several times",
)
