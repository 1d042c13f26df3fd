import pytest

from saya_py import _native
from saya_py.core.errors import ProverPanic, ProverRefused


def test_a_rust_panic_is_an_internal_fault_and_the_process_lives() -> None:
    with pytest.raises(ProverPanic, match="deliberate"):
        _native.provoke_panic("deliberate")
    assert _native.version()


def test_an_unknown_profile_is_the_callers_mistake() -> None:
    with pytest.raises(ProverRefused, match="quick"):
        _native.ProvingSystem.build("quick")


def test_a_text_that_is_no_contract_is_the_callers_mistake() -> None:
    with pytest.raises(ProverRefused, match="contract"):
        _native.Executor(["{}"], bytes(32), bytes(32), "signed")
