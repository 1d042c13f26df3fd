"""The Rust extension. Building, proving and verifying release the GIL; errors are those of `saya_py.core.errors`."""

from collections.abc import Callable, Sequence
from typing import final

def version() -> str:
    """Version of the extension, equal to the package's."""

def execute_ir(contract: str, call: str, t_min: int, t_max: int, state: str) -> str:
    """Executes one call in the window from `t_min` to `t_max` (Unix seconds) on a state of `key: value` entries.

    Contract, call and state are JSON, and so is the outcome:
    `{"status": "done", "receipt": {"accesses": [...], "events": [...]}, "state": {...}}`, or
    `{"status": "failed", "message": ..., "op": ...}` for a call that fails.

    Raises:
        ProverRefused: an argument is malformed, or the contract is not valid IR.
        ProverPanic: the executor panicked.
    """

def provoke_panic(message: str) -> None:
    """Panics in Rust: shows that a fault inside the extension arrives as `ProverPanic`."""

def soundness_report(profile: str) -> tuple[str, str]:
    """Build the circuits of `profile` and report their proven security: as text for people, and as JSON."""

def summarise_set(
    profile: str, contracts: Sequence[str], authorisation: str, progress: Callable[[str, float], None] | None = None
) -> str:
    """Build the circuits of `contracts` (IR as JSON), one after the other, and return what they come to, as JSON.

    `{"set_root", "system_root", "circuits": [{"contract", "function", "mode", "circuit", "lanes"}]}`, with the digest
    `H(VD; circuit_digest, cap)` of each circuit. `authorisation` is `signed`, which brings the circuits of contract 0
    (function 0 is the signature of a bundle) and the root over them, or `none` for a development set. The circuits are
    not kept: all of a large set would fill the memory.

    Raises:
        ProverRefused: the profile is unknown, or a contract is not valid or does not fit the circuits.
    """

def capacities(profile: str) -> list[int]:
    """Entries of the sub-block circuits of `profile`, rising. Raises `ProverRefused` when the profile is unknown."""

def measure_function(contract: str, function_id: int, profile: str, mode: str) -> str:
    """What one call of a function costs in the leaves of a profile and of an authorisation mode, as JSON.

    It takes a fraction of a second. `{"rows": {"logic", "accesses", "call", "authorisation", "log"}, "reads", "writes",
    "openings", "permutations", "lanes", "leaf_rows"}`: average rows of a call by part; read and write operations, taken
    or not; entries that the program opens and the Poseidon permutations that this takes; calls that fit in a leaf, and
    its rows. Raises `ProverRefused` when one call does not fit, or the function has no such mode.
    """

def check_calls(contract: str, job: str, forced: bool = False) -> None:
    """What `CallChecker(contract).check(job, forced)` does."""

@final
class CallChecker:
    """Checks calls of one contract against the constraints of its circuits, without proving.

    Circuits are built when they are first needed (some hundredths of a second) and kept.
    """

    def __init__(self, contract: str) -> None:
        """Check a contract (IR as JSON)."""

    def check(self, job: str, forced: bool = False) -> None:
        """Fill the witness of some calls and evaluate all constraints on it.

        `job` is `{"t_min", "t_max", "calls", "state"}` in JSON, with calls as in a sub-block's job and keys and values
        of the state as 0x-prefixed hex. Every call must succeed, and what the circuits say of the calls must be what
        the execution says. With `forced` the witness is that of a prover who goes on when a call fails: such a call
        must be rejected.

        Raises `ProofRejected` when a constraint refuses the witness, `ProverRefused` when a call fails (not with
        `forced`) or the job is malformed.
        """

def key_root(public_key: bytes) -> bytes:
    """The key root, 24 bytes, of a public key, 104 bytes.

    Raises:
        SignatureRejected: the public key is no public key.
    """

def verify_signature(
    public_key: bytes, domain: bytes, lane: int, key_root: bytes, nonce: int, digest: bytes, signature: bytes
) -> None:
    """Check that `signature` (2,320 bytes) is for `digest` and `nonce`, by the key of an account.

    `domain` (32 bytes), `lane` and `key_root` (24 bytes) are the account's; `public_key` (104 bytes) comes with the
    signature.

    Raises:
        SignatureRejected: it is not; `code` says why.
    """

