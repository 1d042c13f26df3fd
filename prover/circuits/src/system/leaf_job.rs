//! The witness of one leaf from those of its steps.

use std::ops::Range;

use super::execution::Execution;
use super::steps::StepWitness;
use crate::auth_leaf::AuthLeafWitness;
use crate::leaf::LeafWitness;
use crate::set::LeafJob;
use crate::system_leaf::SystemLeafWitness;

impl Execution {
    /// The witness of a leaf over some steps, all of one circuit.
    pub fn leaf(&self, steps: Range<usize>) -> LeafJob {
        let start = self.leaf_start(steps.start);
        let steps = &self.steps[steps];
        match &steps[0].witness {
            StepWitness::Bundle {
                signer,
                chain,
                account,
            } => LeafJob::Bundle(Box::new(AuthLeafWitness {
                start,
                signer: *signer,
                chain: *chain,
                account: account.as_ref().clone(),
            })),
            StepWitness::System(_) => {
                let calls = steps.iter().filter_map(|step| match &step.witness {
                    StepWitness::System(call) => Some(call.as_ref().clone()),
                    _ => None,
                });
                let calls = calls.collect();
                LeafJob::System(Box::new(SystemLeafWitness { start, calls }))
            }
            // The operator's entry is shown once, at the start of the leaf.
            StepWitness::Call { operator, .. } => LeafJob::Function(Box::new(LeafWitness {
                start,
                operator: operator.as_deref().cloned(),
                calls: (steps.iter())
                    .filter_map(|step| match &step.witness {
                        StepWitness::Call { lane, .. } => Some(lane.as_ref().clone()),
                        _ => None,
                    })
                    .collect(),
            })),
        }
    }
}
