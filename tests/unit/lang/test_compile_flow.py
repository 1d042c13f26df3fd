"""Paths: conditions of operations, and what locals are where paths join."""

import pytest

from saya_py.lang import compile_contract
from tests.unit.lang.support import contract_with


def body(text, **kwargs):
    cls = contract_with("".join(f"        {line}\n" for line in text.splitlines()), **kwargs)
    return compile_contract(cls).ir["functions"][0]["body"]


def kinds(text, **kwargs):
    return [op["op"] for op in body(text, **kwargs)]


def conditions(ops, kind):
    """The conditions of all operations of a kind, as expressions."""

    def text(index):
        op = ops[index]
        match op["op"]:
            case "not":
                return f"!{text(op['a'])}"
            case "and" | "or" | "eq" | "lt":
                sign = {"and": "&", "or": "|", "eq": "==", "lt": "<"}[op["op"]]
                return f"({text(op['a'])}{sign}{text(op['b'])})"
            case "arg":
                return "nmk"[op["index"]]
            case "const":
                return str(op["limbs"][0])
        return op["op"]

    return [text(op["when"]) if "when" in op else None for op in ops if op["op"] == kind]


def test_operations_of_a_branch_name_its_condition():
    ops = body(
        "if n < m:\n    self.count = n + 1\nelif n == m:\n    self.count = 5\nelse:\n    self.count = m\nself.count = 0"
    )
    assert conditions(ops, "write") == ["(n<m)", "(!(n<m)&(n==m))", "(!(n<m)&!(n==m))", None]
    assert conditions(ops, "add") == ["(n<m)"]


def test_pure_operations_have_no_condition_and_equal_ones_are_made_once():
    text = "if n < m:\n    assert n == 3, 'a'\nelse:\n    assert not (m == 4 or 3 == n), 'b'"
    ops = body(text)
    assert [op["op"] for op in ops].count("eq") == 2
    assert all("when" not in op for op in ops if op["op"] != "assert")


def test_what_fails_once_does_not_fail_again():
    assert kinds("self.count = n + m\nif n < 5:\n    self.count = n + m\n").count("add") == 1
    assert kinds("if n < 5:\n    self.count = n + m\nself.count = n + m").count("add") == 2
    assert kinds("assert n < m, 'a'\nif m == 4:\n    assert n < m, 'b'").count("assert") == 1


def test_after_an_early_return_only_the_other_paths_go_on():
    ops = body("if n < m:\n    return\nself.count = n\nif n == 3:\n    if m == 4:\n        return\nself.count = m")
    assert conditions(ops, "write") == ["!(n<m)", "(((!(n<m)&(n==3))&!(m==4))|(!(n<m)&!(n==3)))"]


def test_paths_that_all_go_on_forget_their_condition():
    assert conditions(body("if n < m:\n    self.flag = True\nself.count = n"), "write") == ["(n<m)", None]
    text = "for i in range(2):\n    if n == i:\n        break\n    self.score[i] = n\nself.count = n"
    assert conditions(body(text), "write") == ["!(n==0)", "(!(n==0)&!(n==1))", None]
    text = "for i in range(2):\n    if n == i:\n        continue\n    self.score[i] = n\nself.count = n"
    assert conditions(body(text), "write") == ["!(n==0)", "!(n==1)", None]


def test_a_known_condition_chooses_its_branch():
    text = "if LIMIT > 3 and self.PRICE == 3:\n    self.count = 1\nelse:\n    self.nothing = 2"
    assert kinds(text, before="LIMIT = 5") == ["const", "write"]
    assert kinds("self.count = n if U32(3) < 5 else self.nothing") == ["arg", "write"]
    assert kinds("for i in range(3):\n    if i == 1:\n        break\n    self.count = i") == ["const", "write"]


def test_locals_are_selected_where_paths_join():
    ops = body("x = n\nif n < m:\n    x = m\n    y = 1\nself.count = x")
    select = next(op for op in ops if op["op"] == "select")
    assert [ops[select[part]]["op"] for part in ("cond", "a", "b")] == ["lt", "arg", "arg"]
    assert ops[select["a"]]["index"] == 1
    assert "select" not in kinds("x = n\nif n < m:\n    y = m\nself.count = x")


def test_conditions_are_selected_with_and_and_or():
    assert "select" not in kinds("x = False\nif n < m:\n    x = True\nself.flag = x")
    assert kinds("self.flag = True if n < m else False") == ["arg", "arg", "lt", "write"]


def test_an_untyped_constant_takes_the_type_of_what_it_meets_on_another_path():
    for text in ("x = 5\nif n < m:\n    x = n\nself.count = x", "self.count = 5 if n < m else 6"):
        ops = body(text)
        assert {op["ty"] for op in ops if op["op"] == "const"} == {"u32"}
        assert "select" in [op["op"] for op in ops]


@pytest.mark.parametrize(
    "text",
    [
        "x = 0\nif n < m:\n    x = n\nself.count = x + m",
        "x = 3 if n < m else 4\nself.count = x * n",
        "x = 0\nfor i in range(3):\n    if n == i:\n        x += n\nassert x < 3, 'x'",
        "x = U32(n if m == 1 else 5)\nself.count = x + 1",
        "x = min(n if m == 1 else 5, n)\nself.count = x + 1",
    ],
)
def test_a_number_that_may_be_an_int_in_plain_python_computes_with_typed_ones(text):
    assert "write" in kinds(text) or "assert" in kinds(text)


def test_loops_go_through_ranges_and_tuples():
    assert kinds("for i in range(5, 0, -2):\n    self.score[i] = n").count("write") == 3
    ops = body("for who, share in ((1, n), (2, m)):\n    self.score[who] = share")
    assert [op["values"] for op in ops if op["op"] == "write"] == [[0], [1]]
    assert (
        kinds("for a, b in PAIRS:\n    self.score[a] = b", before="PAIRS = ((1, 2), (3, U32(4)))").count("write") == 2
    )
    assert (
        kinds("for i in range(len(PAIRS)):\n    self.score[i] = PAIRS[i][1]", before="PAIRS = ((1, 2),)").count("write")
        == 1
    )


def test_the_else_of_a_loop_runs_unless_it_breaks():
    ops = body("for i in range(2):\n    if n == i:\n        break\nelse:\n    self.count = 1")
    assert conditions(ops, "write") == ["(!(n==0)&!(n==1))"]


def test_nothing_is_traced_behind_what_always_leaves():
    assert kinds("return\nself.nothing = 3") == []
    assert kinds("assert False, 'closed'\nself.nothing = 3") == ["const", "assert"]
    assert kinds("for i in range(10**9):\n    self.count = i\n    break") == ["const", "write"]


def test_short_circuits_are_conditions():
    ops = body("assert n < m and self.count < n or self.flag, 'x'")
    assert conditions(ops, "read") == ["(n<m)", "!((n<m)&(read<n))"]
    ops = body("assert 0 < n < self.count < m + 1, 'x'")
    assert conditions(ops, "add") == ["((0<n)&(n<read))"]


def test_the_static_count_of_accesses():
    cls = contract_with("        if n < m:\n            self.count += 1\n        self.score[n if False else 1] = n\n")
    assert compile_contract(cls).accesses("run") == 3
    with pytest.raises(KeyError):
        compile_contract(cls).accesses("walk")
