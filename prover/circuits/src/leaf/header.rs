//! The 48 public limbs of every inner proof.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;

use saya_core::header;

use crate::types::Builder;

const AUTH_LIMBS: usize = 5;
const RESERVED: usize = 5;

/// The proof header as targets, in the order of the statement page:
/// `vd` 0–3, `env` 4–7, `state_in` 8–11, `state_out` 12–15, `calls_in` 16–19, `calls_out` 20–23,
/// `auth_in` 24–28, `auth_out` 29–33, `log_in` 34–37, `log_out` 38–41, `count` 42, zeros 43–47.
pub struct HeaderTargets {
    pub vd: HashOutTarget,
    pub env: HashOutTarget,
    pub state_in: HashOutTarget,
    pub state_out: HashOutTarget,
    pub calls_in: HashOutTarget,
    pub calls_out: HashOutTarget,
    pub auth_in: [Target; AUTH_LIMBS],
    pub auth_out: [Target; AUTH_LIMBS],
    pub log_in: HashOutTarget,
    pub log_out: HashOutTarget,
    pub count: Target,
    pub reserved: [Target; RESERVED],
}

impl HeaderTargets {
    /// The header in `limbs`, the public inputs of a proof.
    pub fn parse(limbs: &[Target]) -> Self {
        assert_eq!(limbs.len(), header::LENGTH, "limbs of a header");
        let digest = |start: usize| HashOutTarget {
            elements: std::array::from_fn(|i| limbs[start + i]),
        };
        Self {
            vd: digest(0),
            env: digest(4),
            state_in: digest(8),
            state_out: digest(12),
            calls_in: digest(16),
            calls_out: digest(20),
            auth_in: std::array::from_fn(|i| limbs[24 + i]),
            auth_out: std::array::from_fn(|i| limbs[29 + i]),
            log_in: digest(34),
            log_out: digest(38),
            count: limbs[42],
            reserved: std::array::from_fn(|i| limbs[43 + i]),
        }
    }

    /// Registers the header as the circuit's public inputs.
    pub fn register(&self, b: &mut Builder) {
        for digest in [
            self.vd,
            self.env,
            self.state_in,
            self.state_out,
            self.calls_in,
            self.calls_out,
        ] {
            b.register_public_inputs(&digest.elements);
        }
        b.register_public_inputs(&self.auth_in);
        b.register_public_inputs(&self.auth_out);
        b.register_public_inputs(&self.log_in.elements);
        b.register_public_inputs(&self.log_out.elements);
        b.register_public_input(self.count);
        b.register_public_inputs(&self.reserved);
    }
}
