import json

from typer.testing import CliRunner

from saya_py.cli.app import app


def test_the_secure_profile_is_above_its_floor() -> None:
    result = CliRunner().invoke(app, ["soundness", "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["profile"] == "secure"
    assert report["bits"] >= report["floor"] == 80
    assert report["bits"] == min(layer["bits"] for layer in report["layers"])
