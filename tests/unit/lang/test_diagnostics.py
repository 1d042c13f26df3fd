import pytest

from saya_py.core.errors import UserError
from saya_py.lang import CompileFailed, Contract, World, compile_contract, compile_contracts
from tests.unit.lang.support import IMPORTS, contract, contract_with, module

FUNCTION = "    @function\n    def run(self, n: U32) -> None:\n        pass\n"


def mistakes(cls):
    """The marked text and the mistake of each diagnostic."""
    with pytest.raises(CompileFailed) as failure:
        compile_contract(cls)
    found = []
    for diagnostic in failure.value.diagnostics:
        span = diagnostic.span
        end = span.end_column - 1 if span.end_line == span.line else None
        found.append((diagnostic.excerpt[span.column - 1 : end], diagnostic.mistake.what))
    return found


def statement(text, **kwargs):
    return mistakes(contract_with("".join(f"        {line}\n" for line in text.splitlines()), **kwargs))


@pytest.mark.parametrize(
    ("text", "marked", "what"),
    [
        ("while n > m: pass", "while n > m: pass", "`while` is not part of the contract language"),
        ("for i in n: pass", "n", "a loop cannot go through a U32"),
        ("for i in range(n): pass", "range(n)", "`range` takes one to three whole numbers"),
        ("for i in range(10**12): pass", "for i in range(10**12): pass", "this takes too many steps"),
        ("x = 'a'\nfor i in range(20): x += x", "x += x", "no result for the constant 'aaaa"),
        ("if n: pass", "n", "a U32 is no condition"),
        ("x = 1 if n else 2", "n", "a U32 is no condition"),
        (
            "x = n if n > m else self.total",
            "n if n > m else self.total",
            "this expression is a U32 on one path and a U64",
        ),
        ("if n > m:\n    x = n\ny = x", "x", "`x` is assigned on some paths only"),
        ("if n > m:\n    x = 1\nelse:\n    x = 2\ny = x + 1", "x + 1", "neither of these numbers has a type"),
        ("x = 0\nif n > m:\n    x = n\ny = x + 1", "x + 1", "neither of these numbers has a type"),
        ("try:\n    pass\nfinally:\n    pass", "try:", "`try` is not part"),
        ("raise ValueError", "raise ValueError", "`raise` is not part"),
        ("import os", "import os", "an import inside a function is not part"),
        ("x = (y := n)", "y := n", "`:=` is not part"),
        ("x = [n]", "[n]", "a list is not part"),
        ("x = None", "None", "`None` is not part"),
        ("x = n * 1.5", "1.5", "a number with a fraction is not part"),
        ("x, y = n", "x, y", "a U32 cannot be unpacked"),
        ("x, y = 1, 2, 3", "x, y", "2 names for a tuple of 3"),
        ("*x, y = 1, 2", "*x", "only names, a `Var` or an entry of a `Map` can be assigned"),
        ("assert n < m", "assert n < m", "`assert` without a message"),
        ("assert n < m, f'{n}'", "f'{n}'", "an f-string is not part"),
        ("assert n < m, ''", "''", "the message of an `assert` is no constant text"),
        ("assert n < m, n", "n", "the message of an `assert` is no constant text"),
        ("assert n, 'x'", "n", "a U32 is no condition"),
        ("assert n < m and n, 'x'", "n", "a U32 is no condition"),
        ("assert n < m and 1, 'x'", "1", "the constant 1 is no condition"),
        ("assert not n, 'x'", "n", "a U32 is no condition"),
        ("x = n / m", "n / m", "a U32 has no `/`"),
        ("x = n ** 2", "n ** 2", "a U32 has no `**`"),
        ("x = self.flag & True", "self.flag & True", "a Bool has no `&`"),
        ("x = -n", "-n", "`-` does not apply to a U32"),
        ("x = n + self.total", "n + self.total", "a U32 and a U64 do not mix"),
        ("x = n + self.score", "n + self.score", "the map `score` is no U32"),
        ("x = self.owner + 1", "self.owner + 1", "a User has no `+`"),
        ("assert self.owner < 5, 'x'", "self.owner < 5", "a User has no order"),
        ("assert self.flag < True, 'x'", "self.flag < True", "a Bool has no order"),
        ("assert n is m, 'x'", "n is m", "`is` does not apply to a value"),
        ("assert n in m, 'x'", "n in m", "`in` does not apply to a value"),
        ("assert n == self.flag, 'x'", "n == self.flag", "a U32 and a Bool do not mix"),
        ("assert self.flag == 1, 'x'", "self.flag == 1", "the constant 1 is no Bool"),
        ("x = n + True", "n + True", "the constant True is no U32"),
        ("x = n + 2**32", "n + 2**32", "4294967296 is no U32"),
        ("x = n - -1", "n - -1", "-1 is no U32"),
        ("x = n + 'a'", "n + 'a'", "the constant 'a' is no U32"),
        ("x = 1 // 0", "1 // 0", "no result for the constant 1 and the constant 0"),
        ("x = 2**10**10", "2**10**10", "no result for the constant 2"),
        ("x = 1 < 'a'", "1 < 'a'", "no result for the constant 1 and the constant 'a'"),
        ("x = self.scores[1]", "self.scores", "`self.scores` is not defined"),
        ("x = price", "price", "`price` is not defined"),
        ("x = y\ny = n", "y", "`y` is used before it is assigned"),
        ("n.value = 3", "n.value", "`n.value` cannot be assigned"),
        ("self.PRICE = 4", "self.PRICE", "`self.PRICE` cannot be assigned"),
        ("self.caller = 4", "self.caller", "`self.caller` cannot be assigned"),
        ("self.score = 4", "self.score", "`self.score` cannot be assigned"),
        ("self.count: U32 = 4", "self.count: U32 = 4", "state is assigned without an annotation"),
        ("x = n.value", "n.value", "a U32 has no attribute `value`"),
        ("x = n[0]", "n[0]", "a U32 has no entries"),
        ("x = self.score[self.total]", "self.total", "a U64 is no User"),
        ("x = self.score[-1]", "-1", "-1 is no User"),
        ("x = self.score['a']", "'a'", "the constant 'a' is no User"),
        ("self.flag = 1", "1", "the constant 1 is no Bool"),
        ("self.total = n", "n", "a U32 is no U64"),
        ("self.total += n", "self.total += n", "a U64 and a U32 do not mix"),
        ("self.owner = self", "self", "the contract is no User"),
        ("x: U64 = n", "x: U64 = n", "a U32 is no U64"),
        ("x: U32 = 5", "x: U32 = 5", "the constant 5 is no U32"),
        ("print(n)", "print(n)", "`print` cannot be called"),
        ("self.run(n, m)", "self.run(n, m)", "`run` calls itself"),
        ("x = U64(n, m)", "U64(n, m)", "U64(…) takes one number"),
        ("x = Bool(n)", "Bool(n)", "Bool(…) is no cast"),
        ("x = U32(2**32)", "U32(2**32)", "4294967296 is no U32"),
        ("return n", "return n", "a contract function returns nothing"),
    ],
)
def test_statements_that_no_circuit_follows(text, marked, what):
    ((found_mark, found_what),) = statement(text)
    assert found_mark == marked
    assert found_what.startswith(what)


