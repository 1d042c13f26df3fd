"""Every case of `diagnostics/*.test` is compiled as `sayapy compile` does, and prints exactly what its file says."""

import sys

import pytest

from saya_py.artifacts.project.contracts import find_contracts
from saya_py.artifacts.project.importer import ProjectFinder
from saya_py.artifacts.project.targets import Target
from saya_py.core.errors import UserError
from saya_py.lang import compile_contracts
from tests.golden.cases import all_cases, update


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Compiles files in a folder of their own; what the user is told, without the folder's name."""

    def told(files):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        finder = ProjectFinder([tmp_path])
        monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
        try:
            found = find_contracts(finder, [Target("main", None)])
            compile_contracts(getattr(sys.modules["main"], "CONTRACTS", found))
        except UserError as error:
            return str(error).replace(f"{tmp_path}/", "")
        finally:
            for name in finder.loaded:
                sys.modules.pop(name, None)
        return "no mistakes"

    return told


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_case(case, project, request):
    out = project(case.files)
    if request.config.getoption("--update-golden"):
        update(case, out)
    else:
        assert out == case.out
