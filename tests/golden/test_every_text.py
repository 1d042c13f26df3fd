"""Every text that the compiler can say stands in some golden file, so each was read by somebody."""

import ast
from pathlib import Path

import saya_py.artifacts.project.contracts as importing
import saya_py.lang.compiler as compiler
from tests.golden.cases import all_cases

FOLDER = Path(compiler.__file__).parent
SPEAKING = ("Mistake", "NoConstant", "NoSource")
"""Names of what carries texts to users; a module with one of them says something."""

UNSAID = {
    "a mistake": "what was reported is never described",
    "its file no longer parses: ": "takes a file that changes after its import; test_source_files.py has it",
    "this syntax (": "syntax of a later Python",
    "write it with assignments, `assert`, `if`, `for` over constants, calls and operators": "the same",
}
"""Texts that no golden file can show, with the reason."""


def trees():
    """Syntax trees of what speaks; of the importing module only its mistakes, for the rest is no diagnostic."""
    importing_tree = ast.parse(Path(importing.__file__).read_text())
    for node in ast.walk(importing_tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Mistake":
            yield Path(importing.__file__), node
    for path in sorted(FOLDER.glob("*.py")):
        if path.name == "describing.py" or any(name in path.read_text() for name in SPEAKING):
            yield path, ast.parse(path.read_text())


def texts(tree):
    """Constants of more than one word that users may see; of an f-string, the parts between the values."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(node.msg) for node in ast.walk(tree) if isinstance(node, ast.Assert)}
    silent |= {id(node.annotation) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if " " in text.strip() and id(node) not in silent:
            yield node


def test_every_text_of_the_compiler_is_said_in_some_case():
    said = "\n".join(case.out for case in all_cases())
    found = [(path, node) for path, tree in trees() for node in texts(tree)]
    assert len(found) > 300
    unsaid = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for path, node in found
        if node.value not in said and node.value not in UNSAID
    ]
    assert not unsaid, "no case shows these texts:\n" + "\n".join(unsaid)
