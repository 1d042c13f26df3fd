"""saya_py: a zkThreads settlement service on an L2."""

__version__ = "0.1.0"
