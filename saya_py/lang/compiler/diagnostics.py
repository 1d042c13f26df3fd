"""Mistakes in a contract's source, as data."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from saya_py.core.errors import UserError
from saya_py.lang.compiler.excerpts import code_end, underlined

Node: TypeAlias = ast.expr | ast.stmt | ast.arg

SHOWN_CALLS = 8
"""Calls that are listed of a long chain of helpers: the innermost ones, and the function that users call."""


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file: lines from 1, columns from 1 in characters, the end column excluded."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Mistake:
    """What is wrong, why it cannot be, and what to write instead."""

    what: str
    why: str
    instead: str


@dataclass(frozen=True)
class Diagnostic:
    """A mistake with its place and the text of the line that it starts in."""

    span: Span
    excerpt: str
    mistake: Mistake
    calls: tuple[Span, ...] = ()
    """Where the helper that it stands in was called from, innermost call first."""

    def render(self) -> str:
        """The diagnostic as a compiler prints it."""
        span = self.span
        last = span.end_column if span.end_line == span.line else len(self.excerpt) + 1
        gutter = f"{span.line:5} | "
        excerpt, marks = underlined(self.excerpt, span.column - 1, max(last, span.column + 1) - 1)
        lines = [
            f"{span.file}:{span.line}:{span.column}: error: {self.mistake.what}",
            f"{gutter}{excerpt}",
            " " * (len(gutter) - 2) + f"| {marks}",
            f"  why: {self.mistake.why}",
            f"  instead: {self.mistake.instead}",
            *(f"  called from: {call}" for call in self._shown_calls()),
        ]
        return "\n".join(lines)

    def _shown_calls(self) -> list[str]:
        places = [f"{call.file}:{call.line}:{call.column}" for call in self.calls]
        left_out = len(places) - SHOWN_CALLS
        return places if left_out <= 1 else [*places[: SHOWN_CALLS - 1], f"… {left_out} more …", places[-1]]


class CompileFailed(UserError):
    """Contracts have mistakes; `diagnostics` has all of them, in order of place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.span))
        super().__init__("\n\n".join(diagnostic.render() for diagnostic in self.diagnostics))


class Findings:
    """All mistakes of a contract set.

    Loops and calls trace the same text again, so of the mistakes at one place with one reason only the first counts.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[Span, str], Diagnostic] = {}

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was found so far."""
        return list(self._found.values())

    def add(self, diagnostic: Diagnostic) -> None:
        """Notes a mistake."""
        self._found.setdefault((diagnostic.span, diagnostic.mistake.why), diagnostic)


class Reporter:
    """Finds the places of mistakes in one file."""

    def __init__(self, findings: Findings, file: str, text: str, calls: tuple[Span, ...] = ()) -> None:
        self._findings = findings
        self._file = file
        self._text = text
        self._lines = text.split("\n")  # as the syntax tree counts them
        self._calls = calls

    def calling(self, node: Node, file: str, text: str) -> "Reporter":
        """A reporter for a helper in `file` that is called at `node`."""
        return Reporter(self._findings, file, text, (self._span(node), *self._calls))

    def report(self, node: Node, mistake: Mistake) -> None:
        """Notes a mistake at `node`."""
        span = self._span(node)
        self._findings.add(Diagnostic(span, self._excerpt(span.line), mistake, self._calls))

    def _span(self, node: Node) -> Span:
        start = self._column(node.lineno, node.col_offset)
        end_line = node.end_lineno or node.lineno
        end = self._column(end_line, node.end_col_offset or node.col_offset)
        if isinstance(node, ast.stmt) or end_line > node.lineno:  # what goes on is marked by its first line
            end_line, end = node.lineno, code_end(self._text, node.lineno) + 1
        return Span(self._file, node.lineno, start, end_line, end)

    def _excerpt(self, line: int) -> str:
        return self._lines[line - 1].rstrip("\r") if line <= len(self._lines) else ""

    def _column(self, line: int, offset: int) -> int:
        """Column of a byte offset, which is how the syntax tree counts."""
        return len(self._excerpt(line).encode()[:offset].decode(errors="ignore")) + 1