def proof_file(statement: str, commit: bytes, proof: bytes) -> bytes:
    """The proof file (`docs/proof-files.md`) of a statement (JSON), its commit (32 bytes) and the proof's bytes.

    Raises `ProofRejected` when the statement or the commit is none; the proof is not looked at.
    """

def commit_of(statement: str) -> bytes:
    """The commit (32 bytes) of a statement (JSON): what its proof must have. Raises `ProofRejected` when it is none."""

def judge_proof_file(file: bytes) -> str:
    """What there is to say about a proof file, as JSON; takes milliseconds and never raises for what is in the file.

    `{"verdict": "valid" | "invalid" | "unknown_os_version" | "unreadable", "reason", "place", "version", "content"}`:
    why and where it is not valid; `place` is `{"code", "offset", "field"}` when a rule of the file or of the statement
    is broken; `version` is `{"os_version", "profile", "development"}` when the OS version is known; `content` is
    `{"head", "entries", "changed", "commit", "proof_bytes"}` when the file was read. What does not apply
    is null.
    """

def released_os_version(profile: str, authorisation: str) -> tuple[bytes, bool]:
    """The OS version of sets of a profile and an authorisation, and whether it is for development.

    The version is a number below 2^252 as 32 bytes, big-endian: what `ProvingSystem.os_version` computes from the
    circuits, known here without building them. Raises `ProverRefused` when profile or authorisation is unknown.
    """

@final
class SigningKey:
    """A key of a lane. It keeps no record of the nonces it signed with: two digests under one nonce give it away."""

    @staticmethod
    def generate(master: bytes, domain: bytes, user: int, lane: int, epoch: int, first_nonce: int) -> SigningKey:
        """Derive a key from a master secret (32 bytes) and compute its 4,096 leaves: about a second on two cores."""

    @staticmethod
    def from_leaves(
        master: bytes, domain: bytes, user: int, lane: int, epoch: int, first_nonce: int, leaves: bytes
    ) -> SigningKey:
        """The same from leaves that were kept. Leaves of another key give another `public_key`: compare.

        Raises:
            SignatureRejected: these are not 4,096 leaves.
        """

    @property
    def public_key(self) -> bytes:
        """104 bytes."""
    @property
    def leaves(self) -> bytes:
        """131,072 bytes; no secret."""
    def sign(self, nonce: int, digest: bytes) -> bytes:
        """Sign `digest` (32 bytes) as the one message of `nonce`; the same message gives the same 2,320 bytes.

        Raises:
            SignatureRejected: the key has no leaf for this nonce.
        """

@final
class Executor:
    """Contracts of a world, ready to execute what is submitted to it."""

    def __init__(self, contracts: Sequence[str], domain: bytes, set_root: bytes, authorisation: str) -> None:
        """Check contracts (IR as JSON).

        `domain` and `set_root` (32 bytes) are what signatures are bound to; `authorisation` is `signed`, or `none` for
        development sets, where nobody signs.

        Raises:
            ProverRefused: a contract is not valid, or two have one id; a digest has a limb of p or more.
        """

    def submit(
        self, submission: str, t_min: int, t_max: int, state: dict[bytes, bytes]
    ) -> tuple[list[bytes], dict[bytes, bytes], str | None]:
        """Authorise and run `submission` (JSON) in a time window (Unix seconds) on `state` without changing it.

        Keys and values are 32 bytes; a missing key has the value zero. Returns the keys that were looked at, what was
        written, and the reason when it was refused (then nothing was written). Raises `ProverRefused` for what is no
        submission.
        """

    def trace(self, submission: str, t_min: int, t_max: int, state: dict[bytes, bytes], log: bytes) -> str:
        """Do the same and tell it step by step, as JSON; `log` (32 bytes) is the digest of the events before it.

        `{"status": "done", "steps": [{"digest", "log", "is_call", "accesses", "events"}], "unlisted"}`, a step for the
        signature of a bundle and for each call: what it appends to the calls, the digest of all events up to here, the
        entries that it opened as `{"kind": "authorise" | "read" | "write", "key", "old", "new"}`, and its events as
        `{"contract", "event", "data"}`. Or `{"status": "refused", "call", "reason", "unlisted"}` with the number of the
        call in its bundle, from 0. `unlisted` is the first key that it looked at and that `state` does not have.
        """

    def calls_out(self, submissions: Sequence[str]) -> tuple[bytes, int]:
        """Digest (32 bytes) of the calls of submissions (JSON) in order, and how many they are; executes nothing."""

