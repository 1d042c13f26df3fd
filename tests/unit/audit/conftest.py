"""A contract set, a sub-block of it, and a judge that knows one proof."""

from __future__ import annotations

import pytest

from saya_py.artifacts.build import BuiltSet
from saya_py.audit import statement_checks
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.proof_file import ProofReport
from tests.unit.audit.support import SubBlock, built_purse, honest, rebuilt


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSet:
    return built_purse(tmp_path_factory.mktemp("purse"))


@pytest.fixture(scope="session")
def contracts(built: BuiltSet) -> AuditedSet:
    return rebuilt(built)


@pytest.fixture
def sub_block(contracts: AuditedSet, monkeypatch: pytest.MonkeyPatch) -> SubBlock:
    """An honest sub-block.

    Its proof is none: the judge accepts exactly it with exactly its statement, as a real judge accepts what was proven.
    tests/e2e/test_audit.py has real proofs.
    """
    found = honest(contracts)

    def judge(file: bytes) -> ProofReport:
        valid = file == found.proof_file
        return ProofReport("valid" if valid else "invalid", None if valid else "it was proven otherwise", None, None)

    monkeypatch.setattr(statement_checks, "judge_proof_file", judge)
    return found
