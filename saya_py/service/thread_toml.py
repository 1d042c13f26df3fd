"""The text of a new `thread.toml`: what must be said, and everything else as comments with its defaults."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template

_TEXT = Template("""\
# A thread of saya_py; docs/operators.md explains it, and `sayapy run` reads it when it starts. Settings behind `#` have
# their defaults, or none. A setting that is not known is refused, so that a misspelt one is not overlooked.

[chain]
rpc = $rpc
settlement = $settlement
# Keystore file of the account that settles. Without it the variable SAYAPY_L2_KEY has its private key.
$account
# A settlement is final when so many blocks follow its own. More is safer, and keeps calls waiting for it.
$finality_blocks
# What a transaction of the chain may have.
# transaction_gas = 16777216
# transaction_bytes = 131072

[thread]
world = $world
number = $number

[set]
# ABI and manifest, as `sayapy compile` writes them.
# folder = "set"
profile = $profile
# Whether sources that may do more than declare contracts may be imported on this machine.
$run_sources

[store]
# postgresql://user@host/name in production; a relative SQLite path is seen from this folder.
# url = "sqlite:///thread.db"
# blobs = "blobs"

[sealing]
# A sub-block is made of what waits as soon as one of these is reached. Without entries and gas it has as much as the
# circuits and a transaction of the chain take.
# calls = 1000
# entries = 200
# age_seconds = 10.0
# proving_seconds = 600.0
# gas = 10000000
# How many sub-blocks may be on their way at once; each starts on the outputs of the one before.
# unfinished = 4
# How long a sub-block may take to be proven and settled.
# window_seconds = 3600

[proving]
# Proofs made at once. One uses all cores already; each more needs gigabytes of memory.
# workers = 1

[fees]
# Most that a unit of gas may cost. Above it the thread waits.
# max_fee_gwei = 100.0
# Without a tip it is what the node suggests.
# tip_gwei = 1.0
# A transaction that is not mined in time is offered more.
# bump_percent = 15
# bump_after_seconds = 60.0

# The HTTP interface (docs/api.md). It has no authentication: keep it local, or behind something that has one.
$api
""")


@dataclass(frozen=True)
class NewThread:
    """What a new folder says of its thread. Without keystore, finality and `listen` (host:port) the defaults hold."""

    rpc: str
    settlement: str
    world: int
    number: int
    profile: str
    keystore: Path | None = None
    finality_blocks: int | None = None
    run_sources: bool = False
    listen: str | None = None

    def text(self) -> str:
        """The file."""
        account, listen, depth = self.keystore, self.listen, self.finality_blocks
        return _TEXT.substitute(
            rpc=_quoted(self.rpc),
            settlement=_quoted(self.settlement),
            account='# account = "keystore.json"' if account is None else f"account = {_quoted(str(account))}",
            finality_blocks="# finality_blocks = 12" if depth is None else f"finality_blocks = {depth}",
            world=self.world,
            number=self.number,
            profile=_quoted(self.profile),
            run_sources="run_sources = true" if self.run_sources else "# run_sources = false",
            api='# [api]\n# listen = "127.0.0.1:8787"' if listen is None else f"[api]\nlisten = {_quoted(listen)}",
        )


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
