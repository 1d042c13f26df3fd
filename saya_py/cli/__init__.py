"""The `sayapy` command."""

from saya_py.cli.app import main

__all__ = ["main"]
