"""The compiler from contract classes to IR: it interprets the syntax tree with symbolic values."""

from saya_py.lang.compiler.compile import CompiledContract, compile_contract, compile_contracts
from saya_py.lang.compiler.diagnostics import CompileFailed, Diagnostic, Mistake, Span

__all__ = [
    "CompileFailed",
    "CompiledContract",
    "Diagnostic",
    "Mistake",
    "Span",
    "compile_contract",
    "compile_contracts",
]
