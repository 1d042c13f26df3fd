"""Lines of source as a terminal shows them, with marks below."""

import io
import tokenize
import unicodedata
from functools import lru_cache

WIDTH = 160
"""Characters of a line that are shown; of a longer one, the part around the mark."""
BEFORE = 40
"""Characters of a long line that are shown before the mark."""


def underlined(line: str, start: int, end: int) -> tuple[str, str]:
    """The line, and what is printed below it to mark the characters from `start` to `end` (excluded)."""
    if len(line) > WIDTH:
        line, start, end = _cut(line, start, end)
    space = "".join("\t" if char == "\t" else " " * _width(char) for char in line[:start])
    return line, space + "^" * max(1, end - start, sum(map(_width, line[start:end])))


@lru_cache(maxsize=16)
def _ends(text: str) -> dict[int, int]:
    """Where the comment of each line that has one begins, in characters."""
    ends = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                ends[token.start[0]] = token.start[1]
    except (tokenize.TokenError, SyntaxError):  # what was read so far is right
        pass
    return ends


def code_end(text: str, line: int) -> int:
    """Where the code of a line ends, without comment and blanks, in characters."""
    whole = text.split("\n")[line - 1]
    end = _ends(text).get(line, len(whole))
    return len(whole[:end].rstrip().removesuffix("\\").rstrip())


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    first = max(0, start - BEFORE)
    left, right = "…" if first else "", "…" if first + WIDTH < len(line) else ""
    shown = left + line[first : first + WIDTH] + right
    moved = first - len(left)
    return shown, start - moved, min(end - moved, len(shown))


def _width(char: str) -> int:
    """Columns of a terminal that a character takes."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
