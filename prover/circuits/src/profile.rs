//! Parameter profiles: every number that decides soundness, proof size and proving time is chosen here.
//!
//! *Inner* proofs (leaf, sub-block, shrink) are verified by other circuits and hash with Poseidon.
//! The *wrap* proof is verified on chain and hashes with Keccak; it trades prover time for few queries.

use anyhow::{bail, Result};
use plonky2::fri::reduction_strategies::FriReductionStrategy;
use plonky2::fri::FriConfig;
use plonky2::plonk::circuit_data::CircuitConfig;

/// Wires of every circuit: the width at which a Poseidon permutation fits one row.
const NUM_WIRES: usize = 135;
/// Wires that take part in the permutation argument.
const NUM_ROUTED_WIRES: usize = 80;
/// Grinding of every proof, in bits.
const GRINDING_BITS: u32 = 16;
/// The most entries, in a power of two, of a sub-block circuit of 2^13, 2^14 and 2^15 rows.
const CAPACITIES: &[usize] = &[128, 1024, 4096];
/// A higher cap would add a gate type to every recursive verification.
const INNER_CAP_HEIGHT: usize = 4;
/// Gives the shortest wrap proof; `docs/wrap-proof.md` has the measurements.
const WRAP_CAP_HEIGHT: usize = 5;

/// Folds by 16 to at most 32 coefficients: one size of interpolation gate in the verifying circuit.
const fn inner_folding() -> FriReductionStrategy {
    FriReductionStrategy::ConstantArityBits(4, 5)
}

/// Folds by 8 to at most 128 coefficients: the shortest wrap proof.
const fn wrap_folding() -> FriReductionStrategy {
    FriReductionStrategy::ConstantArityBits(3, 7)
}

/// One set of parameters for the whole tower of circuits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// `secure` or `fast`; appears in file names, reports and the demo's output.
    pub name: &'static str,
    /// Whether its OS versions are for development only.
    pub development: bool,
    /// log2 of the rows of every function leaf.
    pub leaf_degree_bits: usize,
    /// Entries of the sub-block circuits, rising. A sub-block takes the smallest that holds its entries.
    pub capacities: &'static [usize],
    /// Configuration of every proof that a circuit verifies.
    pub inner: CircuitConfig,
    /// Configuration of the proof that the chain verifies.
    pub wrap: CircuitConfig,
}

/// Parameters in which the configurations differ.
struct Choice {
    rate_bits: usize,
    queries: usize,
    challenges: usize,
    cap_height: usize,
    reduction: FriReductionStrategy,
}

impl Choice {
    fn config(self) -> CircuitConfig {
        let conjectured_bits = self.queries * self.rate_bits + GRINDING_BITS as usize;
        CircuitConfig {
            num_wires: NUM_WIRES,
            num_routed_wires: NUM_ROUTED_WIRES,
            num_constants: 2,
            use_base_arithmetic_gate: true,
            // Only a floor that plonky2 compares with the conjectured bits; the project's own
            // calculator reports what is proven.
            security_bits: conjectured_bits.min(100),
            num_challenges: self.challenges,
            zero_knowledge: false,
            max_quotient_degree_factor: 8,
            fri_config: FriConfig {
                rate_bits: self.rate_bits,
                cap_height: self.cap_height,
                proof_of_work_bits: GRINDING_BITS,
                reduction_strategy: self.reduction,
                num_query_rounds: self.queries,
            },
        }
    }
}

impl Profile {
    /// The default: at least 80 bits proven under the Johnson bound.
    pub fn secure() -> Self {
        Self {
            name: "secure",
            development: false,
            leaf_degree_bits: 15,
            capacities: CAPACITIES,
            inner: Choice {
                rate_bits: 3,
                queries: 46,
                challenges: 3,
                cap_height: INNER_CAP_HEIGHT,
                reduction: inner_folding(),
            }
            .config(),
            wrap: Choice {
                rate_bits: 7,
                queries: 20,
                challenges: 3,
                cap_height: WRAP_CAP_HEIGHT,
                reduction: wrap_folding(),
            }
            .config(),
        }
    }

    /// For development and tests only: faster and far weaker. Worlds that are not marked as
    /// development refuse it.
    pub fn fast() -> Self {
        Self {
            name: "fast",
            development: true,
            leaf_degree_bits: 15,
            capacities: CAPACITIES,
            inner: Choice {
                rate_bits: 3,
                queries: 28,
                challenges: 2,
                cap_height: INNER_CAP_HEIGHT,
                reduction: inner_folding(),
            }
            .config(),
            wrap: Choice {
                rate_bits: 5,
                queries: 16,
                challenges: 2,
                cap_height: WRAP_CAP_HEIGHT,
                reduction: wrap_folding(),
            }
            .config(),
        }
    }

    /// The profile called `name`; the error lists the known names.
    pub fn by_name(name: &str) -> Result<Self> {
        match name {
            "secure" => Ok(Self::secure()),
            "fast" => Ok(Self::fast()),
            other => bail!("unknown profile `{other}`: choose `secure` or `fast`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_resolve_to_the_profiles_and_nothing_else() {
        assert_eq!(Profile::by_name("secure").unwrap(), Profile::secure());
        assert_eq!(Profile::by_name("fast").unwrap(), Profile::fast());
        let message = Profile::by_name("quick").unwrap_err().to_string();
        assert!(message.contains("quick") && message.contains("secure"));
    }

    #[test]
    fn secure_has_the_parameters_that_the_soundness_report_is_about() {
        let Profile { inner, wrap, .. } = Profile::secure();
        let figures = |c: &CircuitConfig| {
            let f = &c.fri_config;
            (
                f.rate_bits,
                f.num_query_rounds,
                f.proof_of_work_bits,
                c.num_challenges,
            )
        };
        assert_eq!(figures(&inner), (3, 46, 16, 3));
        assert_eq!(figures(&wrap), (7, 20, 16, 3));
    }
}
