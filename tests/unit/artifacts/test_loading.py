import os
import sys
from pathlib import Path

import pytest

from saya_py.artifacts.project.importer import ProjectFinder
from saya_py.artifacts.rebuild import check_self_contained
from saya_py.core.errors import UserError
from saya_py.lang import CompileFailed, Diagnostic
from tests.unit.artifacts.support import FILES, PRICES, SHOP, load, write_files

CONTRACT = """
class {0}(Contract):
    count: Var[U32]
    @function
    def step(self) -> None:
        self.count += 1
"""
IMPORTS = "from saya_py.lang import U32, Contract, Var, function\n"
COUNTER = IMPORTS + CONTRACT.format("Counter")


def mistake(folder: Path, *targets: str) -> Diagnostic:
    with pytest.raises(CompileFailed) as caught:
        load(folder, *targets)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def test_the_set_knows_every_source_that_it_was_made_from(shop: Path):
    write_files(shop, {"contracts/__init__.py": "", "contracts/other.py": "x = 1\n"})
    _, loaded = load(shop)
    assert [contract.name for contract in loaded.abi.contracts] == ["Shop"]
    assert [contract.module for contract in loaded.contracts] == ["contracts.shop"]
    assert {source.path: source.text for source in loaded.sources} == {
        "contracts/__init__.py": "",
        "contracts/prices.py": PRICES,
        "contracts/shop.py": SHOP,
    }


def test_linked_contracts_and_helpers_of_other_modules_are_sources_too(tmp_path: Path):
    helpers = "from saya_py.lang import U32\n\n\ndef twice(n: U32) -> U32:\n    return n + n\n"
    bank = "from saya_py.lang import U32, Contract, Map, User, function\nfrom game.helpers import twice\n" + (
        "class Bank(Contract):\n    coins: Map[User, U32]\n"
        "    @function\n    def pay(self, n: U32) -> None:\n        self.coins[self.caller] -= twice(n)\n"
    )
    till = "from saya_py.lang import U32, Contract, Map, User, function\nfrom game.bank import Bank\n" + (
        "class Till(Contract):\n    bank: Bank\n    sold: Map[User, U32]\n"
        "    @function\n    def sell(self, n: U32) -> None:\n"
        "        self.bank.pay(n)\n        self.sold[self.caller] += n\n"
    )
    texts = {"helpers": helpers, "bank": bank, "till": till}
    write_files(tmp_path, {f"game/{name}.py": text for name, text in texts.items()} | {"pyproject.toml": ""})
    project, loaded = load(tmp_path, "game.till", "game.bank")
    assert [source.path for source in loaded.sources] == ["game/bank.py", "game/helpers.py", "game/till.py"]
    assert [contract.name for contract in loaded.abi.contracts] == ["Till", "Bank"]
    assert [var.name for var in loaded.abi.contracts[0].state] == ["sold"]
    check_self_contained(project, loaded)
    with pytest.raises(CompileFailed, match="Bank is not part of the set"):
        load(tmp_path, "game.till")


def test_contracts_are_numbered_in_order_of_targets_and_of_definition(tmp_path: Path):
    files = {"a.py": IMPORTS + CONTRACT.format("B") + CONTRACT.format("A"), "b.py": COUNTER}
    write_files(tmp_path, files)
    _, loaded = load(tmp_path, "b.py", "a.py")
    assert [(contract.id, contract.name) for contract in loaded.abi.contracts] == [(1, "Counter"), (2, "B"), (3, "A")]
    _, loaded = load(tmp_path, "a.py:A", "b")
    assert [(contract.id, contract.name) for contract in loaded.abi.contracts] == [(1, "A"), (2, "Counter")]


def test_an_imported_contract_is_none_of_the_modules_own(tmp_path: Path):
    importing = f"from b import Counter\n{IMPORTS}{CONTRACT.format('A')}"
    write_files(tmp_path, {"a.py": importing, "b.py": COUNTER})
    _, loaded = load(tmp_path, "a.py")
    assert [contract.name for contract in loaded.abi.contracts] == ["A"]
    with pytest.raises(UserError, match=r"b:Counter is named twice"):
        load(tmp_path, "a.py:Counter", "b.py")


def test_what_runs_is_the_present_text_even_beside_a_compiled_file(shop: Path):
    stale = shop / "contracts" / "prices.py"
    before = load(shop)[1]
    times = (stale.stat().st_atime_ns, stale.stat().st_mtime_ns)
    stale.write_text("PRICE = 4\n")
    os.utime(stale, ns=times)
    after = load(shop)[1]
    assert before.contracts[0].ir_sha256 != after.contracts[0].ir_sha256
    assert not list(shop.rglob("__pycache__"))


def test_comments_and_formatting_change_sources_only(shop: Path):
    before = load(shop)[1]
    commented = SHOP.replace("n * PRICE", "(\n            n  # of them\n            * PRICE)").replace("Buys", "Sells")
    write_files(shop, {"contracts/shop.py": commented + "\n\n# The end.\n"})
    after = load(shop)[1]
    assert before.contracts == after.contracts
    assert before.abi == after.abi
    assert before.sources != after.sources


def test_mistakes_are_diagnostics_with_paths_of_the_project(shop: Path):
    write_files(shop, {"contracts/shop.py": SHOP.replace("n * PRICE", "n * PRICES")})
    found = mistake(shop)
    assert (found.span.file, found.span.line) == (str(Path("contracts", "shop.py")), 16)
    assert found.excerpt == "        self.coins[self.caller] -= n * PRICES"


