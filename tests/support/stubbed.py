"""No circuits and no proofs: sets compile at once, and the chain's verifier takes a hash for a proof."""

from __future__ import annotations

import pytest

from saya_py import _native
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import Verifier
from saya_py.chain.evm.transactions import Sender
from saya_py.proving.engine import Engine, Progress
from saya_py.service.assembly import Assembly
from saya_py.service.demo import world
from tests.support.stub_engine import StubEngine
from tests.unit.artifacts.support import fake_summary


def stub_engine(assembly: Assembly, progress: Progress) -> Engine:
    """In the place of `Assembly.build`."""
    version = assembly.version
    return StubEngine(assembly.programs, version.os_version, version.set_root, assembly.folder.manifest.authorisation)


def stub_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, until the end of the test."""

    def deploy(sender: Sender, profile: str) -> Verifier:
        entry = sender.deploy(load_artifact("StubVerifier"))
        return Verifier(entry, entry)

    monkeypatch.setattr(_native, "summarise_set", fake_summary)
    monkeypatch.setattr(Assembly, "build", stub_engine)
    monkeypatch.setattr(world, "deploy_verifier", deploy)


def main() -> None:
    """`python -m tests.support.stubbed` is `sayapy` without proofs."""
    from saya_py.cli import main as sayapy

    pytest.MonkeyPatch().setattr(Assembly, "build", stub_engine)
    sayapy()


if __name__ == "__main__":
    main()
