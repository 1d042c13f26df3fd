"""Links from one contract of a set to another."""

from collections.abc import Iterable

from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.program import Program


def check_links(program: Program) -> None:
    """Reports links that do not lead to exactly one contract of the set."""
    for contract in program.contracts:
        reporter = program.reporter(contract.source.source)
        for link in contract.links.values():
            count = len(program.of_class(link.cls))
            if count != 1:
                names = [other.schema.name for other in program.contracts]
                reporter.report(link.node, _no_target(link.cls.__name__, count, names))


def _no_target(name: str, count: int, names: Iterable[str]) -> Mistake:
    if count:
        return Mistake(
            f"{name} stands in the set {count} times",
            "nothing says which of them the link leads to",
            "put a linked contract into the set only once",
        )
    return Mistake(
        f"{name} is not part of the set",
        "a link leads to another contract of the same set, which is " + ", ".join(names),
        f"compile both together: `World({name}, …)`, `compile_contracts([{name}, …])`",
    )
