"""Every error that this package raises on purpose.

Exception tree, with the exit code of the command that it ends:

    SayaError
    ├── UserError (2)         the caller asked for something that cannot be
    │   ├── EncodingError     data that is no encoding of the statement's definitions; `code` names the rule
    │   ├── ArtifactError     a file of a compiled set (ABI, manifest) is not what it should be
    │   ├── CallFailed        a contract's call failed and changed nothing
    │   ├── ProverRefused     the prover cannot do what it was asked
    │   ├── ProofFileError    a file is no proof file, or not a whole one
    │   ├── AuditFileError    a file that was handed to an auditor is no bundle, or not a whole one
    │   ├── ProofRejected (7) a proof, or a statement that comes with one, is not valid
    │   ├── UnknownOsVersion (8)  this program cannot judge proofs of the OS version
    │   ├── SubmissionDropped a submission that a thread had accepted failed later and is out
    │   ├── SomeRefused (9)   some lines of submissions were refused or dropped; the others are in
    │   ├── SignatureRejected a signature or a key is not what it should be; `code` names the reason
    │   └── WalletError       the wallet cannot do what it was asked
    │       ├── WrongPassphrase  the passphrase is wrong, or the file was changed
    │       ├── WalletBusy       another process has the wallet, or does not let go of it
    │       ├── WalletRestored   the file or the key is not at its latest state: rotate before signing
    │       ├── KeyMissing       the wallet has no key of this lane that may sign
    │       ├── KeyExhausted     all nonces of the key are used: rotate
    │       └── KeyMismatch      the account holds another key
    ├── ConfigError (3)       a setting or a prerequisite is missing or wrong
    ├── ChainError (4)        the chain refused, or could not be reached
    │   └── StaleInput        a value of the input list is no longer the canonical one
    ├── Mismatch (5)          two things that must agree do not
    ├── StoreError (6)        the store cannot do what it was asked, and did none of it
    │   ├── StoreUnavailable  the database or the folder cannot be reached; a commit under way may have happened
    │   ├── StoreBusy         somebody else held the database too long
    │   ├── StoreFull         no room on the disk
    │   ├── StoreDamaged      a file is not what was written
    │   ├── WrongSchema       the database is of another version of this software, or no store
    │   ├── WrongChain        the store belongs to another chain or settlement contract
    │   ├── ThreadTaken       another process runs the thread
    │   ├── LeaseLost         the job was given to another worker
    │   ├── SettlementPending a transaction may still be mined, so the sub-block must stay as it is
    │   ├── NonceTaken        the nonce belongs to the transaction of another sub-block
    │   └── ReorgTooDeep      a reorganisation reached what counted as final
    ├── NeedsAttention (11)   something was set aside and waits for somebody to look at it
    │   ├── VersionRetired    the world no longer accepts the version or the set that a thread proves with
    │   └── SettledElsewhere  a sub-block was settled by a transaction that the store does not have
    ├── TimedOut (10)         what was waited for has not happened yet
    ├── MissingData (12)      an audit found nothing wrong, but could not look at everything
    ├── ServiceError (13)     the service of a thread answers what it should not
    │   └── ServiceUnavailable  it does not answer, or cannot use its chain or its store now
    └── InternalError (70)    a fault of this software
        ├── IllegalTransition a state was asked to change in a way that it cannot
        └── ProverPanic       the Rust extension panicked

Messages say what happened, why, and what to do.
"""

from typing import ClassVar


class SayaError(Exception):
    """Base of all errors of this package."""

    exit_code: ClassVar[int] = 1
    """Exit status of a command that ends with this error."""


class UserError(SayaError):
    """The caller asked for something that cannot be."""

    exit_code = 2


class EncodingError(UserError):
    """Data is no encoding of the statement's definitions."""

    def __init__(self, code: str, message: str) -> None:
        """Code is the stable name of the broken rule, the same as in Rust and the vector file."""
        super().__init__(message)
        self.code = code


class ArtifactError(UserError):
    """A file of a compiled set (ABI, manifest) cannot be used; the message names the place in it."""


class CallFailed(UserError):
    """A contract's call failed, so it changed nothing; `message` is what its player is told."""

    def __init__(self, message: str) -> None:
        """Message is the contract's own, or that of a checked operation."""
        super().__init__(message)
        self.message = message


class SubmissionDropped(UserError):
    """A submission that a thread had accepted failed when it was executed again, and will not settle."""

    def __init__(self, reason: str) -> None:
        """Reason is the contract's message, or what else kept it out."""
        super().__init__(f"the submission was dropped: {reason}")
        self.reason = reason


class ProverRefused(UserError):
    """The prover cannot do what it was asked; the message says what to change."""


class ProofFileError(UserError):
    """A file is no proof file, or not a whole one; the message names the byte and the field."""