def test_a_value_of_no_use_is_named_with_its_kind():
    found = statement("x = n + PRICES", before="PRICES = [1, 2]")
    assert found == [("PRICES", "`PRICES` cannot be used in a contract function")]


@pytest.mark.parametrize(
    ("body", "marked", "what"),
    [
        ("    count: U32\n" + FUNCTION, "count: U32", "`count` is declared as no state variable"),
        ("    count: 'Map[U32]'\n" + FUNCTION, "count: 'Map[U32]'", "a state variable is a"),
        ("    count: 'Var[float]'\n" + FUNCTION, "'Var[float]'", "`float` is no value type"),
        ("    caller: Var[U32]\n" + FUNCTION, "caller: Var[U32]", "`caller` cannot be a name in a contract"),
        ("    é: Var[U32]\n" + FUNCTION, "é: Var[U32]", "`é` cannot be a name in a contract"),
        ("    a: Var[U32]\n    a: Var[U64]\n" + FUNCTION, "a: Var[U64]", "`a` is declared twice"),
        ("    print()\n" + FUNCTION, "print()", "this statement does not belong in the body of a contract"),
        ("    def helper(self) -> None: pass\n", "class Test(Contract):", "the contract has no function"),
        ("    @function\n    def run(self, n) -> None: pass\n", "n", "parameter `n` has no value type"),
        ("    @function\n    def run(self, n: int) -> None: pass\n", "n: int", "`int` is no value type"),
        ("    @function\n    def run(self) -> U32: pass\n", "U32", "a contract function returns nothing"),
        (
            "    @function\n    def run(self, n: U32 = 1) -> None: pass\n",
            "def run(self, n: U32 = 1) -> None: pass",
            "a function of a contract has ordinary parameters",
        ),
        (
            "    @staticmethod\n    def odd() -> None: pass\n" + FUNCTION,
            "def odd() -> None: pass",
            "a method has the decorator `@function` or none",
        ),
    ],
)
def test_declarations(body, marked, what):
    ((found_mark, found_what),) = mistakes(contract(body))
    assert found_mark == marked
    assert found_what.startswith(what)