def test_a_module_that_python_cannot_read_is_a_mistake_with_its_line(shop: Path):
    write_files(shop, {"contracts/prices.py": "PRICE = 3\nMORE = (\n"})
    found = mistake(shop)
    assert (found.span.file, found.span.line) == (str(Path("contracts", "prices.py")), 2)
    assert found.mistake.what.startswith("Python cannot read this: ")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("PRICE = 1 // 0", "ZeroDivisionError: integer division or modulo by zero"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        (
            "from contracts import nothing",
            "ImportError: cannot import name 'nothing' from 'contracts' (unknown location)",
        ),
        ("import no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
    ],
)
def test_a_module_that_fails_when_it_is_imported(shop: Path, line: str, what: str):
    write_files(shop, {"contracts/prices.py": f"# prices\n{line}\n"})
    found = mistake(shop)
    assert (found.span.file, found.span.line, found.excerpt) == (str(Path("contracts", "prices.py")), 2, line)
    assert found.mistake.what == f"importing the module failed here: {what}"


def test_a_module_that_ends_the_process(shop: Path):
    write_files(shop, {"contracts/prices.py": "import os\nos._exit(0)\n"})
    with pytest.raises(UserError, match="ended with status 0 and without a result"):
        load(shop)


def test_what_a_module_prints_is_no_part_of_the_answer(shop: Path, capfd: pytest.CaptureFixture[str]):
    write_files(shop, {"contracts/prices.py": 'PRICE = 3\nprint("{}")\n'})
    load(shop)
    assert capfd.readouterr() == ("", "{}\n")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("contracts.shop:Shops", "the module contracts.shop has no such class"),
        ("contracts.shop:PRICE", "has a `PRICE` that is no subclass of `Contract`"),
        ("contracts.shop:Contract", "has a `Contract` that is no subclass of `Contract`"),
        ("contracts.prices", "contracts.prices defines no contract"),
        ("contracts.nothing", "there is no module contracts.nothing in the project"),
        ("nothing.at.all", "there is no module nothing.at.all in the project"),
        ("saya_py.proving.calibration", "belongs to a module outside the project"),
        ("json", "the name json belongs to a module outside the project"),
    ],
)
def test_targets_that_name_no_contract(shop: Path, target: str, why: str):
    with pytest.raises(UserError, match=why):
        load(shop, target)


def test_a_file_with_a_name_of_pythons_own(tmp_path: Path):
    write_files(tmp_path, {"token.py": COUNTER})
    with pytest.raises(UserError, match="the name token belongs to a module outside the project"):
        load(tmp_path, "token.py")


def test_a_source_imports_nothing_from_outside_the_project(shop: Path):
    write_files(shop, {"contracts/shop.py": f"import pytest\n{SHOP}"})
    with pytest.raises(UserError, match=r"contracts/shop\.py:1 imports `pytest`"):
        load(shop)


def test_sources_are_utf_8(shop: Path):
    file = shop / "contracts" / "prices.py"
    file.write_bytes("# -*- coding: latin-1 -*-\nPRICE = 3  # £\n".encode("latin-1"))
    with pytest.raises(UserError, match=r"contracts/prices\.py is in iso-8859-1"):
        load(shop)
    file.write_bytes(b"# -*- coding: utf-7 -*-\nPRICE = 3  #+AAo-PRICE +AD0 4\n")
    with pytest.raises(UserError, match=r"contracts/prices\.py is in utf-7"):
        load(shop)
    file.write_bytes("PRICE = 3  # £\n".encode("latin-1"))
    with pytest.raises(UserError, match=r"contracts/prices\.py is in another encoding"):
        load(shop)


def test_line_ends_and_a_byte_order_mark_stay_in_the_source(shop: Path):
    (shop / "contracts" / "prices.py").write_bytes(b"\xef\xbb\xbfPRICE = 3\r\n")
    assert [source.text for source in load(shop)[1].sources] == ["\ufeffPRICE = 3\r\n", SHOP]


def test_projects_do_not_meet(tmp_path: Path):
    """Two projects with modules of equal names, one after the other, in one process."""
    loaded = []
    for name, price in (("one", 3), ("two", 4)):
        folder = write_files(tmp_path / name, FILES | {"contracts/prices.py": f"PRICE = {price}\n"})
        loaded.append(load(folder)[1])
    assert loaded[0].contracts != loaded[1].contracts
    assert "contracts.shop" not in sys.modules


def test_a_folder_of_data_does_not_hide_a_package(tmp_path: Path):
    files = {"counter.py": f"import typing\n{COUNTER}", "typing/notes.txt": "", "eth_hash/data.json": "{}"}
    load(write_files(tmp_path, files), "counter.py")


@pytest.mark.parametrize("file", ["pytest.py", "pytest/__init__.py", "pytest/more/shop.py"])
def test_a_module_with_the_name_of_a_package_that_is_in_use(tmp_path: Path, file: str):
    """Else the package, which is in this process already, would be imported in its place."""
    finder = ProjectFinder([tmp_path])
    finder.check_names()
    write_files(tmp_path, {file: ""})
    with pytest.raises(UserError, match="the project's `pytest` has the name of a package that saya_py uses itself"):
        finder.check_names()


def test_a_folder_of_sources_goes_before_an_installed_package(tmp_path: Path):
    write_files(
        tmp_path, {"pytest/shop.py": COUNTER, "counter.py": "from pytest import shop\nCounter = shop.Counter\n"}
    )
    _, loaded = load(tmp_path, "counter.py:Counter")
    assert [source.path for source in loaded.sources] == ["counter.py", "pytest/shop.py"]
