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
from saya_py.lang.records import AnyValue, record_of
from saya_py.lang.schema import BEACON, ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar
from saya_py.lang.structs import Event, Struct
from saya_py.lang.user_hash import poseidon
from saya_py.lang.values import U8, U16, U32, U64, U128, Bool, Felt, Hash, User, Value
from saya_py.lang.world import Snapshot, World

__all__ = [
    "BEACON",
    "NO_DEADLINE",
    "U8",
    "U16",
    "U32",
    "U64",
    "U128",
    "Access",
    "AnyValue",
    "Bool",
    "Call",
    "CallFailed",
    "CompileFailed",
    "CompiledContract",
    "Contract",
    "ContractSchema",
    "Diagnostic",
    "Event",
    "EventSchema",
    "Felt",
    "Field",
    "FunctionSchema",
    "Hash",
    "Map",
    "Mistake",
    "Param",
    "PlainContract",
    "Receipt",
    "Record",
    "Snapshot",
    "Span",
    "StateVar",
    "Struct",
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
    "poseidon",
    "record_of",
]
