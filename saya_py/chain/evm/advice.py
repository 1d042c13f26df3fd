"""What to do about an error of the settlement contracts. docs/settlement.md and docs/errors.md explain each of them."""

from __future__ import annotations

from collections.abc import Mapping

_FOREIGN = "send it from that account"
_COMPILER = "limbs are below p, and not all zero: check the encoding"
_PROVEN = "the lists break the rules of the statement; nothing that this software made has such lists"

ADVICE: Mapping[str, str] = {
    "DevelopmentOsVersion": "its circuits check no signatures, or its proofs are weak: use a version that is not for "
    "development, or a world that is",
    "ForbiddenSystemChange": "a sub-block may change system entries only as the statement allows",
    "ForeignKey": "write keys of one contract only; its number is the key's first four bytes",
    "InputListLength": _PROVEN,
    "InvalidContract": "contract 0 belongs to the system; use the contract's number in the compiled set",
    "InvalidDelay": "choose a delay between them; less than 2 hours needs a world for development",
    "InvalidOsVersion": "a version is a number below 2^252 and not 0",
    "KeysNotIncreasing": _PROVEN,
    "LaneAlreadyOpen": "the lane has a key: request another one in its place, or open another lane",
    "LaneNotOpen": "there is no key to replace: open the lane, which has no delay",
    "LengthMismatch": "pass one value for each key",
    "NonCanonicalLimb": _COMPILER,
    "NotProver": "only the thread's prover does this, or, for settling, one of its delegates: " + _FOREIGN,
    "NotReady": "the delay is not over: do it again at readyAt or later",
    "NotUserOwner": "only the user's owner does this (zero: there is no such user): " + _FOREIGN,
    "NotWorldOwner": "only the world's owner does this (zero: there is no such world): " + _FOREIGN,
    "NotWriter": "let the world's owner name the calling contract a writer: sayapy world writer",
    "NothingRequested": "there is no such request, or it was applied or taken back",
    "OperatorAlreadySet": "request another one in its place, which takes the world's delay",
    "OperatorNotSet": "there is none to replace: name the first one, which has no delay",
    "OsVersionAlreadyRegistered": "a version has its verifier for ever: a changed verifier needs a new version",
    "OsVersionNotAdopted": "let the world's owner adopt the version: sayapy world adopt",
    "OutputIndexOutOfOrder": _PROVEN,
    "OutputListLength": _PROVEN,
    "OwnableInvalidOwner": "the registry needs an owner from the start",
    "OwnableUnauthorizedAccount": "only the registry's owner registers versions: " + _FOREIGN,
    "RegistryWithoutCode": "deploy the registry of OS versions first: sayapy deploy does both",
    "SafeCastOverflowedUintDowncast": "a number is too large for its place",
    "StaleInput": "somebody changed the value first: execute the sub-block again on the new values and prove that",
    "ThreadNotOpen": "let the world's owner open it: sayapy thread open",
    "TooEarly": "settle it inside of its window",
    "TooLate": "its window is over: execute and prove it again with a new one",
    "TooManyEntries": "make smaller sub-blocks",
    "TooWideToPack": _PROVEN,
    "UnchangedOutput": _PROVEN,
    "UnknownOsVersion": "let the registry's owner register the version: sayapy deploy",
    "UnknownUser": "check the user's number, and the world",
    "UnknownWorld": "check the world's number, and the settlement contract",
    "UserNotOffered": "let the user's owner offer it to this account",
    "VerifierCodeMismatch": "the code at the verifier's address is not the registered one: check the address, and the "
    "build of the contracts",
    "VerifierWithoutCode": "deploy the verifier on this chain first",
    "WrongSequence": "settle the thread's next sub-block",
    "ZeroAddress": "name an account that is not zero",
    "ZeroKey": _PROVEN,
    "ZeroKeyRoot": _COMPILER,
    "ZeroSetRoot": "take the set root of the compiled set's manifest",
}
"""By the error's name."""
