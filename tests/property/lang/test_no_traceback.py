"""Whatever stands in a function, the compiler answers with IR that the executor takes, or with mistakes."""

import ast
import random
from contextlib import suppress
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from saya_py import _native
from saya_py.lang import CompileFailed, compile_contract
from tests.unit.lang.support import module

HEADER = """from saya_py.lang import *

class Order(Struct):
    owner: User
    price: U32

class Test(Contract):
    flag: Var[Bool]
    total: Var[U64]
    order: Var[Order]
    score: Map[User, U32]
    pairs: Map[U8, Order, Hash]
    TABLE = (1, 2, (3, 4))

    class Sold(Event):
        n: U32

"""
PARAMS = "self, b: Bool, n: U32, u: User, h: Hash, o: Order, f: Felt"
MEMBERS = ["flag", "total", "order", "score", "pairs", "TABLE", "Sold", "caller", "beacon", "emit", "t_min", "score[u]"]
VALUES = ["b", "n", "u", "h", "o", "f", "3", "True", "'text'", "h[0]", "o.price", "self.pairs[1, o]"]
OTHERS = ["self", "U32", "U8", "Order", "poseidon", "min", "range", "len"]
NAMES = [*(f"self.{member}" for member in MEMBERS), *VALUES, *OTHERS]
LIBRARY = [ast, random]


def functions():
    """Functions of the standard library, which hold about all syntax that there is."""
    trees = [ast.parse(Path(each.__file__).read_text(encoding="utf-8")) for each in LIBRARY]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


class Renamed(ast.NodeTransformer):
    """Puts names of the contract in the place of others, so that more than the first line has a meaning."""

    def __init__(self, draw):
        self.draw = draw

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load) and self.draw.random() < 0.7:
            return ast.parse(self.draw.choice(NAMES), mode="eval").body
        return node


FUNCTIONS = functions()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(range(len(FUNCTIONS))), st.integers(0, 2**32))
def test_any_function(index, seed):
    function = ast.parse(ast.unparse(FUNCTIONS[index])).body[0]
    function = Renamed(random.Random(seed)).visit(function)
    function.name, function.decorator_list, function.returns = "run", [ast.Name("function")], ast.Constant(None)
    function.args = ast.parse(f"def run({PARAMS}): pass").body[0].args
    text = ast.unparse(ast.fix_missing_locations(function))
    source = HEADER + "".join(f"    {line}\n" for line in text.splitlines())
    try:
        cls = module(source).Test
    except SyntaxError:  # a name is assigned that cannot be
        return
    with suppress(CompileFailed):
        _native.Executor([compile_contract(cls).ir_json], bytes(32), bytes(32), "none")
        event("compiled")
