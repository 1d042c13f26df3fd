"""The contract language: contracts are Python classes that run as plain Python and can be proven."""

from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed
from saya_py.lang.calls import NO_DEADLINE, call_json, encode_call
from saya_py.lang.compiler import (
    CompiledContract,
    CompileFailed,
    Diagnostic,
    Mistake,
    Span,
    compile_contract,
    compile_contracts,
)
from saya_py.lang.contract import Contract, Map, Var, function
from saya_py.lang.ledger import Access, Receipt
from saya_py.lang.native import execute_native
from saya_py.lang.plain import PlainContract
from saya_py.lang.schema import ContractSchema, FunctionSchema, Param, StateVar
from saya_py.lang.values import U32, U64, Bool, User, Value
from saya_py.lang.world import World

__all__ = [
    "NO_DEADLINE",
    "U32",
    "U64",
    "Access",
    "Bool",
    "Call",
    "CallFailed",
    "CompileFailed",
    "CompiledContract",
    "Contract",
    "ContractSchema",
    "Diagnostic",
    "FunctionSchema",
    "Map",
    "Mistake",
    "Param",
    "PlainContract",
    "Receipt",
    "Span",
    "StateVar",
    "User",
    "Value",
    "Var",
    "World",
    "call_json",
    "compile_contract",
    "compile_contracts",
    "encode_call",
    "execute_native",
    "function",
]
