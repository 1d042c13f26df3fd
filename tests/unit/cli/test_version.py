from typer.testing import CliRunner

import saya_py
from saya_py.cli.app import app


def test_version_names_the_package_and_an_extension_of_the_same_version() -> None:
    result = CliRunner().invoke(app, ["version"])
    assert result.exit_code == 0
    assert result.output == f"saya_py {saya_py.__version__} (extension {saya_py.__version__})\n"
