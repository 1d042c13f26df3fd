//! The tree of a sub-block's proofs: leaves, merged four by four until one proof says it all, and what follows that.

use saya_core::statement::Statement;

use super::node::{Node, NodeJob};
use super::plan::PlannedLeaf;
use crate::aggregator::{EnvOpening, ARITY};

/// All nodes, each after its children; the last one's proof is the sub-block's.
pub fn nodes(leaves: Vec<PlannedLeaf>, env: EnvOpening, statement: &Statement) -> Vec<Node> {
    let all = leaves.len();
    let leaves = leaves.into_iter().enumerate().map(|(i, leaf)| Node {
        name: numbered("leaf", i + 1, all),
        job: NodeJob::Leaf {
            circuit: leaf.id,
            witness: leaf.job,
        },
        children: vec![],
    });
    let mut nodes: Vec<Node> = leaves.collect();
    let mut level: Vec<usize> = (0..all).collect();
    let (mut merged, merges) = (0, merges(all));
    while level.len() > 1 {
        let mut next = vec![];
        for group in level.chunks(ARITY) {
            merged += 1;
            next.push(nodes.len());
            let circuits = group.iter().filter_map(|&child| nodes[child].job.circuit());
            nodes.push(Node {
                name: format!("merge {merged}/{merges}"),
                job: NodeJob::Merge {
                    env,
                    children: circuits.collect(),
                },
                children: group.to_vec(),
            });
        }
        level = next;
    }
    let top = nodes.len() - 1;
    let child = nodes[top].job.circuit();
    let child = child.expect("leaves and merges are verified by circuits");
    let statement = statement.clone();
    let entries = statement.entries().len();
    nodes.push(Node {
        name: "sub_block".into(),
        job: NodeJob::SubBlock { statement, child },
        children: vec![top],
    });
    nodes.push(Node {
        name: "wrap".into(),
        job: NodeJob::Wrap { entries },
        children: vec![top + 1],
    });
    nodes
}

fn numbered(name: &str, number: usize, all: usize) -> String {
    match all {
        1 => name.into(),
        _ => format!("{name} {number}/{all}"),
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
