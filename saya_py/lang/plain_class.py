"""The classes that plain Python runs: a contract's own, with its state, links and functions filled in."""

from collections.abc import Mapping

from saya_py.lang.compiler import CompiledContract
from saya_py.lang.contract import Contract, Map, Var, running
from saya_py.lang.rewriting import rewritten
from saya_py.lang.schema import StateVar


class Entries:
    """Stands for a `Map` in a class; a running contract has the map itself in its place."""

    def __init__(self, declared: StateVar) -> None:
        self._declared = declared

    def __get__(self, contract: Contract, owner: type[Contract]) -> "Map[*tuple[object, ...]]":
        return Map(self._declared, contract._saya_frame)


class Link:
    """Stands for a link in a class; a running contract has the other contract, in the same call, in its place."""

    def __init__(self, target: type[Contract], classes: Mapping[type[Contract], type[Contract]]) -> None:
        self._target = target
        self._classes = classes

    def __get__(self, contract: Contract, owner: type[Contract]) -> Contract:
        return running(self._classes[self._target], contract._saya_frame)


def plain_class(compiled: CompiledContract, classes: Mapping[type[Contract], type[Contract]]) -> type[Contract]:
    """What plain Python runs for a contract; links lead to what `classes` has for the contracts that they name."""
    cls = compiled.source.cls
    members: dict[str, object] = {name: Link(target, classes) for name, target in compiled.links.items()}
    members |= {var.name: Entries(var) if var.keys else Var(var) for var in compiled.schema.state}
    members |= {name: rewritten(method, cls) for name, method in compiled.source.methods().items()}
    return type(cls.__name__, (cls,), members)
