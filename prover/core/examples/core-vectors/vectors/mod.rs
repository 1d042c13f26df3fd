//! The vectors as one JSON value. Its shape is described in `tests/vectors/README.md`.

mod arithmetic;
mod authorisation;
mod calls;
mod encodings;
mod source;
mod state;
mod statements;

use serde_json::{json, Value as Json};

/// The file, from the folder of this crate.
pub const PATH: &str = "../../tests/vectors/core.json";

/// The text of the file.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&json()).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn json() -> Json {
    let mut all = json!({
        "header": "Made by `cargo run --release -p saya-core --example core-vectors` in prover/. Do not edit. Shape: README.md beside this file.",
        "version": 1,
    });
    let groups = [
        ("field", arithmetic::field()),
        ("extension", arithmetic::extension()),
        ("permute", arithmetic::permutations()),
        ("hash", arithmetic::hashes()),
        ("keys", encodings::keys()),
        ("values", encodings::values()),
        ("rejected_values", encodings::rejected_values()),
        ("pack4", encodings::packings()),
        ("domains", encodings::domains()),
        ("headers", encodings::headers()),
        ("rejected_headers", encodings::rejected_headers()),
        ("state_lists", state::state_lists()),
        ("verifier_data", state::verifier_data()),
        ("set_trees", state::set_trees()),
        ("environments", calls::environments()),
        ("calls", calls::calls()),
        ("rejected_calls", calls::rejected_calls()),
        ("accounts", authorisation::accounts()),
        ("nonces", authorisation::nonces()),
        ("operators", authorisation::operators()),
        ("bundles", authorisation::bundles()),
        ("system_calls", authorisation::system_calls()),
        ("statements", statements::statements()),
        ("rejected_heads", statements::rejected_heads()),
        ("rejected_lists", statements::rejected_lists()),
    ];
    for (name, group) in groups {
        if let Some(cases) = group.as_array() {
            all[format!("{name}_count")] = cases.len().into();
        }
        all[name] = group;
    }
    all
}
