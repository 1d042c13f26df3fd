"""Runs contract functions as plain Python."""

import ast
from collections.abc import Callable, MutableMapping

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.errors import CallFailed, EncodingError
from saya_py.core.limbs import Digest
from saya_py.lang import messages
from saya_py.lang.asserts import with_failing_asserts
from saya_py.lang.compiler import CompiledContract
from saya_py.lang.contract import Contract, Map, Var, running
from saya_py.lang.ledger import Frame, Receipt
from saya_py.lang.schema import FunctionSchema
from saya_py.lang.types import make
from saya_py.lang.values import Value


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

    def execute(self, call: Call, state: MutableMapping[Digest, Digest]) -> Receipt:
        """Runs `call` on `state`; CallFailed leaves `state` unchanged."""
        if call.contract != self.schema.id:
            raise CallFailed(messages.other_contract(self.schema.id, call.contract))
        function = next((f for f in self.schema.functions if f.id == call.function), None)
        if function is None:
            raise CallFailed(messages.no_function(self.schema.name, call.function))
        if call.user == 0:
            raise CallFailed(messages.NOBODY)
        if call.valid_until >= TIME_LIMIT:
            raise CallFailed(messages.bad_valid_until(call.valid_until))
        args = _arguments(function, call.args)

        frame = Frame(state, self.schema.id, call.user)
        contract = running(self._cls, frame)
        for var in self.schema.state:
            if var.keys:
                vars(contract)[var.name] = Map(var, frame)
        self._functions[function.name](contract, *args)
        frame.commit()
        return Receipt(tuple(frame.accesses))


def _arguments(function: FunctionSchema, limbs: tuple[int, ...]) -> list[Value]:
    wanted = sum(param.type.width for param in function.params)
    if len(limbs) != wanted:
        raise CallFailed(messages.argument_limbs(function.name, wanted, len(limbs)))
    args: list[Value] = []
    for param in function.params:
        taken, limbs = limbs[: param.type.width], limbs[param.type.width :]
        first, second, third, fourth = (*taken, *(0,) * (4 - len(taken)))
        try:
            args.append(make(param.type, param.type.decode((first, second, third, fourth))))
        except EncodingError:
            message = messages.bad_argument(function.name, param.name, param.type.label, taken)
            raise CallFailed(message) from None
    return args
