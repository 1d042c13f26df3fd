"""`python -m saya_py.cli` is `sayapy`."""

from saya_py.cli.app import main

main()