def test_contracts_have_no_other_base():
    made = module(f"{IMPORTS}\nclass A(Contract):\n{FUNCTION}\nclass B(A):\n    pass\n")
    assert [what for _, what in mistakes(made.B)] == [
        "a contract is declared as `class Name(Contract):`",
        "the contract has no function",
    ]


def test_all_mistakes_are_reported_at_once_in_order_of_place():
    text = "while n > m:\n    x = n / m\nassert n\nself.flag = n\n"
    assert [what for _, what in statement(text)] == [
        "`while` is not part of the contract language",
        "a U32 has no `/`",
        "`assert` without a message",
        "a U32 is no condition",
        "a U32 is no Bool",
    ]


def test_what_uses_a_mistake_is_not_reported_again():
    text = "x = self.nothing\ny = x + n\nassert y < 3 and x, 'x'\nself.score[x] += y\nx = x[1] + x.a\n"
    assert [what for _, what in statement(text)] == ["`self.nothing` is not defined"]
    body = "    count: Var[float]\n    @function\n    def run(self, n: int) -> None:\n        self.count += n\n"
    assert len(mistakes(contract(body))) == 2


def test_mistakes_of_all_contracts_are_reported_at_once():
    bad = [contract_with(f"        x = {text}\n") for text in ("n / 2", "-n")]
    with pytest.raises(CompileFailed) as failure:
        compile_contracts(bad)
    assert len(failure.value.diagnostics) == 2
    with pytest.raises(CompileFailed):
        World(*bad)


def test_how_a_mistake_is_printed():
    cls = contract_with("        # é\n        größe = 'é'; x = n / m\n")
    with pytest.raises(CompileFailed) as failure:
        compile_contract(cls)
    file = failure.value.diagnostics[0].span.file
    assert isinstance(failure.value, UserError)
    assert str(failure.value) == (
        f"{file}:14:26: error: a U32 has no `/`\n"
        "   14 |         größe = 'é'; x = n / m\n"
        "      |                          ^^^^^\n"
        "  why: values are whole numbers, and Python's `/` makes a fraction\n"
        "  instead: write `//`, which rounds down"
    )


def test_a_misspelt_name_is_guessed():
    with pytest.raises(CompileFailed, match=r"did you mean `self\.score`\?"):
        compile_contract(contract_with("        x = self.scor[1]\n"))


def test_a_class_without_source_is_refused():
    namespace = {}
    exec(f"{IMPORTS}\nclass Lost(Contract):\n{FUNCTION}", namespace)
    with pytest.raises(CompileFailed, match="the source of Lost is not available"):
        compile_contract(namespace["Lost"])


@pytest.mark.parametrize(
    ("odd", "what"),
    [(Contract, "the class Contract"), (int, "the class int"), (3, "an int"), (FUNCTION, "a str")],
)
def test_what_is_no_contract_is_refused(odd, what):
    with pytest.raises(UserError, match=f"{what} is no contract: pass classes"):
        compile_contract(odd)
