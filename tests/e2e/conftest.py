"""Fixtures that take proofs, shared by all tests that only look."""

import pytest

from saya_py.chain.evm.anvil import Anvil
from tests.e2e.audited import Audited, settle_two


@pytest.fixture(scope="session")
def audited(anvil: Anvil, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """A thread with two settled sub-blocks; nobody may change its chain's past."""
    return settle_two(anvil.url, tmp_path_factory.mktemp("audited"))
