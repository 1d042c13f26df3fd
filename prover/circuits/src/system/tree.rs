//! The tree of a sub-block's proofs: leaves, merged four by four until one proof says it all.

use super::error::SubBlockError;
use super::internal;
use super::plan::Plan;
use super::progress::Stages;
use crate::aggregator::{AggregatorCircuit, ARITY};
use crate::execution_proof::{ExecutionProof, Role};
use crate::types::InnerProof;

/// Proves every leaf of the plan, in order.
pub fn prove_leaves(plan: &Plan, stages: &mut Stages) -> Result<Vec<InnerProof>, SubBlockError> {
    let all = plan.leaves.len();
    let mut proofs = vec![];
    for (i, leaf) in plan.leaves.iter().enumerate() {
        let name = match all {
            1 => "leaf".into(),
            _ => format!("leaf {}/{all}", i + 1),
        };
        let proof = stages.run(&name, || leaf.circuit.leaf.prove(&leaf.job));
        proofs.push(internal("leaf", proof)?);
    }
    Ok(proofs)
}

/// One proof over all leaves; `None` when there is only one, which needs no merge.
pub fn merge(
    aggregator: &AggregatorCircuit,
    plan: &Plan,
    leaves: &[InnerProof],
    stages: &mut Stages,
) -> Result<Option<InnerProof>, SubBlockError> {
    if leaves.len() == 1 {
        return Ok(None);
    }
    let all = merges(leaves.len());
    let mut done = 0;
    let mut merge_all = |children: &[ExecutionProof]| {
        let groups = children.chunks(ARITY).map(|group| {
            done += 1;
            let name = format!("merge {done}/{all}");
            let proof = stages.run(&name, || aggregator.prove(&plan.env, group));
            internal("merge", proof)
        });
        groups.collect::<Result<Vec<_>, _>>()
    };
    let children = plan.leaves.iter().zip(leaves);
    let children: Vec<_> = children.map(|(leaf, p)| plan.leaf_proof(leaf, p)).collect();
    let mut level = merge_all(&children)?;
    while level.len() > 1 {
        let children: Vec<_> = level.iter().map(|p| merged(aggregator, p)).collect();
        level = merge_all(&children)?;
    }
    Ok(level.pop())
}

/// The proof that the sub-block verifies: the merged one, or the only leaf's.
pub fn top<'a>(
    aggregator: &'a AggregatorCircuit,
    plan: &'a Plan,
    leaves: &'a [InnerProof],
    top: Option<&'a InnerProof>,
) -> ExecutionProof<'a> {
    match top {
        Some(proof) => merged(aggregator, proof),
        None => plan.leaf_proof(&plan.leaves[0], &leaves[0]),
    }
}

fn merged<'a>(aggregator: &'a AggregatorCircuit, proof: &'a InnerProof) -> ExecutionProof<'a> {
    ExecutionProof {
        proof,
        verifier: &aggregator.data.verifier_only,
        role: Role::Aggregator,
    }
}

/// Merges over `leaves` proofs, on all levels.
fn merges(mut leaves: usize) -> usize {
    let mut all = 0;
    while leaves > 1 {
        leaves = leaves.div_ceil(ARITY);
        all += leaves;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::merges;

    #[test]
    fn merges_of_a_tree() {
        let found: Vec<usize> = [1, 2, 4, 5, 16, 17].into_iter().map(merges).collect();
        assert_eq!(found, [0, 1, 1, 3, 5, 8]);
    }
}
