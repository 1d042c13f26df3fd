"""Mistakes in helpers, and in calls of them."""

import pytest

from saya_py.lang import CompileFailed, compile_contract
from tests.unit.lang.support import contract_with, module
from tests.unit.lang.test_diagnostics import mistakes

HELPERS = """
def half(a: U32) -> U32:
    return a / 2

def quarter(a: U32) -> U32:
    return half(half(a))

def again(a: U32) -> None:
    again(a)

def word(c: Bool) -> str:
    if c:
        return "a"
    return "b"

def scaled(a: U32, k: int) -> U32:
    return a * k

def bare(a):
    pass

def nothing(a: U32) -> None:
    pass

@decorator
def decorated(a: U32) -> None:
    pass

lost = eval("lambda a: a")
"""
BEFORE = "def decorator(f): return f\n" + HELPERS


def diagnostics(text, before=BEFORE):
    with pytest.raises(CompileFailed) as failure:
        compile_contract(contract_with(f"        {text}\n", before=before))
    return failure.value.diagnostics


def test_a_mistake_in_a_helper_stands_in_the_helper_and_names_the_calls():
    (diagnostic,) = diagnostics("self.count = quarter(n)")
    assert diagnostic.excerpt == "    return a / 2"
    inner, outer = diagnostic.calls
    assert outer.line > inner.line > diagnostic.span.line
    rendered = diagnostic.render().splitlines()
    assert rendered[-2:] == [f"  called from: {call.file}:{call.line}:{call.column}" for call in (inner, outer)]


def test_a_helper_in_another_file():
    library = module("from saya_py.lang import *\ndef half(a: U32) -> U32:\n    return a / 2\n")
    (diagnostic,) = diagnostics(
        "self.count = library.half(n)", f"import sys\nlibrary = sys.modules['{library.__name__}']"
    )
    assert diagnostic.span.file == library.__file__
    assert diagnostic.calls[0].file != library.__file__


def test_one_mistake_is_reported_once_however_often_the_helper_is_called():
    assert len(diagnostics("self.count = half(n) + half(m)")) == 1


@pytest.mark.parametrize(
    ("text", "excerpt", "what"),
    [
        ("again(n)", "    again(a)", "`again` calls itself"),
        ("assert n < m, word(n < 3)", "def word(c: Bool) -> str:", "the result is the constant 'a' on one path"),
        ("bare(n)", "def bare(a):", "this helper does not say what it returns"),
        ("bare(n)", "def bare(a):", "parameter `a` has no value type"),
        ("x = scaled(n, m)", None, "a U32 is no constant `int`"),
        ("x = scaled(n, 'a')", None, "the constant 'a' is no constant `int`"),
        ("x = scaled(n)", None, "these arguments do not fit `scaled`: missing: `k`"),
        ("x = scaled(n, 1, 2)", None, "these arguments do not fit `scaled`: there are too many"),
        ("x = scaled(n, 1, a=2)", None, "these arguments do not fit `scaled`: `a` is passed twice"),
        ("x = scaled(n, b=1)", None, "these arguments do not fit `scaled`: there is no `b`"),
        ("x = scaled(**n)", None, "arguments are passed one by one"),
        ("x = nothing(n) + n", None, "the result of a helper that returns nothing is no U32"),
        ("decorated(n)", None, "`decorated` is decorated"),
        ("lost(n)", None, "the source of `<lambda>` is not available"),
        ("x = Test.run(self, n, m)", None, "`Test.run` names a method without its contract"),
    ],
)
def test_calls(text, excerpt, what):
    found = [(each.excerpt, each.mistake.what) for each in diagnostics(text)]
    assert any(line == (excerpt or f"        {text}") and text_.startswith(what) for line, text_ in found)


def test_helpers_that_no_function_calls_are_read_too():
    body = "        pass\n    def aside(self, a: U32) -> U32:\n        return a / 2\n"
    assert [what for _, what in mistakes(contract_with(body))] == ["a U32 has no `/`"]


def test_a_chain_of_helpers_without_end_is_a_mistake():
    chain = "def h0(a: U32) -> U32:\n    return a\n" + "".join(
        f"def h{i}(a: U32) -> U32:\n    return h{i - 1}(a)\n" for i in range(1, 300)
    )
    assert [each.mistake.what for each in diagnostics("x = h299(n)", chain)] == ["this function is nested too deeply"]
    doubling = "def h0(a: U32) -> U32:\n    return a\n" + "".join(
        f"def h{i}(a: U32) -> U32:\n    return h{i - 1}(h{i - 1}(a))\n" for i in range(1, 30)
    )
    assert [each.mistake.what for each in diagnostics("x = h29(n)", doubling)] == ["this takes too many steps"]
