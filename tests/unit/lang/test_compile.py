import json
from pathlib import Path

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from examples.grid_game import GridGame
from examples.tic_tac_toe import TicTacToe
from examples.treasury import Treasury
from saya_py.lang import compile_contract, compile_contracts
from tests.unit.lang.support import IMPORTS, contract_with, module

IR = Path(__file__).parents[3] / "prover" / "executor" / "tests" / "contracts"


def body(cls):
    return compile_contract(cls).ir["functions"][0]["body"]


@pytest.mark.parametrize(
    ("cls", "contract_id", "functions", "file"),
    [
        (DiamondsAndRubies, 1, 1, "diamonds_and_rubies.json"),
        (Treasury, 2, 2, "treasury.json"),
        (GridGame, 1, 2, "grid_game.json"),
        (TicTacToe, 1, 3, "tic_tac_toe.json"),
    ],
)
def test_examples_compile_to_the_ir_that_the_rust_tests_use(cls, contract_id, functions, file):
    """To its first functions: the circuits' pinned set has the shop without its operator."""
    ir = compile_contract(cls, contract_id).ir
    assert {**ir, "functions": ir["functions"][:functions]} == json.loads((IR / file).read_text())


def test_comments_and_formatting_do_not_change_the_ir_and_a_constant_does():
    plain = contract_with("        self.count = n + m\n")
    commented = contract_with("        # a comment\n\n        self.count = (n +\n            m)\n")
    assert compile_contract(plain).ir_sha256 == compile_contract(commented).ir_sha256
    assert compile_contract(plain).source_sha256 != compile_contract(commented).source_sha256
    three, four = (contract_with(f"        self.count = n + {price}\n") for price in (3, 4))
    assert compile_contract(three).ir_sha256 != compile_contract(four).ir_sha256


def test_operations_stand_in_pythons_order_of_evaluation():
    ops = body(contract_with("        self.score[self.owner] = self.count + self.score[1]\n"))
    assert [(op["op"], op["var"]) for op in ops if op["op"] in ("read", "write")] == [
        ("read", 2),
        ("read", 4),
        ("read", 3),
        ("write", 4),
    ]
    ops = body(contract_with("        self.score[self.owner] += self.count\n"))
    assert [(op["op"], op["var"]) for op in ops if op["op"] in ("read", "write")] == [
        ("read", 3),
        ("read", 4),
        ("read", 2),
        ("write", 4),
    ]


def test_loads_are_shared_and_reads_are_not():
    ops = body(contract_with("        self.count = n + 3 + n + 3\n        self.count = self.count + self.count\n"))
    kinds = [op["op"] for op in ops]
    assert (kinds.count("arg"), kinds.count("const"), kinds.count("read")) == (1, 1, 2)


def test_constants_are_folded():
    ops = body(contract_with("        self.total = (2**10 - 1) * self.PRICE // 2\n"))
    constants = [op for op in ops if op["op"] == "const"]
    assert constants == [{"op": "const", "ty": "u64", "limbs": [1023 * 3 // 2, 0]}]


def test_typed_constants():
    ops = body(contract_with("        self.owner = User(7)\n        self.total = LIMIT\n", before="LIMIT = U64(9)"))
    constants = [op for op in ops if op["op"] == "const"]
    assert constants == [{"op": "const", "ty": "user", "limbs": [7]}, {"op": "const", "ty": "u64", "limbs": [9, 0]}]


def test_logic_with_constants_follows_python():
    assert body(contract_with("        assert True or self.flag, 'x'\n")) == []
    assert "read" in [op["op"] for op in body(contract_with("        assert True and self.flag, 'x'\n"))]


def test_annotated_and_repeated_assignment_of_locals():
    lines = ["a: U32 = n", "b = c = a", "b += c", "d: int = 4", "self.count = b + d", "return"]
    cls = contract_with("".join(f"        {line}\n" for line in lines))
    assert [op["op"] for op in body(cls)] == ["arg", "add", "const", "add", "write"]


def test_names_of_modules_and_quoted_annotations():
    made = module(
        "import saya_py.lang as lang\n"
        "class Test(lang.Contract):\n"
        "    count: 'lang.Var[lang.U32]'\n"
        "    @lang.function\n"
        "    def run(self, n: 'lang.U32') -> None:\n"
        "        self.count = n\n"
    )
    assert [op["op"] for op in body(made.Test)] == ["arg", "write"]


def test_postponed_annotations():
    made = module(
        f"from __future__ import annotations\n{IMPORTS}\n"
        "class Test(Contract):\n"
        "    count: Var[U32]\n"
        "    @function\n"
        "    def run(self, n: U32) -> None:\n"
        "        self.count = n\n"
    )
    assert compile_contract(made.Test).schema.state[0].name == "count"


def test_a_set_is_numbered_in_order():
    compiled = compile_contracts([DiamondsAndRubies, Treasury])
    assert [contract.schema.id for contract in compiled] == [1, 2]


@pytest.mark.parametrize("contract_id", [0, 256])
def test_contract_ids_are_those_of_a_set(contract_id):
    with pytest.raises(ValueError, match="between 1 and 255"):
        compile_contract(Treasury, contract_id)
