"""The Rust extension: proving system, contract sets and the native executor."""

def version() -> str:
    """Version of the extension, equal to the package's."""

def execute_ir(contract: str, call: str, state: str) -> str:
    """Executes one call on a state of `key: value` entries, all three as JSON, and returns the outcome as JSON.

    The outcome is `{"status": "done", "receipt": {"accesses": [...]}, "state": {...}}`, or
    `{"status": "failed", "message": ..., "op": ...}` for a call that fails.

    Raises:
        ValueError: an argument is malformed, or the contract is not valid IR.
        ProverPanic: the executor panicked.
    """
