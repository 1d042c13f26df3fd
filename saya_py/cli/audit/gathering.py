"""From options to what an audit works with: evidence, calls, contract sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.build import ABI_FILE
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.audit.bundle import SetFiles
from saya_py.audit.bundle_reading import Bundle, read_bundle
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


def gather(given: Given) -> Gathered:
    """Open what the options name.

    Raises:
        UserError: they do not fit together, or a file is not what it should be.
    """
    bundle = None if given.bundle is None else read_bundle(given.bundle)
    if bundle is not None and given.rpc is not None:
        raise UserError("--bundle asks no node: leave out --rpc, or pass the bundle as --calls to audit with the node")
    source: Source = _from_node(given) if bundle is None else bundle
    sets = [set_files(path) for path in given.manifests]
    if bundle is not None and not sets:
        sets = list(bundle.sets)
    return Gathered(source, _calls(given, bundle), sets, given)


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


def _from_node(given: Given) -> ChainSource:
    wanted = {
        "--rpc": given.rpc,
        "--settlement": given.settlement,
        "--world": given.world,
        "--thread": given.thread,
    }
    if missing := [name for name, value in wanted.items() if value is None]:
        raise UserError(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing; or pass --bundle FILE")
    assert given.rpc is not None and given.settlement is not None
    assert given.world is not None and given.thread is not None
    settlement = parse_hex(given.settlement, 20)
    return ChainSource(Node(given.rpc), settlement, given.world, given.thread, given.from_block)


def _calls(given: Given, bundle: Bundle | None) -> CallFiles:
    if given.calls is None:
        return no_calls if bundle is None else bundle.calls
    return CallFolder(given.calls) if given.calls.is_dir() else read_bundle(given.calls).calls