class AuditFileError(UserError):
    """A file that was handed to an auditor is no bundle, or not a whole one; the message names the line and field."""


class ProofRejected(UserError):
    """A proof, or a statement that comes with one, is not valid."""

    exit_code = 7


class UnknownOsVersion(UserError):
    """This program has no verifier data for the OS version, so it can say nothing about the proof."""

    exit_code = 8


class SomeRefused(UserError):
    """Some lines of submissions were refused or dropped; each was named with its reason, and the others are in."""

    exit_code = 9


class SignatureRejected(UserError):
    """A signature or a key is not what it should be."""

    def __init__(self, code: str, message: str) -> None:
        """Code is the stable name of the reason, the same as in Rust and the vector file."""
        super().__init__(message)
        self.code = code


class WalletError(UserError):
    """The wallet cannot do what it was asked; nothing was signed."""


class WrongPassphrase(WalletError):
    """The passphrase is wrong, or the file was changed; the two cannot be told apart."""


class WalletBusy(WalletError):
    """Another process has the wallet and does not let go of it."""


class WalletRestored(WalletError):
    """The file, or a key in it, is not known to be at its latest state, so signing could reuse a nonce."""


class KeyMissing(WalletError):
    """The wallet has no key of this lane that may sign."""


class KeyExhausted(WalletError):
    """All nonces of the key are used."""


class KeyMismatch(WalletError):
    """The account on the chain holds another key than the wallet."""


class ConfigError(SayaError):
    """A setting or a prerequisite is missing or wrong."""

    exit_code = 3


class ChainError(SayaError):
    """The chain refused, or could not be reached."""

    exit_code = 4


class StaleInput(ChainError):
    """A value of the input list is no longer the canonical one, so the sub-block cannot settle as proven."""

    def __init__(self, key: bytes, expected: bytes, actual: bytes) -> None:
        """Key, the value that was proven against, and the canonical value: 32 bytes each."""
        super().__init__(
            f"input 0x{key.hex()} was proven with value 0x{expected.hex()}, but its canonical value is now "
            f"0x{actual.hex()}: somebody changed it first; execute the sub-block again on the new values and prove that"
        )
        self.key = key
        self.expected = expected
        self.actual = actual


class Mismatch(SayaError):
    """Two things that must agree do not: a rebuilt set and its manifest, or a contract and its deployed form."""

    exit_code = 5


class StoreError(SayaError):
    """The store cannot do what it was asked, and did none of it."""

    exit_code = 6


class StoreUnavailable(StoreError):
    """The database or the blob folder cannot be reached.

    A connection lost during a commit does not tell whether the commit happened: read before going on, as after a crash.
    """


class StoreBusy(StoreError):
    """Somebody else held the database too long."""


class StoreFull(StoreError):
    """There is no room on the disk."""


class StoreDamaged(StoreError):
    """A file of the store is not what was written."""


class WrongSchema(StoreError):
    """The database has the tables of another version of this software, or none of its own."""


class WrongChain(StoreError):
    """The store belongs to another chain or settlement contract."""


class ThreadTaken(StoreError):
    """Another process runs the thread."""


class LeaseLost(StoreError):
    """The job was given to another worker, or is not wanted any more."""


class SettlementPending(StoreError):
    """A transaction may still be mined, so the sub-block must stay as it is."""


class NonceTaken(StoreError):
    """The nonce belongs to the transaction of another sub-block."""


class ReorgTooDeep(StoreError):
    """A reorganisation of the chain reached a sub-block that counted as final."""


class NeedsAttention(SayaError):
    """Something was set aside, and waits for somebody to look at it; nothing is lost."""

    exit_code = 11


class VersionRetired(NeedsAttention):
    """The world no longer accepts the OS version, or the contract set, that a thread proves with."""


class SettledElsewhere(NeedsAttention):
    """A sub-block of the thread was settled by a transaction that the store does not have."""


class TimedOut(SayaError):
    """What was waited for has not happened yet; nothing is lost, and it may still happen."""

    exit_code = 10


class ServiceError(SayaError):
    """The service of a thread answers what it should not."""

    exit_code = 13


class ServiceUnavailable(ServiceError):
    """The service of a thread does not answer, or cannot use its chain or its store now.

    A submission that was sent may have been accepted: send the same again, which is harmless.
    """

    def __init__(self, message: str, submission: str | None = None) -> None:
        """Submission is the text of the one that was to be sent, when there was one."""
        super().__init__(message)
        self.submission = submission


class MissingData(SayaError):
    """An audit found nothing wrong, but something that it needs is nowhere to be had, so it says nothing of a part."""

    exit_code = 12


class InternalError(SayaError):
    """A fault of this software; please report it with its message."""

    exit_code = 70


class IllegalTransition(InternalError):
    """A state was asked to change in a way that it cannot; nothing was changed."""


class ProverPanic(InternalError):
    """The Rust extension panicked."""
