//! Writes `tests/vectors/signatures.json`, the vectors that Rust and Python verify signatures on.
//!
//! `cargo run --release -p saya-core --example signature-vectors`

mod vectors;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(vectors::PATH);
    std::fs::write(&path, vectors::text())?;
    println!("wrote {}", path.display());
    Ok(())
}
