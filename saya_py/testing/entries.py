"""The entries of one `Map` of a deployed contract, as tests read and write them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from saya_py.core.limbs import ZERO, Digest
from saya_py.lang import AnyValue, Contract, StateVar
from saya_py.lang.records import make_value
from saya_py.testing.deployment import Deployment
from saya_py.testing.describe import variable_text

Key: TypeAlias = AnyValue | int | tuple[AnyValue | int, ...]
"""What stands between the brackets: one value, or a tuple for a map with several keys."""


class Entries(Mapping[Key, Any]):
    """`token.balance`: read as `token.balance[alice]`, written as `token.balance[alice] = 100`.

    Reading an entry that was never written gives the zero of its type. Iteration, `len` and `in` see the entries
    that are not zero, in the order of their keys.
    """

    def __init__(self, deployment: Deployment, contract: type[Contract], var: StateVar) -> None:
        self._deployment = deployment
        self._contract = contract
        self._var = var

    def __getitem__(self, key: Key) -> Any:
        return self._deployment.world.read(self._contract, self._var.name, *self._keys(key))

    def __setitem__(self, key: Key, value: AnyValue | int) -> None:
        self._deployment.world.write(self._contract, self._var.name, *self._keys(key), value=value)

    def __contains__(self, key: object) -> bool:
        return key in list(self)

    def __iter__(self) -> Iterator[Key]:
        for stored in self._stored():
            keys = _decoded(self._var, stored[1:])
            yield keys if len(keys) > 1 else keys[0]

    def __len__(self) -> int:
        return len(self._stored())

    def __repr__(self) -> str:
        shown = ", ".join(f"{key}: {value}" for key, value in self.items())
        return f"<{self._contract.__name__}.{variable_text(self._var)} {{{shown}}}>"

    def _keys(self, key: Key) -> tuple[AnyValue | int, ...]:
        keys = key if isinstance(key, tuple) else (key,)
        if len(keys) != len(self._var.keys):
            wanted = ", ".join(kind.name for kind in self._var.keys)
            raise TypeError(f"{variable_text(self._var)} takes [{wanted}], not {len(keys)} keys")
        return keys

    def _stored(self) -> list[Digest]:
        first = self._var.key([0] * len(self._var.key_types))[0]
        state = self._deployment.world.state
        return sorted(key for key, value in state.items() if key[0] == first and value != ZERO)


def _decoded(var: StateVar, limbs: tuple[int, ...]) -> tuple[AnyValue, ...]:
    keys: list[AnyValue] = []
    for record in var.keys:
        keys.append(make_value(record, record.numbers(limbs[: record.width])))
        limbs = limbs[record.width :]
    return tuple(keys)
