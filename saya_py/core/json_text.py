"""JSON texts of strangers."""

from __future__ import annotations

import re

_NESTING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[][{}]', re.DOTALL)
"""A string, closed or not, or a bracket."""
_MAX_DEPTH = 32


def check_depth(text: str) -> None:
    """Refuses deep nesting before the parser meets it, which would exhaust the stack of the process.

    Raises `ValueError`: it is nested more than 32 deep.
    """
    depth = 0
    for found in _NESTING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > _MAX_DEPTH:
            raise ValueError(f"it is nested more than {_MAX_DEPTH} deep")
