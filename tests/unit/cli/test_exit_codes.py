import pytest

from saya_py.cli.app import main
from saya_py.core.errors import ChainError, ConfigError, ProverPanic, ProverRefused, SayaError
from saya_py.service.demo import run


@pytest.mark.parametrize(
    ("error", "status"), [(ProverRefused, 2), (ConfigError, 3), (ChainError, 4), (ProverPanic, 70)]
)
def test_an_error_is_one_line_and_its_exit_status(
    error: type[SayaError], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise error("what happened [in brackets]")

    monkeypatch.setattr(run, "run_demo", fails)
    monkeypatch.setattr("sys.argv", ["sayapy", "demo", "--json"])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == status
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "sayapy: what happened [in brackets]\n"


def test_an_unknown_profile_is_refused_before_any_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["sayapy", "demo", "--profile", "quick"])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 2
    assert "secure" in capsys.readouterr().err
