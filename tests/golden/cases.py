"""Reads and rewrites the `.test` files; their form is described in README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "diagnostics"
_HEADER = re.compile(r"\[(case|file|out)(?: (.+))?\]")


@dataclass
class Case:
    """Sources by file name, and what the compiler has to say of them."""

    path: Path
    name: str
    files: dict[str, str] = field(default_factory=dict)
    out: str = ""

    @property
    def id(self) -> str:
        """How pytest names it."""
        return f"{self.path.stem}: {self.name}"


@dataclass
class _File:
    head: str
    cases: list[Case]


def all_cases() -> list[Case]:
    """The cases of all files, in order."""
    return [case for path in sorted(FOLDER.glob("*.test")) for case in _read(path).cases]


def update(case: Case, out: str) -> None:
    """Writes another output for a case into its file."""
    file = _read(case.path)
    for each in file.cases:
        if each.name == case.name:
            each.out = out
    case.path.write_text(file.head + "\n".join(_text(each) for each in file.cases))


def _read(path: Path) -> _File:
    head, cases = "", list[Case]()
    lines: list[str] = []
    sections: list[tuple[Case, str, list[str]]] = []
    for line in path.read_text().splitlines():
        header = _HEADER.fullmatch(line)
        if header is None:
            if cases:
                lines.append(line)
            else:
                head += line + "\n"
            continue
        kind, name = header.groups()
        if kind == "case":
            assert name and name not in (case.name for case in cases), f"{path.name}: two cases named {name}"
            cases.append(Case(path, name))
        lines = []
        sections.append((cases[-1], {"case": "main.py", "file": name, "out": ""}[kind], lines))
    for case, file, content in sections:
        text = "\n".join(content).strip("\n")
        if file:
            case.files[file] = text + "\n"
        else:
            case.out = text
    return _File(head, cases)


def _text(case: Case) -> str:
    others = [f"[file {name}]\n{text}" for name, text in case.files.items() if name != "main.py"]
    return "".join([f"[case {case.name}]\n{case.files['main.py']}", *others, f"[out]\n{case.out}\n"])
