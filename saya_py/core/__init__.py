"""The definitions that every part of the system shares: field, hashes, keys, values, calls, header, statement.

Pure Python, the twin of the Rust crate `saya-core`; both are tested on `tests/vectors/core.json`. Everything follows
`docs/statement.md`. A limb is an `int` below p; a digest, key or value is a tuple of four limbs, as bytes
four big-endian 8-byte words, first limb first.
"""
