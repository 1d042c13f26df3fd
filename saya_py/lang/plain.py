"""Runs contract functions as plain Python."""

import ast
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from saya_py.lang import messages
from saya_py.lang.asserts import with_failing_asserts
from saya_py.lang.calls import TIME_BITS, Call
from saya_py.lang.compiler import CompiledContract
from saya_py.lang.contract import Contract, Map, Var
from saya_py.lang.failures import CallFailed
from saya_py.lang.ledger import Access, Frame
from saya_py.lang.schema import FunctionSchema
from saya_py.lang.types import Limbs
from saya_py.lang.values import Value


@dataclass(frozen=True)
class Receipt:
    """What a successful call did: one access for each read and write, in order."""

    accesses: tuple[Access, ...]


class PlainContract:
    """A compiled contract whose functions are executed by Python itself."""

    def __init__(self, compiled: CompiledContract) -> None:
        self.schema = compiled.schema
        source = compiled.source
        methods = source.methods()
        variables: dict[str, object] = {var.name: Var(var) for var in self.schema.state if not var.keys}
        self._cls: type[Contract] = type(source.cls.__name__, (source.cls,), variables)
        self._functions: dict[str, Callable[..., None]] = {
            node.name: with_failing_asserts(node, methods[node.name], source.file)
            for node in source.node.body
            if isinstance(node, ast.FunctionDef) and node.name in methods
        }

    def execute(self, call: Call, state: MutableMapping[Limbs, Limbs]) -> Receipt:
        """Runs `call` on `state`; CallFailed leaves `state` unchanged."""
        contract, function_id = call.fn_id >> 32, call.fn_id & 0xFFFF_FFFF
        if contract != self.schema.id:
            raise CallFailed(messages.other_contract(self.schema.id, contract))
        function = next((f for f in self.schema.functions if f.id == function_id), None)
        if function is None:
            raise CallFailed(messages.no_function(self.schema.name, function_id))
        if call.user == 0:
            raise CallFailed(messages.NOBODY)
        if call.valid_until >> TIME_BITS:
            raise CallFailed(messages.bad_valid_until(call.valid_until))
        args = _arguments(function, call.args)

        frame = Frame(state, self.schema.id, call.user)
        running = self._cls.running(frame)
        for var in self.schema.state:
            if var.keys:
                vars(running)[var.name] = Map(var, frame)
        self._functions[function.name](running, *args)
        frame.commit()
        return Receipt(tuple(frame.accesses))


def _arguments(function: FunctionSchema, limbs: tuple[int, ...]) -> list[Value]:
    wanted = sum(param.type.limbs for param in function.params)
    if len(limbs) != wanted:
        raise CallFailed(messages.argument_limbs(function.name, wanted, len(limbs)))
    args: list[Value] = []
    for param in function.params:
        taken, limbs = limbs[: param.type.limbs], limbs[param.type.limbs :]
        number = param.type.decode(taken)
        if number is None:
            raise CallFailed(messages.bad_argument(function.name, param.name, param.type.label, taken))
        args.append(param.type.make(number))
    return args
