//! What every leaf begins and ends with: its environment, and the header around what it does.

use anyhow::{ensure, Result};
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::header::Auth;
use saya_core::{calls, Digest};
use serde::{Deserialize, Serialize};

use super::header::HeaderTargets;
use crate::gadgets::auth_register::AuthRegister;
use crate::gadgets::env::{env, scope};
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_hash;
use crate::types::{Builder, F};

/// Times (Unix seconds) are below 2^40.
pub const TIME_BITS: usize = 40;

/// The registers that a leaf moves.
#[derive(Clone, Copy)]
pub struct Registers {
    pub state: HashOutTarget,
    pub calls: HashOutTarget,
    pub log: HashOutTarget,
    pub auth: AuthRegister,
    pub count: Target,
}

/// Where a leaf begins.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct LeafStart {
    /// Of chain, settlement contract and world.
    pub domain: Digest,
    pub set_root: Digest,
    /// The time window, Unix seconds below 2^40.
    pub t_min: u64,
    pub t_max: u64,
    pub state_in: Digest,
    pub calls_in: Digest,
    pub log_in: Digest,
    /// Zero where the leaf has no register.
    pub auth_in: Auth,
}

impl LeafStart {
    /// `H(SCOPE; domain, set_root)`.
    pub fn scope(&self) -> Digest {
        calls::scope(&self.domain, &self.set_root)
    }
}

/// Whether bundles run through a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// None may be running: the register is the constant 0.
    Idle,
    /// One may be running when the leaf begins.
    Open,
}

/// The environment of a leaf, and its registers at the start.
///
/// | private witness | bound by |
/// |---|---|
/// | `domain`, `set_root`, `t_min`, `t_max` | `env` (public), which the sub-block opens against the statement; `t_max` has 40 bits |
/// | `state`, `calls`, `log` at the start | public |
/// | `auth` at the start | public; the constant 0 where no bundle runs through the leaf |
pub struct FrameTargets {
    pub domain: HashOutTarget,
    pub set_root: HashOutTarget,
    pub scope: HashOutTarget,
    pub t_min: Target,
    /// Below 2^40.
    pub t_max: Target,
    /// Nothing is counted yet.
    pub start: Registers,
    register: Register,
}

impl FrameTargets {
    pub fn build(b: &mut Builder, register: Register) -> Self {
        let (domain, set_root) = (b.add_virtual_hash(), b.add_virtual_hash());
        let (t_min, t_max) = (b.add_virtual_target(), b.add_virtual_target());
        assert_bits(b, t_max, TIME_BITS);
        Self {
            domain,
            set_root,
            scope: scope(b, domain, set_root),
            t_min,
            t_max,
            start: Registers {
                state: b.add_virtual_hash(),
                calls: b.add_virtual_hash(),
                log: b.add_virtual_hash(),
                auth: match register {
                    Register::Idle => AuthRegister::idle(b),
                    Register::Open => AuthRegister::new(b),
                },
                count: b.zero(),
            },
            register,
        }
    }

    /// The header of a leaf that ends with `end`; a leaf names no aggregator.
    pub fn header(&self, b: &mut Builder, end: &Registers) -> HeaderTargets {
        let zero = b.zero();
        HeaderTargets {
            vd: HashOutTarget {
                elements: [zero; 4],
            },
            env: env(b, self.scope, self.t_min, self.t_max),
            state_in: self.start.state,
            state_out: end.state,
            calls_in: self.start.calls,
            calls_out: end.calls,
            auth_in: self.start.auth.limbs(),
            auth_out: end.auth.limbs(),
            log_in: self.start.log,
            log_out: end.log,
            count: end.count,
            reserved: [zero; 5],
        }
    }

    /// Errors when a bundle is running and the leaf takes none.
    pub fn set_witness(&self, pw: &mut PartialWitness<F>, start: &LeafStart) -> Result<()> {
        pw.set_hash_target(self.domain, to_hash(&start.domain))?;
        pw.set_hash_target(self.set_root, to_hash(&start.set_root))?;
        pw.set_target(self.t_min, F::from_canonical_u64(start.t_min))?;
        pw.set_target(self.t_max, F::from_canonical_u64(start.t_max))?;
        pw.set_hash_target(self.start.state, to_hash(&start.state_in))?;
        pw.set_hash_target(self.start.calls, to_hash(&start.calls_in))?;
        pw.set_hash_target(self.start.log, to_hash(&start.log_in))?;
        match self.register {
            Register::Open => self.start.auth.set_witness(pw, &start.auth_in),
            Register::Idle => {
                let signer = start.auth_in.signer;
                ensure!(
                    start.auth_in == Auth::default(),
                    "a bundle of user {signer} is running"
                );
                Ok(())
            }
        }
    }
}
