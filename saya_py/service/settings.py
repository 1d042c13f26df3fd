"""Settings of a thread: the file `thread.toml` of its folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from saya_py.core.errors import ConfigError

SETTINGS_FILE = "thread.toml"

Address = Annotated[str, Field(pattern="^0x[0-9a-fA-F]{40}$")]
Id = Annotated[int, Field(ge=1, lt=1 << 32)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]


class _Section(BaseModel):
    """Part of the file; what it does not know is refused, so that a misspelt setting is not overlooked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ChainSettings(_Section):
    """The L2: where it is, and what of it this thread relies on."""

    rpc: Annotated[str, Field(pattern="^https?://.+")]
    """URL of a node."""
    settlement: Address
    """The settlement contract `ZkThreads`."""
    account: str | None = None
    """Keystore file of the account that settles, seen from the folder; without it the variable SAYAPY_L2_KEY has its
    private key."""
    finality_blocks: Annotated[int, Field(ge=0)] = 12
    """A settlement counts as final when so many blocks follow its own."""
    transaction_gas: Count = 1 << 24
    """Gas that a transaction of the chain may use."""
    transaction_bytes: Count = 131_072
    """Bytes that a transaction of the chain may have."""


class ThreadSettings(_Section):
    """Which thread this is."""

    world: Id
    number: Id


class SetSettings(_Section):
    """The contract set."""

    folder: str = "set"
    """Folder with `abi.json` and `manifest.json`, as `sayapy compile` writes them."""
    profile: Literal["secure", "fast"] = "secure"
    """Profile of the proofs; `fast` is for development only."""
    run_sources: bool = False
    """Whether sources that may do more than declare contracts may be imported on this machine."""


class StoreSettings(_Section):
    """Where the thread's memory is."""

    url: str = "sqlite:///thread.db"
    """Database; a relative SQLite path is seen from the folder."""
    blobs: str = "blobs"
    """Folder of proofs and job inputs."""


class SealingSettings(_Section):
    """When a sub-block is made of what is in the queue: as soon as one of these is reached."""

    calls: Count = 1_000
    """Calls in it, those of bundles counted one by one."""
    entries: Count | None = None
    """Touched keys; without it as many as the circuits and a transaction of the chain take."""
    age_seconds: Seconds = 10.0
    """Age of the oldest submission in it."""
    proving_seconds: Seconds = 600.0
    """Estimated seconds of proving it."""
    gas: Count | None = None
    """Estimated gas of settling it; without it what a transaction of the chain may use."""
    unfinished: Count = 4
    """How many sub-blocks may be on their way at once; each starts on the outputs of the one before."""
    window_seconds: Annotated[int, Field(ge=60, lt=1 << 32)] = 3_600
    """Length of a sub-block's time window: it has to be proven and settled within it."""


class ProvingSettings(_Section):
    """How sub-blocks are proven."""

    workers: Count = 1
    """Proofs that this process makes at once. One already uses all cores; each more needs gigabytes of memory."""


class FeeSettings(_Section):
    """What settlements may cost."""

    max_fee_gwei: Annotated[float, Field(gt=0)] = 100.0
    """Most that a unit of gas may cost, base fee and tip together. Above it the thread waits."""
    tip_gwei: Annotated[float, Field(ge=0)] | None = None
    """Tip for a unit of gas; without it the node's suggestion."""
    bump_percent: Annotated[int, Field(ge=13)] = 15
    """How much more is offered when a transaction is not mined in time; nodes want at least an eighth more."""
    bump_after_seconds: Seconds = 60.0
    """How long a transaction may wait before more is offered."""


class ApiSettings(_Section):
    """The HTTP interface."""

    listen: Annotated[str, Field(pattern=r"^[^\s/:]+:[0-9]{1,5}$")] = "127.0.0.1:8787"
    """Host and port. There is no authentication: keep it local, or behind something that has one."""


class Settings(_Section):
    """All of the file."""

    chain: ChainSettings
    thread: ThreadSettings
    set: SetSettings = SetSettings()
    store: StoreSettings = StoreSettings()
    sealing: SealingSettings = SealingSettings()
    proving: ProvingSettings = ProvingSettings()
    fees: FeeSettings = FeeSettings()
    api: ApiSettings | None = None
    """Absent: no HTTP interface."""


def read_settings(folder: Path) -> Settings:
    """The settings of the thread in `folder`.

    Raises:
        ConfigError: there is no such file, or something in it is missing, unknown or out of range; all of it is told.
    """
    file = folder / SETTINGS_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{folder} is no folder of a thread: it has no {SETTINGS_FILE}; make one with `sayapy thread init`"
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from None
    return parse_settings(text, str(file))


def parse_settings(text: str, file: str) -> Settings:
    """The settings in the text of `file`; raises as `read_settings` does for what is wrong in it."""
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} cannot be read: {error}") from None
    except ValidationError as error:
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise ConfigError(f"{file} has mistakes:\n  " + "\n  ".join(told)) from None
