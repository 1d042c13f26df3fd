"""Syntax trees of functions, found by where Python says that they begin."""

import ast
import linecache
from functools import lru_cache
from types import CodeType


def definition(code: CodeType) -> ast.FunctionDef | None:
    """The `def` that `code` was compiled from; None when the source text is not there."""
    text = "".join(linecache.getlines(code.co_filename))
    return _definitions(code.co_filename, text).get((code.co_name, code.co_firstlineno))


@lru_cache(maxsize=64)
def _definitions(file: str, text: str) -> dict[tuple[str, int], ast.FunctionDef]:
    """All functions of a file by name and first line, which is that of the first decorator."""
    try:
        tree = ast.parse(text, file)
    except SyntaxError:  # the file was changed after it was imported
        return {}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {(node.name, min([node.lineno, *(d.lineno for d in node.decorator_list)])): node for node in functions}
