//! Values that the prover proposes.

use anyhow::Result;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::iop::generator::{GeneratedValues, SimpleGenerator};
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartitionWitness, Witness, WitnessWrite};
use plonky2::plonk::circuit_data::CommonCircuitData;
use plonky2::util::serialization::{Buffer, IoError, IoResult};

use crate::types::{Builder, D, F};

/// Computes a proposal from canonical inputs. It must not panic on any of them.
pub type Propose = fn(&[u64]) -> Vec<u64>;

/// `count` targets that an honest prover fills with what `propose` makes of `inputs`. Nothing binds them: the
/// caller must.
pub fn hint(b: &mut Builder, inputs: &[Target], count: usize, propose: Propose) -> Vec<Target> {
    let outputs = b.add_virtual_targets(count);
    b.add_simple_generator(Hint {
        inputs: inputs.to_vec(),
        outputs: outputs.clone(),
        propose,
    });
    outputs
}

#[derive(Debug)]
struct Hint {
    inputs: Vec<Target>,
    outputs: Vec<Target>,
    propose: Propose,
}

impl SimpleGenerator<F, D> for Hint {
    fn id(&self) -> String {
        "SayaHint".into()
    }

    fn dependencies(&self) -> Vec<Target> {
        self.inputs.clone()
    }

    fn run_once(
        &self,
        witness: &PartitionWitness<F>,
        out_buffer: &mut GeneratedValues<F>,
    ) -> Result<()> {
        let inputs: Vec<u64> = (self.inputs.iter())
            .map(|&target| witness.get_target(target).to_canonical_u64())
            .collect();
        let proposed = (self.propose)(&inputs);
        for (&target, value) in self.outputs.iter().zip(proposed) {
            out_buffer.set_target(target, F::from_noncanonical_u64(value))?;
        }
        Ok(())
    }

    /// Circuits are built anew from their contract and never stored.
    fn serialize(&self, _: &mut Vec<u8>, _: &CommonCircuitData<F, D>) -> IoResult<()> {
        Err(IoError)
    }

    fn deserialize(_: &mut Buffer, _: &CommonCircuitData<F, D>) -> IoResult<Self> {
        Err(IoError)
    }
}
