//! The vectors as one JSON value. Its shape is described in `tests/vectors/README.md`.

mod keys;
mod rejected;
mod signed;
#[path = "../../core-vectors/vectors/source.rs"]
#[allow(dead_code)]
mod source;

use serde_json::json;

/// The file, from the folder of this crate.
pub const PATH: &str = "../../tests/vectors/signatures.json";

/// The text of the file.
pub fn text() -> String {
    let keys = keys::keys();
    let all = json!({
        "header": "Made by `cargo run --release -p saya-core --example signature-vectors` in prover/. Do not edit. Shape: README.md beside this file.",
        "version": 1,
        "keys": keys.iter().map(keys::json).collect::<Vec<_>>(),
        "signatures": signed::signatures(&keys),
        "rejected": rejected::rejected(&keys[0]),
        "rejected_public_keys": rejected::public_keys(&keys[0]),
    });
    let mut text = serde_json::to_string_pretty(&all).expect("a JSON value can be written");
    text.push('\n');
    text
}
