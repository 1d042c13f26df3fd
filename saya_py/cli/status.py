"""`sayapy status`: how a thread stands."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.live import Live

from saya_py.cli.options import AsJson

if TYPE_CHECKING:
    from saya_py.service.folder import ServiceFolder
    from saya_py.store.store import Store

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Folder of the thread, as `sayapy thread init` makes it.")
]
REFRESH_SECONDS = 0.5


def status_command(
    folder: Folder,
    watch: Annotated[bool, typer.Option("--watch", help="Go on showing it, until Ctrl-C.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a thread's submissions, sub-blocks, proofs, transactions and fees, whether it runs now or not.

    With --watch and --json one object is printed on each line whenever something changed.
    """
    # Imported here: SQLAlchemy costs half a second that other commands need not wait for.
    from saya_py.service.folder import ServiceFolder
    from saya_py.store.store import Store

    found = ServiceFolder.read(folder)
    with Store.open(found.store_url, found.blobs) as store:
        try:
            _tell(store, found, watch, as_json)
        except KeyboardInterrupt:
            # The way to end watching.
            return


def _tell(store: Store, folder: ServiceFolder, watch: bool, as_json: bool) -> None:
    from saya_py.cli.thread_table import status_view
    from saya_py.service.status import thread_status

    thread = folder.settings.thread
    status = thread_status(store, thread.world, thread.number)
    if as_json:
        told = json.dumps(status.to_json())
        typer.echo(told)
        while watch:
            time.sleep(REFRESH_SECONDS)
            now = json.dumps(thread_status(store, thread.world, thread.number).to_json())
            if now != told:
                typer.echo(now)
                told = now
    elif watch:
        with Live(status_view(status), console=Console(), auto_refresh=False) as live:
            while True:
                time.sleep(REFRESH_SECONDS)
                live.update(status_view(thread_status(store, thread.world, thread.number)), refresh=True)
    else:
        Console().print(status_view(status))
