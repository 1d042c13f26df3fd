"""The entries of one `Map` of a deployed contract, as tests read and write them."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from saya_py.core.limbs import ZERO, Digest
from saya_py.lang import Contract, StateVar, Value
from saya_py.lang.types import make
from saya_py.testing.deployment import Deployment
from saya_py.testing.describe import variable_text

Key: TypeAlias = Value | int | tuple[Value | int, ...]
"""What stands between the brackets: one value, or a tuple for a map with several keys."""


class Entries(Mapping[Key, Value]):
    """`token.balance`: read as `token.balance[alice]`, written as `token.balance[alice] = 100`.

    Reading an entry that was never written gives the zero of its type. Iteration, `len` and `in` see the entries
    that are not zero, in the order of their keys.
    """

    def __init__(self, deployment: Deployment, contract: type[Contract], var: StateVar) -> None:
        self._deployment = deployment
        self._contract = contract
        self._var = var

    def __getitem__(self, key: Key) -> Value:
        return self._deployment.world.read(self._contract, self._var.name, *self._keys(key))

    def __setitem__(self, key: Key, value: Value | int) -> None:
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

    def _keys(self, key: Key) -> tuple[Value | int, ...]:
        keys = key if isinstance(key, tuple) else (key,)
        if len(keys) != len(self._var.keys):
            wanted = ", ".join(kind.label for kind in self._var.keys)
            raise TypeError(f"{variable_text(self._var)} takes [{wanted}], not {len(keys)} keys")
        return keys

    def _stored(self) -> list[Digest]:
        first = self._var.key(self._deployment.world.compiled(self._contract).schema.id, [0] * len(self._var.keys))[0]
        state = self._deployment.world.state
        return sorted(key for key, value in state.items() if key[0] == first and value != ZERO)


def _decoded(var: StateVar, limbs: tuple[int, ...]) -> tuple[Value, ...]:
    keys: list[Value] = []
    for kind in var.keys:
        taken, limbs = limbs[: kind.width], limbs[kind.width :]
        first, second, third, fourth = (*taken, *(0,) * (4 - len(taken)))
        keys.append(make(kind, kind.decode((first, second, third, fourth))))
    return tuple(keys)
