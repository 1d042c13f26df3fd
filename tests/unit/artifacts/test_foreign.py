import pytest

from saya_py.artifacts.project.foreign import Foreign, foreign_imports


@pytest.mark.parametrize(
    "source",
    [
        "import numpy",
        "import enum, numpy",
        "import numpy.linalg as x",
        "from numpy import array",
        "if True:\n    import numpy",
        "try:\n    import numpy\nexcept ImportError:\n    pass",
        "class A:\n    import numpy",
        "import typing\nif typing.TYPE_CHECKING:\n    pass\nelse:\n    import numpy",
    ],
)
def test_what_belongs_neither_to_the_project_nor_to_python(source: str):
    (found,) = foreign_imports(source.encode(), {"contracts.shop"})
    assert found == Foreign(source[: source.index("numpy")].count("\n") + 1, found.module)
    assert found.module in ("numpy", "numpy.linalg")


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations\nimport enum, collections.abc, saya_py.lang",
        "from contracts import prices\nimport contracts.shop",
        "from . import numpy\nfrom .numpy import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy",
        "import typing\nif typing.TYPE_CHECKING:\n    import numpy",
        "def f():\n    import numpy",
        "class A:\n    def f(self):\n        import numpy",
    ],
)
def test_what_is_there_wherever_the_sources_are(source: str):
    assert foreign_imports(source.encode(), {"contracts.shop"}) == []
