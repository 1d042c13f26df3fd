"""The Rust extension: proving system, contract sets and the native executor."""

def version() -> str:
    """Version of the extension, equal to the package's."""
