"""How a call fails."""


class CallFailed(Exception):
    """A call failed, so it changed nothing; `message` is what its player is told."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
