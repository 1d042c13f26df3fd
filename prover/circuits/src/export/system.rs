//! What names the circuits of a proving system, and a statement that they prove.

use anyhow::Result;
use saya_core::limbs::{to_bytes, to_hex};
use saya_core::Digest;
use saya_executor::Authorisation;
use serde_json::{json, Map, Value};

use crate::gadgets::verifier_data::verifier_digest_of;
use crate::system::job::SubBlockProof;
use crate::system::progress::Stages;
use crate::system::ProvingSystem;

/// The digests that pin the circuits of `system`: any change of a circuit changes one of them. Builds its capacities.
pub fn digests(system: &ProvingSystem) -> Result<Value> {
    let capacities = system.capacities.all(&mut Stages::new(&|_, _| ()))?;
    let sub_blocks = capacities.into_iter().map(|capacity| {
        let digest = verifier_digest_of(&capacity.sub_block.data.verifier_only);
        (capacity.entries.to_string(), limbs(&digest))
    });
    let circuit = &system.wrap.verifier_data().verifier_only.circuit_digest;
    Ok(json!({
        "aggregator": limbs(&system.aggregator.vd()),
        "sub_blocks": sub_blocks.collect::<Map<_, _>>(),
        "shrinks": system.capacities.pins(),
        "wrap_circuit_digest": super::digest(circuit),
        "os_version": to_hex(&system.os_version(Authorisation::None)),
    }))
}

/// The statement that a proof is about, with the calldata of its lists.
pub fn statement(proof: &SubBlockProof) -> Value {
    let statement = &proof.statement;
    let column = |get: fn(&saya_core::statement::Entry) -> Digest| -> Value {
        let entries = statement.entries().iter();
        entries.map(|entry| limbs(&get(entry))).collect()
    };
    json!({
        "head": statement.head(),
        "commit": limbs(&proof.commit),
        "keys": column(|entry| entry.key.0),
        "old": column(|entry| entry.old.0),
        "new": column(|entry| entry.new.0),
        "inputs": to_hex(&statement.input_bytes()),
        "outputs": to_hex(&statement.output_bytes()),
    })
}

fn limbs(digest: &Digest) -> Value {
    json!(to_hex(&to_bytes(digest)))
}
