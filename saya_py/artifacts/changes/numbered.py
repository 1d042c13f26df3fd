"""Comparing two lists of numbered, named and typed things: state variables, functions, events, contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["moved", "renamed", "retyped", "relabelled", "replaced", "removed"]


@dataclass(frozen=True)
class Item:
    """One numbered thing."""

    number: int
    name: str
    types: tuple[str, ...] = ()
    """Its types in order; equal ones are encoded alike."""
    labels: tuple[str, ...] = ()
    """Names of its parts, for people only."""
    shown: str = ""
    """Its type as it is written."""


@dataclass(frozen=True)
class Difference:
    """How an old thing is found in the new list.

    - *moved*: its name has another number
    - *retyped*: same name and number, other types
    - *relabelled*: the same, and only names of its parts differ
    - *renamed*: a new name has its number and types
    - *replaced*: a new name has its number, and other types
    - *removed*: neither its name nor a new one in its place
    """

    kind: Kind
    old: Item
    new: Item | None
    """The old thing as it is now, or what took its number."""
    at_old: Item | None
    """What has the old number now."""
    was_at_new: Item | None
    """What had the new number before."""


def differences(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Difference]:
    """All differences that concern an old thing. A new thing behind all others concerns none."""
    old_names, new_names = ({item.name: item for item in items} for items in (old, new))
    old_numbers, new_numbers = ({item.number: item for item in items} for items in (old, new))
    for item in old:
        same, there = new_names.get(item.name), new_numbers.get(item.number)
        kind: Kind
        if same is not None:
            if same.number != item.number:
                kind = "moved"
            elif same.types != item.types:
                kind = "retyped"
            elif same.labels != item.labels:
                kind = "relabelled"
            else:
                continue
            yield Difference(kind, item, same, there, old_numbers.get(same.number))
        elif there is not None and there.name not in old_names:
            kind = "renamed" if (there.types, there.labels) == (item.types, item.labels) else "replaced"
            yield Difference(kind, item, there, there, item)
        else:
            yield Difference("removed", item, None, there, None)
