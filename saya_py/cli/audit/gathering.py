"""From options to what an audit works with: evidence, calls, contract sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.build import ABI_FILE
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.audit.bundle import SetFiles
from saya_py.audit.bundle_reading import read_bundle
from saya_py.audit.call_files import CallFiles, CallFolder, no_calls
from saya_py.audit.chain import ChainSource
from saya_py.audit.contract_set import AuditedSet, audited_set
from saya_py.audit.evidence import Source
from saya_py.audit.examine import Sets
from saya_py.audit.node import Node
from saya_py.cli.stages import Stages
from saya_py.core.errors import UserError
from saya_py.core.limbs import parse_hex


@dataclass(frozen=True)
class Given:
    """The options of a command, as they were given."""

    rpc: str | None = None
    settlement: str | None = None
    world: int | None = None
    thread: int | None = None
    from_block: int = 0
    calls: Path | None = None
    manifests: Sequence[Path] = ()
    bundle: Path | None = None
    trust_manifest: bool = False
    run_sources: bool = False


@dataclass(frozen=True)
class Gathered:
    """Evidence, the files with the calls, and the files of the contract sets."""

    source: Source
    calls: CallFiles
    sets: Sequence[SetFiles]
    given: Given

    def audited_sets(self, stages: Stages) -> Sets:
        """The contract sets by their roots, compiled and built here.

        Raises:
            UserError: there is none.
            Mismatch: one is not what its manifest says.
        """
        found = [self._audited(files, stages) for files in self.sets]
        if not found:
            raise UserError("without the contract set nothing can be executed; pass --manifest FILE")
        return {each.root: each for each in found}

    def _audited(self, files: SetFiles, stages: Stages) -> AuditedSet:
        manifest = parse_manifest(files.manifest)
        abi = None if files.abi is None else parse_abi(files.abi)
        stages.begin("compiling the contracts" if self.given.trust_manifest else "rebuilding the contract set")
        return audited_set(
            manifest,
            abi,
            stages.finished,
            trust_circuits=self.given.trust_manifest,
            run_sources=self.given.run_sources,
        )


@contextmanager
def gather(given: Given) -> Iterator[Gathered]:
    """Open what the options name.

    Raises:
        UserError: they do not fit together, or a file is not what it should be.
    """
    sets = [set_files(path) for path in given.manifests]
    if given.bundle is None:
        rpc, settlement, world, thread = _thread(given)
        calls = no_calls if given.calls is None else _calls(given.calls)
        with closing(Node(rpc)) as node:
            yield Gathered(ChainSource(node, settlement, world, thread, given.from_block), calls, sets, given)
        return
    bundle = read_bundle(given.bundle)
    yield Gathered(bundle, bundle.calls if given.calls is None else _calls(given.calls), sets or bundle.sets, given)


def set_files(manifest: Path) -> SetFiles:
    """The texts of a manifest and of the ABI beside it, if there is one.

    Raises:
        ArtifactError: one cannot be read, or is none.
    """
    text, abi = read_text(manifest), manifest.parent / ABI_FILE
    parse_manifest(text, str(manifest))
    if not abi.is_file():
        return SetFiles(text, None)
    abi_text = read_text(abi)
    parse_abi(abi_text, str(abi))
    return SetFiles(text, abi_text)


def _thread(given: Given) -> tuple[str, bytes, int, int]:
    """Node, contract, world and thread."""
    if given.rpc is None or given.settlement is None or given.world is None or given.thread is None:
        found = {"--rpc": given.rpc, "--settlement": given.settlement, "--world": given.world, "--thread": given.thread}
        missing = ", ".join(name for name, value in found.items() if value is None)
        raise UserError(f"missing: {missing}; or pass --bundle FILE, which asks no node")
    return given.rpc, parse_hex(given.settlement, 20), given.world, given.thread


def _calls(path: Path) -> CallFiles:
    return CallFolder(path) if path.is_dir() else read_bundle(path).calls
