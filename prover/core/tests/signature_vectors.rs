//! The committed signature vectors are what this crate computes.

#[path = "../examples/signature-vectors/vectors/mod.rs"]
mod vectors;

use std::path::Path;

#[test]
fn committed_signature_vectors_are_what_this_crate_computes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(vectors::PATH);
    let committed = std::fs::read_to_string(path).expect("tests/vectors/signatures.json");
    let computed = vectors::text();
    for (line, (a, b)) in committed.lines().zip(computed.lines()).enumerate() {
        assert_eq!(a, b, "tests/vectors/signatures.json, line {}", line + 1);
    }
    assert_eq!(committed.len(), computed.len());
}
