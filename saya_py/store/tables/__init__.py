"""The tables. Nothing outside this package's own modules uses them: records are what callers see."""

from saya_py.store.tables.base import Base
from saya_py.store.tables.chain import DeploymentRow, SeenBlockRow, ThreadRow
from saya_py.store.tables.jobs import JobRow, JobUseRow
from saya_py.store.tables.settlement import AttemptRow
from saya_py.store.tables.sub_blocks import HistoryRow, InclusionRow, SubBlockRow
from saya_py.store.tables.submissions import SubmissionRow

__all__ = [
    "AttemptRow",
    "Base",
    "DeploymentRow",
    "HistoryRow",
    "InclusionRow",
    "JobRow",
    "JobUseRow",
    "SeenBlockRow",
    "SubBlockRow",
    "SubmissionRow",
    "ThreadRow",
]
