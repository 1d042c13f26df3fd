"""Imports the targets of a project and finds their contract classes. Runs in the worker process."""

from __future__ import annotations

import importlib
import linecache
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import TypeGuard

from saya_py.artifacts.project.importer import ProjectFinder
from saya_py.artifacts.project.targets import Target
from saya_py.core.errors import UserError
from saya_py.lang import CompileFailed, Contract, Diagnostic, Mistake, Span


def find_contracts(finder: ProjectFinder, targets: list[Target]) -> list[type[Contract]]:
    """The classes that the targets name, in order.

    Raises:
        CompileFailed: a module cannot be imported; the diagnostic shows the line of the project that failed.
        UserError: a target names no contract or a module that is not the project's, or a source is not in UTF-8.
    """
    classes = [cls for target in targets for cls in _contracts(finder, target)]
    for place, cls in enumerate(classes):
        if cls in classes[:place]:
            raise UserError(f"{cls.__module__}:{cls.__qualname__} is named twice: a set has every contract once")
        if "." in cls.__qualname__:
            raise UserError(f"{cls.__qualname__} is defined inside something else: define contracts at module level")
    return classes


def _contracts(finder: ProjectFinder, target: Target) -> Iterator[type[Contract]]:
    module = _import(finder, target.module)
    if target.cls is None:
        own = [value for value in vars(module).values() if _is_contract(value) and value.__module__ == module.__name__]
        found = list(dict.fromkeys(own))
        if not found:
            raise UserError(f"{target} defines no contract: a contract is a class `class Name(Contract):`")
        yield from found
        return
    cls = vars(module).get(target.cls)
    if not _is_contract(cls):
        why = "has no such class" if cls is None else f"has a `{target.cls}` that is no subclass of `Contract`"
        raise UserError(f"{target}: the module {target.module} {why}")
    yield cls


def _is_contract(value: object) -> TypeGuard[type[Contract]]:
    return isinstance(value, type) and issubclass(value, Contract) and value is not Contract


def _import(finder: ProjectFinder, name: str) -> ModuleType:
    try:
        module = importlib.import_module(name)
    except UserError:
        raise
    except SyntaxError as error:
        raise _unreadable(error) from None
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise UserError(f"there is no module {name} in the project or among its packages") from None
        raise _failed(finder, name, error) from None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the user's module does when it is imported
        raise _failed(finder, name, error) from None
    if name not in finder.loaded:
        where = getattr(module, "__file__", "part of Python")
        raise UserError(
            f"the name {name} belongs to a module outside the project ({where}): "
            "put the contracts in a folder, such as `contracts/`, or rename the file"
        )
    return module


def _unreadable(error: SyntaxError) -> CompileFailed:
    line, column = error.lineno or 1, error.offset or 1
    end_line, end_column = error.end_lineno or line, max(error.end_offset or 0, column + 1)
    mistake = Mistake(
        f"Python cannot read this: {error.msg}",
        "a contract is ordinary Python, and Python's own grammar comes first",
        "correct the line; the mistake may stand just before it",
    )
    file = error.filename or "<unknown>"
    return _at(Span(file, line, column, end_line, end_column), (error.text or "").rstrip("\n"), mistake)


def _failed(finder: ProjectFinder, name: str, error: BaseException) -> CompileFailed | UserError:
    """The line of the project at which importing it went wrong."""
    files = {str(file) for file, _ in finder.loaded.values()}
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if not frames:
        return UserError(f"importing {name} failed: {text}")
    frame = frames[-1]
    line = frame.lineno or 1
    excerpt = linecache.getline(frame.filename, line).rstrip("\n")
    start = len(excerpt) - len(excerpt.lstrip())
    mistake = Mistake(
        f"importing the module failed here: {text}",
        "the module is imported to find its contracts, and this line raised an error",
        "correct it, or install the package that it needs",
    )
    return _at(Span(frame.filename, line, start + 1, line, len(excerpt) + 1), excerpt, mistake)


def _at(span: Span, excerpt: str, mistake: Mistake) -> CompileFailed:
    return CompileFailed([Diagnostic(span, excerpt, mistake)])
