//! The committed vector file is what this crate computes.

#[path = "../examples/core-vectors/vectors/mod.rs"]
mod vectors;

use std::path::Path;

#[test]
fn committed_vectors_are_what_this_crate_computes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(vectors::PATH);
    let committed = std::fs::read_to_string(path).expect("tests/vectors/core.json");
    let computed = vectors::text();
    for (line, (a, b)) in committed.lines().zip(computed.lines()).enumerate() {
        assert_eq!(a, b, "tests/vectors/core.json, line {}", line + 1);
    }
    assert_eq!(committed.len(), computed.len());
}