@final
class ContractSet:
    """The function circuits of a list of contracts, and the root of their whitelist."""

    @staticmethod
    def build(
        profile: str, contracts: Sequence[str], authorisation: str, progress: Callable[[str, float], None] | None = None
    ) -> ContractSet:
        """Build the circuits of each function of `contracts` (IR as JSON).

        With `signed` authorisation one for calls that users sign, one for calls in bundles, and those of contract 0;
        with `none` one for unsigned calls.
        """

    @property
    def set_root(self) -> bytes:
        """Root of the whitelist, 32 bytes."""

    def lanes(self, contract: int, function: int, mode: str) -> int | None:
        """How many calls of a function one proof holds in a mode (`none`, `inline`, `pop`); None without a circuit."""

    def prove_calls(self, job: str) -> str:
        """Prove calls as leaves only, verify the proofs, and say what they hold as JSON.

        `job` is as for `CallChecker.check`, with calls of any functions of the set. The answer is
        `[{"function": "Contract.function", "calls", "seconds"}]`, one for each proof: calls of one function that follow
        each other share proofs as they fit. Raises `ProverRefused` when a call fails or the job is malformed.
        """

@final
class SubBlockProof:
    """A proven sub-block and everything that settles it."""

    @property
    def statement(self) -> str:
        """The statement as JSON."""
    @property
    def entries(self) -> int:
        """Touched keys."""
    @property
    def call_count(self) -> int:
        """Calls in it."""
    @property
    def inputs(self) -> bytes:
        """The input list as calldata: 64 bytes an entry."""
    @property
    def outputs(self) -> bytes:
        """The output list as calldata: 36 bytes a changed entry."""
    @property
    def calls_out(self) -> bytes:
        """Digest of the calls, 32 bytes."""
    @property
    def log_out(self) -> bytes:
        """Digest of the events, 32 bytes."""
    @property
    def commit(self) -> bytes:
        """The circuit's commitment, 32 bytes."""
    @property
    def proof(self) -> bytes:
        """The proof's bytes, as the chain reads them."""
    @property
    def stages(self) -> list[tuple[str, float]]:
        """Name and seconds of each stage, in order."""

@final
class SubBlockPlan:
    """What there is to prove for a sub-block, node by node."""

    @property
    def nodes(self) -> list[tuple[str, bytes, bytes, list[int]]]:
        """Kind, name of the circuit (32 bytes), input, and places of the children of each node, children first.

        The kinds are `leaf`, `merge`, `sub_block` and `wrap`; the last node's proof is the sub-block's.
        """
    @property
    def outcome(self) -> SubBlockProof:
        """The sub-block as it will be proven: `proof` and `stages` are empty."""

@final
class ProvingSystem:
    """The circuits of one profile above the function leaves."""

    @staticmethod
    def build(profile: str, progress: Callable[[str, float], None] | None = None) -> ProvingSystem:
        """Build the sub-block, shrink and wrap circuits of `profile`."""

    def os_version(self, authorisation: str) -> bytes:
        """Names the circuit family for sets of this authorisation: a number below 2^252 as 32 bytes, big-endian."""

    def prove_sub_block(
        self, contracts: ContractSet, job: str, progress: Callable[[str, float], None] | None = None
    ) -> SubBlockProof:
        """Prove the sub-block that `job` (JSON) describes."""

    def plan(self, contracts: ContractSet, job: str) -> SubBlockPlan:
        """Say what there is to prove for the sub-block that `job` (JSON) describes; takes a fraction of a second."""

    def prove_node(
        self,
        contracts: ContractSet,
        circuit: bytes,
        input: bytes,
        children: Sequence[bytes],
        progress: Callable[[str, float], None] | None = None,
    ) -> bytes:
        """Prove a node of a plan over the proofs of its children, which are verified first.

        Raises `ProverRefused` when these are not the circuits that it was planned for, `InternalError` when a child is
        no proof of its circuit or says something else.
        """

    def verify(self, statement: str, commit: bytes, proof: bytes) -> None:
        """Check a proof of `statement` (JSON) as the chain does; raises `ProofRejected`."""
