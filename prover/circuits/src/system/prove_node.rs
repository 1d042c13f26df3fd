//! Proving one node over the proofs of its children, in one process or from bytes that were kept.

use anyhow::{anyhow, ensure, Result};
use saya_verifier::proof_bytes::encode;

use super::error::SubBlockError;
use super::node::{leaf_circuit, Child, NodeJob};
use super::progress::{Progress, Stages};
use super::{internal, ProvingSystem};
use crate::capacity::Capacity;
use crate::execution_proof::ExecutionProof;
use crate::set::ContractSet;
use crate::sub_block::SubBlockWitness;
use crate::types::{InnerCircuit, InnerProof};

/// The proof of a node.
// There are as many as nodes, and each is hundreds of kilobytes behind this.
#[allow(clippy::large_enum_variant)]
pub enum NodeProof {
    Inner(InnerProof),
    /// Of a wrap: bytes, as the chain's verifier reads them.
    Wrap(Vec<u8>),
}

impl NodeProof {
    /// The proof of a node that is no wrap.
    pub fn inner(&self) -> &InnerProof {
        match self {
            Self::Inner(proof) => proof,
            Self::Wrap(_) => unreachable!("a wrap is the last node"),
        }
    }

    /// Its bytes, which [`ProvingSystem::prove_node_bytes`] takes as a child.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Inner(proof) => proof.to_bytes(),
            Self::Wrap(bytes) => bytes,
        }
    }
}

impl ProvingSystem {
    /// Proves a node as the stage `name`; a wrap as the stages `shrink` and `wrap`. The first node of a larger capacity
    /// begins with `build sub_block N` and `build shrink N`.
    ///
    /// # Errors
    /// A job error when there is no circuit for it, an internal one when the children's proofs do not say what they
    /// should.
    ///
    /// # Panics
    /// When there is not one proof for each of its children.
    pub fn prove_node(
        &self,
        set: &ContractSet,
        job: &NodeJob,
        children: &[&InnerProof],
        name: &str,
        stages: &mut Stages,
    ) -> Result<NodeProof, SubBlockError> {
        assert_eq!(
            job.children().len(),
            children.len(),
            "a proof for each child"
        );
        let proof = match job {
            NodeJob::Leaf { circuit, witness } => {
                let circuit = leaf_circuit(set, circuit)?;
                let proof = stages.run(name, || circuit.leaf.prove(witness));
                internal("leaf", proof)?
            }
            NodeJob::Merge {
                env,
                children: roles,
            } => {
                let children = self.execution_proofs(set, roles, children)?;
                let proof = stages.run(name, || self.aggregator.prove(env, &children));
                internal("merge", proof)?
            }
            NodeJob::SubBlock { statement, child } => {
                let capacity = self.capacities.holding(statement.entries().len(), stages)?;
                let execution = self.execution_proofs(set, &[*child], children)?[0];
                let witness = SubBlockWitness::new(statement, execution);
                let proof = stages.run(name, || capacity.sub_block.prove(&witness));
                internal("sub_block", proof)?
            }
            NodeJob::Wrap { entries } => {
                let capacity = self.capacities.holding(*entries, stages)?;
                return self.wrap(capacity, children[0], stages);
            }
        };
        Ok(NodeProof::Inner(proof))
    }

    /// [`ProvingSystem::prove_node`] from bytes: the job as JSON, and the children's proofs, each of which is verified
    /// first. The proof is verified too, so that what is kept is one. `circuit` is the node's [name](Self::circuit_name)
    /// as it was planned.
    ///
    /// # Errors
    /// A job error when these are not the circuits that the node was planned for.
    pub fn prove_node_bytes(
        &self,
        set: &ContractSet,
        circuit: [u8; 32],
        job: &[u8],
        children: &[Vec<u8>],
        progress: Progress,
    ) -> Result<Vec<u8>, SubBlockError> {
        let mut stages = Stages::new(progress);
        let job: NodeJob = internal("job", serde_json::from_slice(job).map_err(Into::into))?;
        if self.circuit_name(set, &job)? != circuit {
            return Err(SubBlockError::NoCircuit { kind: job.kind() });
        }
        let below = job.children();
        let below: Result<Vec<_>, _> = (below.iter())
            .map(|child| self.circuit(set, child, &mut stages))
            .collect();
        let decoded = internal("child", decode_all(&below?, children))?;
        let decoded: Vec<&InnerProof> = decoded.iter().collect();
        let proof = self.prove_node(set, &job, &decoded, job.kind(), &mut stages)?;
        if let (NodeProof::Inner(proof), Some(circuit)) = (&proof, job.circuit()) {
            let circuit = self.circuit(set, &circuit, &mut stages)?;
            internal(job.kind(), circuit.verify(proof.clone()))?;
        }
        Ok(proof.into_bytes())
    }

    fn wrap(
        &self,
        capacity: &Capacity,
        sub_block: &InnerProof,
        stages: &mut Stages,
    ) -> Result<NodeProof, SubBlockError> {
        let shrink = stages.run("shrink", || capacity.shrink.prove(sub_block));
        let shrink = internal("shrink", shrink)?;
        let verifier = &capacity.shrink.data.verifier_only;
        let wrap = stages.run("wrap", || self.wrap.prove(&shrink, verifier));
        Ok(NodeProof::Wrap(encode(&internal("wrap", wrap)?)))
    }

    fn execution_proofs<'a>(
        &'a self,
        set: &'a ContractSet,
        roles: &[Child],
        proofs: &[&'a InnerProof],
    ) -> Result<Vec<ExecutionProof<'a>>, SubBlockError> {
        let children = roles.iter().zip(proofs);
        let children = children.map(|(role, proof)| match role {
            Child::Leaf(id) => Ok(set.leaf_proof(leaf_circuit(set, id)?, proof)),
            Child::Merge => Ok(self.aggregator.proof(proof)),
            Child::SubBlock(_) => internal("child", Err(anyhow!("a sub-block is no execution"))),
        });
        children.collect()
    }
}

fn decode_all(circuits: &[&InnerCircuit], proofs: &[Vec<u8>]) -> Result<Vec<InnerProof>> {
    let (expected, found) = (circuits.len(), proofs.len());
    ensure!(found == expected, "{found} proofs for {expected} children");
    let each = circuits.iter().zip(proofs);
    each.map(|(circuit, bytes)| decode(circuit, bytes))
        .collect()
}

/// The proof in `bytes`, which holds and has no other spelling: limbs are below p, and nothing follows.
fn decode(circuit: &InnerCircuit, bytes: &[u8]) -> Result<InnerProof> {
    let proof = InnerProof::from_bytes(bytes.to_vec(), &circuit.common)?;
    ensure!(proof.to_bytes() == bytes, "a proof in another spelling");
    circuit.verify(proof.clone())?;
    Ok(proof)
}
