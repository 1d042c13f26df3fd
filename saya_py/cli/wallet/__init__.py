"""`sayapy wallet`: keys, nonces and signatures of users."""

import typer

from saya_py.cli.wallet.files import new_command, passphrase_command, show_command, take_over_command
from saya_py.cli.wallet.keys import key_command, rotate_command, sync_command
from saya_py.cli.wallet.registering import register_command
from saya_py.cli.wallet.signing import open_command, sign_command

wallet_app = typer.Typer(no_args_is_help=True, help="Keys of users: make, sign, rotate. See docs/wallet.md.")
wallet_app.command("new")(new_command)
wallet_app.command("show")(show_command)
wallet_app.command("key")(key_command)
wallet_app.command("register")(register_command)
wallet_app.command("sign")(sign_command)
wallet_app.command("open")(open_command)
wallet_app.command("rotate")(rotate_command)
wallet_app.command("sync")(sync_command)
wallet_app.command("passphrase")(passphrase_command)
wallet_app.command("take-over")(take_over_command)

__all__ = ["wallet_app"]
