"""Audits of threads that tests have run."""

from __future__ import annotations

from saya_py.artifacts.build import MANIFEST_FILE
from saya_py.audit.examine import audit
from saya_py.audit.verdict import AuditReport
from saya_py.cli.audit.gathering import Given, gather
from saya_py.cli.stages import Stages
from saya_py.service.folder import ServiceFolder


def audit_of(folder: ServiceFolder) -> AuditReport:
    """The audit of everything that a thread settled, with the call data that it published.

    No circuits are built: those of the manifest were, by the thread.
    """
    settings = folder.settings
    given = Given(
        rpc=settings.chain.rpc,
        settlement=settings.chain.settlement,
        world=settings.thread.world,
        thread=settings.thread.number,
        calls=folder.path,
        manifests=[folder.path / settings.set.folder / MANIFEST_FILE],
        trust_manifest=True,
    )
    with gather(given) as gathered:
        sets = gathered.audited_sets(Stages(quiet=True))
        return audit(gathered.source, sets, gathered.calls, gathered.source.sub_blocks(None, None))
