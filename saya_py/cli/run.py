"""`sayapy run`: running a thread."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from saya_py.cli.status import Folder
from saya_py.core.errors import SomeRefused, UserError

if TYPE_CHECKING:
    from saya_py.service.runner import Runner


def run_command(
    folder: Folder,
    files: Annotated[
        list[str] | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="Take the submissions of this file, one on each line, and end when all are settled; `-` is standard "
            "input. May be given several times. Without it the thread takes what is put into its spool folder.",
        ),
    ] = None,
    replace_failed: Annotated[
        bool,
        typer.Option(
            "--replace-failed",
            help="Execute the calls of sub-blocks that were set aside anew; else these sub-blocks are tried again.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what happens as a JSON object on each line.")] = False,
) -> None:
    """Run a thread: execute submissions at once, prove sub-blocks of them, settle those on the chain.

    Until Ctrl-C or SIGTERM, or with --file until everything is settled. It can be killed at any moment and started
    again: what was accepted is settled once, or dropped with a reason.

    Exit status: 9 with --file when lines were refused or dropped; 11 when a sub-block was set aside.
    """
    # Imported here: together these cost a second that other commands need not wait for.
    from saya_py.api.server import ApiServer
    from saya_py.cli.l2_account import required_l2_account
    from saya_py.cli.run_watching import watcher
    from saya_py.service.assembly import assemble
    from saya_py.service.folder import ServiceFolder
    from saya_py.service.intake import LinesIntake, SpoolIntake
    from saya_py.service.outcomes import outcomes_of
    from saya_py.service.runner import Runner
    from saya_py.service.spool import Spool

    found = ServiceFolder.read(folder)
    account = required_l2_account(found.keystore)
    with ExitStack() as stack:
        shown = stack.enter_context(watcher(found, as_json))
        streams = [(name, stack.enter_context(_opened(name))) for name in files or ()]
        assembly = assemble(found, account)
        runner = Runner(assembly, shown.tell)
        stack.enter_context(_stopped_by_signals(runner, shown.stopping))
        if found.settings.api is not None:
            stack.enter_context(ApiServer(runner, found.settings.api.listen))
        lines = [LinesIntake(stream, name, assembly.check) for name, stream in streams]
        spool = [] if lines else [SpoolIntake(Spool(found.spool), assembly.check, shown.put_away, shown.unreadable)]
        shown.started(assembly)
        runner.run([*lines, *spool], until_settled=bool(lines), failed="replace" if replace_failed else "retry")
        outcomes = [(intake.name, outcomes_of(found, intake.tally)) for intake in lines]
        shown.ended(outcomes)
    bad = sum(outcome.reason is not None for _, each in outcomes for outcome in each)
    if bad:
        raise SomeRefused(f"{bad} lines were refused or dropped; each is named with its reason")


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise UserError(f"{name} cannot be read: {error}") from None
        yield file


@contextmanager
def _stopped_by_signals(runner: Runner, tell: Callable[[], None]) -> Iterator[None]:
    """The first SIGINT or SIGTERM ends the thread in good order, a second one at once."""
    seen = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal seen
        if seen:
            # Nothing is lost by it: that is what the store is for.
            os._exit(128 + number)
        seen = True
        runner.stop()
        tell()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
