"""Runs contract functions as plain Python."""

from collections.abc import Iterable, MutableMapping

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.errors import CallFailed, EncodingError
from saya_py.core.limbs import Digest
from saya_py.core.window import Window
from saya_py.lang import messages
from saya_py.lang.compiler import CompiledContract
from saya_py.lang.contract import Contract, running
from saya_py.lang.ledger import Frame, Receipt
from saya_py.lang.native import ANY_TIME
from saya_py.lang.plain_class import plain_class
from saya_py.lang.records import AnyValue, make_value
from saya_py.lang.schema import FunctionSchema


class PlainContract:
    """A compiled contract whose functions are executed by Python itself."""

    def __init__(self, compiled: CompiledContract, others: Iterable[CompiledContract] = ()) -> None:
        """Others are the contracts of the set that it has links to, and those that they have links to."""
        self.schema = compiled.schema
        classes: dict[type[Contract], type[Contract]] = {}
        for other in (*others, compiled):
            classes[other.source.cls] = plain_class(other, classes)
        self._cls = classes[compiled.source.cls]

    def execute(self, call: Call, state: MutableMapping[Digest, Digest], window: Window = ANY_TIME) -> Receipt:
        """Runs `call` in `window` on `state`; CallFailed leaves `state` unchanged."""
        if call.contract != self.schema.id:
            raise CallFailed(messages.other_contract(self.schema.id, call.contract))
        function = next((f for f in self.schema.functions if f.id == call.function), None)
        if function is None:
            raise CallFailed(messages.no_function(self.schema.name, call.function))
        if call.user == 0:
            raise CallFailed(messages.NOBODY)
        if call.valid_until >= TIME_LIMIT:
            raise CallFailed(messages.bad_valid_until(call.valid_until))
        if call.valid_until < window.t_max:
            raise CallFailed(messages.expired(call.valid_until, window.t_max))
        args = _arguments(function, call.args)

        frame = Frame(state, call.user, window)
        getattr(running(self._cls, frame), function.name)(*args)
        return frame.commit()


def _arguments(function: FunctionSchema, limbs: tuple[int, ...]) -> list[AnyValue]:
    if len(limbs) != function.width:
        raise CallFailed(messages.argument_limbs(function.name, function.width, len(limbs)))
    args: list[AnyValue] = []
    for param in function.params:
        taken, limbs = limbs[: param.type.width], limbs[param.type.width :]
        try:
            args.append(make_value(param.type, param.type.numbers(taken)))
        except EncodingError:
            message = messages.bad_argument(function.name, param.name, param.type.name, taken)
            raise CallFailed(message) from None
    return args
