"""The file of a deployment: which contracts stand where on which chain, and how far an interrupted one came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from saya_py.artifacts.files import read_text, write_text
from saya_py.core.errors import ConfigError
from saya_py.service.settings import Address

Hash = Annotated[str, Field(pattern="^0x[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class VerifierRecord(_Part):
    """The two contracts that verify proofs of a profile."""

    entry: Address
    gate_evaluator: Address


class OsVersionRecord(_Part):
    """An OS version of the registry."""

    os_version: Hash
    profile: Literal["secure", "fast"]
    development: bool


class DeploymentRecord(_Part):
    """The file's content. Addresses are there as soon as their contract is."""

    format: Literal["saya-deployment"] = "saya-deployment"
    version: Literal[1] = 1
    complete: bool = False
    chain_id: int
    genesis_hash: Hash
    owner: Address
    """Owner of the registry, who deployed it."""
    registry: Address | None = None
    settlement: Address | None = None
    verifiers: dict[Literal["secure", "fast"], VerifierRecord] = {}
    os_versions: list[OsVersionRecord] = []

    def write(self, file: Path) -> None:
        """Write the file so that readers see the old one or the new one.

        Raises:
            UserError: it cannot be written.
        """
        write_text(file, self.model_dump_json(indent=2) + "\n")

    def addresses(self) -> Iterator[tuple[str, str]]:
        """What exists, by name."""
        if self.registry is not None:
            yield "registry", self.registry
        if self.settlement is not None:
            yield "settlement", self.settlement
        for profile, verifier in self.verifiers.items():
            yield f"verifier of {profile}", verifier.entry


def read_deployment(file: Path) -> DeploymentRecord:
    """The deployment that a file tells of.

    Raises:
        ArtifactError: there is no such file, or it is no text.
        ConfigError: it is not the file of a deployment.
    """
    text = read_text(file)
    try:
        return DeploymentRecord.model_validate_json(text)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise ConfigError(f"{file} is not the file of a deployment:\n  " + "\n  ".join(told)) from None
