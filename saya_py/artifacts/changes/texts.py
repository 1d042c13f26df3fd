"""What a difference between two ABIs means, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from saya_py.artifacts.changes.numbered import Difference, Item, Kind

Text = Callable[[Difference], str]


@dataclass(frozen=True)
class Words:
    """How differences of one sort of thing are told. `consequences` and `advice` are by kind of difference."""

    noun: str
    number: str
    consequences: Mapping[Kind, Text]
    advice: Mapping[Kind, str]


def what(words: Words, owner: str, difference: Difference) -> str:
    """What happened, in one sentence without its end."""
    old, new = difference.old, difference.new
    thing = f"{words.noun} `{owner}{old.name}`"
    place = f"{words.number} {old.number}"
    match difference.kind:
        case "moved":
            assert new is not None
            retyped = "" if new.types == old.types else f" and changed from {old.shown} to {new.shown}"
            return f"{thing} moved from {place} to {words.number} {new.number}{retyped}"
        case "retyped" | "relabelled":
            assert new is not None
            return f"{thing} ({place}) changed from {old.shown} to {new.shown}"
        case "renamed":
            return f"{thing} ({place}) is now called {_name(new)}"
        case "replaced":
            assert new is not None
            return f"{thing} ({place}) gave way to {_name(new)}, which is {new.shown}"
        case "removed":
            return f"{thing} ({place}) is gone"


def _name(item: Item | None) -> str:
    return f"`{item.name}`" if item else "nobody"


def _reader(item: Item | None) -> str:
    return f"where `{item.name}` will read them" if item else "where nobody reads them"


def _state_moved(change: Difference) -> str:
    assert change.new is not None
    found = f"finds those of `{change.was_at_new.name}`" if change.was_at_new else "starts without any"
    kept = f"its entries stay in slot {change.old.number}, {_reader(change.at_old)}"
    return f"{kept}; in slot {change.new.number} it {found}"


def _state_removed(change: Difference) -> str:
    kept = f"its entries stay in slot {change.old.number}"
    if change.at_old:
        return f"{kept}, {_reader(change.at_old)}"
    return f"{kept}; the next variable that is declared there will read them as its own"


_ORDER = "declare {0} in their old order and new ones at the end"

STATE = Words(
    "state variable",
    "slot",
    {
        "moved": _state_moved,
        "renamed": lambda change: f"the slot and all its entries now belong to {_name(change.new)}",
        "retyped": lambda change: "existing entries stay as they are and are read by the new type",
        "relabelled": lambda change: "existing entries keep their limbs: each field is read under its new name",
        "replaced": lambda change: f"existing entries stay as they are, and {_name(change.new)} reads them by its type",
        "removed": _state_removed,
    },
    {
        "moved": _ORDER.format("state variables"),
        "renamed": "nothing, if it is the same variable under another name; if not, keep the old one and declare the "
        "new one at the end",
        "retyped": "keep the old variable and declare one of the new type at the end",
        "relabelled": "nothing, if the fields mean the same; if not, declare a new variable at the end",
        "replaced": "keep the old variable and declare the new one at the end",
        "removed": "keep the declaration: an unused variable costs nothing",
    },
)

FUNCTION = Words(
    "function",
    "number",
    {
        "moved": lambda change: f"who encodes calls by the old ABI reaches {_name(change.at_old)}",
        "renamed": lambda change: f"who encodes calls by the old ABI reaches {_name(change.new)}",
        "retyped": lambda change: "calls that are encoded by the old ABI fail, or mean something else",
        "relabelled": lambda change: "calls that are encoded by the old ABI pass their arguments under the new names",
        "replaced": lambda change: f"who encodes calls by the old ABI reaches {_name(change.new)}",
        "removed": lambda change: f"who encodes calls by the old ABI reaches {_name(change.at_old)}",
    },
    {
        "moved": _ORDER.format("functions"),
        "renamed": "nothing, if it does the same; if not, keep the old one and define the new one at the end",
        "retyped": "publish the new ABI before the set is adopted, or define a new function at the end",
        "relabelled": "nothing, if the parameters mean the same; if not, define a new function at the end",
        "replaced": "keep the old function and define the new one at the end",
        "removed": "keep its place with a function that always fails, or put new functions at the end",
    },
)

EVENT = Words(
    "event",
    "number",
    {
        "moved": lambda change: (
            f"who decodes new logs by the old ABI sees another event, and old logs have "
            f"number {change.old.number}, which is now {_name(change.at_old)}"
        ),
        "renamed": lambda change: f"old logs are read as {_name(change.new)}",
        "retyped": lambda change: "old logs do not decode by the new ABI, nor new ones by the old",
        "relabelled": lambda change: "old logs are read with the new names of the fields",
        "replaced": lambda change: f"old logs are read as {_name(change.new)}, or do not decode",
        "removed": lambda change: f"old logs of it are read as {_name(change.at_old)}",
    },
    {
        "moved": _ORDER.format("events"),
        "renamed": "nothing, if it means the same; if not, keep the old one and declare the new one at the end",
        "retyped": "keep the old event and declare the new one at the end",
        "relabelled": "nothing, if the fields mean the same; if not, declare a new event at the end",
        "replaced": "keep the old event and declare the new one at the end",
        "removed": "keep the declaration: an event that is never emitted costs nothing",
    },
)

CONTRACT = Words(
    "contract",
    "number",
    {
        "moved": lambda change: (
            f"its state stays under number {change.old.number}, where {_name(change.at_old)} will "
            f"read it, and it finds that of {_name(change.was_at_new)}; writers and operators are by number too"
        ),
        "renamed": lambda change: f"all its state now belongs to {_name(change.new)}",
        "removed": lambda change: (
            f"its state stays under number {change.old.number}, where {_name(change.at_old)} will read it"
        ),
    },
    {
        "moved": "name the contracts in their old order and new ones at the end",
        "renamed": "nothing, if it is the same contract under another name; if not, keep the old one and add the new "
        "one at the end",
        "removed": "keep it in the set, or put no other contract in its place",
    },
)
