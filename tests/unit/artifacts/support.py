"""Projects made of texts, and circuits that cost nothing."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from saya_py.artifacts.project.loading import LoadedSet, load_set
from saya_py.artifacts.project.targets import Project, find_project
from saya_py.core import set_tree
from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import AuthMode
from saya_py.core.limbs import Digest, to_hex
from saya_py.core.variants import SYSTEM_MODE, Authorisation, function_modes, system_functions

SHOP = '''\
"""A shop."""

from saya_py.lang import U32, Contract, Map, User, function
from contracts.prices import PRICE


class Shop(Contract):
    """Sells gems."""

    coins: Map[User, U32]
    gems: Map[User, U32]

    @function
    def buy(self, n: U32) -> None:
        """Buys gems."""
        self.coins[self.caller] -= n * PRICE
        self.gems[self.caller] += n

    @function
    def give(self, to: User, n: U32) -> None:
        self.gems[self.caller] -= n
        self.gems[to] += n
'''
OPERATED = (
    SHOP
    + """
    @function(auth="operator")
    def refund(self, n: U32) -> None:
        self.coins[self.caller] += n
"""
)
PRICES = "PRICE = 3\n"
SETTINGS = '[tool.sayapy]\ncontracts = ["contracts.shop:Shop"]\n'
FILES = {"pyproject.toml": SETTINGS, "contracts/shop.py": SHOP, "contracts/prices.py": PRICES}
FAKE_BUILD = "this"
"""Names the build of saya_py that fake circuits belong to."""
LANES = {AuthMode.NONE: 9, AuthMode.INLINE: 5, AuthMode.POP: 8}


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def load(folder: Path, *targets: str) -> tuple[Project, LoadedSet]:
    project = find_project(targets, folder)
    return project, load_set(project)


def fake_summary(profile: str, contracts: Sequence[str], authorisation: Authorisation, progress: object = None) -> str:
    """As the extension's: the circuits of a function depend on its program, its number and the mode, not on messages;
    those of the system on nothing."""
    circuits = {
        (SYSTEM_CONTRACT, number, SYSTEM_MODE): fake_digest(name)
        for name, number in system_functions(authorisation).items()
    }
    for contract in map(json.loads, contracts):
        for function in contract["functions"]:
            text = re.sub(r'"message": "[^"]*"', "", json.dumps([contract["contract"], function]))
            for mode in function_modes(authorisation, function["auth"]):
                circuits[contract["contract"], function["id"], mode] = fake_digest(f"{mode.label} {text}")
    leaves = {(contract, 4 * function + mode.value): digest for (contract, function, mode), digest in circuits.items()}
    shown = [
        {
            "contract": contract,
            "function": function,
            "mode": mode.label,
            "circuit": to_hex(digest),
            "lanes": LANES[mode],
        }
        for (contract, function, mode), digest in circuits.items()
    ]
    system_root = set_tree.contract_root(SYSTEM_CONTRACT, leaves)
    roots = {"set_root": to_hex(set_tree.root(leaves)), "system_root": to_hex(system_root)}
    return json.dumps(roots | {"circuits": shown})


def fake_digest(text: str) -> Digest:
    hashed = hashlib.sha256(f"{FAKE_BUILD} {text}".encode()).digest()
    a, b, c, d = (int.from_bytes(hashed[i : i + 7], "big") for i in range(0, 28, 7))
    return a, b, c, d
