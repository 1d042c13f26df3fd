//! Headers of consecutive executions as the header of them all.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};

use super::ARITY;
use crate::execution_proof::ExecutionProofTargets;
use crate::gadgets::logic::{assert_equal_when, select_hash};
use crate::leaf::header::HeaderTargets;
use crate::types::Builder;

/// Registers that one execution hands to the next.
#[derive(Clone, Copy)]
struct Registers {
    state: HashOutTarget,
    calls: HashOutTarget,
    auth: [Target; 5],
    log: HashOutTarget,
}

impl Registers {
    fn before(header: &HeaderTargets) -> Self {
        Self {
            state: header.state_in,
            calls: header.calls_in,
            auth: header.auth_in,
            log: header.log_in,
        }
    }

    fn after(header: &HeaderTargets) -> Self {
        Self {
            state: header.state_out,
            calls: header.calls_out,
            auth: header.auth_out,
            log: header.log_out,
        }
    }

    fn limbs(&self) -> impl Iterator<Item = Target> {
        let digests = [self.state, self.calls, self.log];
        (digests.into_iter().flat_map(|digest| digest.elements)).chain(self.auth)
    }

    fn select(b: &mut Builder, taken: BoolTarget, new: Self, old: Self) -> Self {
        Self {
            state: select_hash(b, taken, new.state, old.state),
            calls: select_hash(b, taken, new.calls, old.calls),
            auth: std::array::from_fn(|i| b.select(taken, new.auth[i], old.auth[i])),
            log: select_hash(b, taken, new.log, old.log),
        }
    }
}

/// Every child has `env` and zeros at the end; a present one begins where the one before it ended; the header
/// goes from the first one's beginning to the last present one's end, and counts the calls of the present ones.
///
/// No private witness.
pub fn compose(
    b: &mut Builder,
    vd: HashOutTarget,
    env: HashOutTarget,
    present: &[BoolTarget; ARITY],
    children: &[ExecutionProofTargets; ARITY],
) -> HeaderTargets {
    for child in children {
        b.connect_hashes(child.header.env, env);
        for limb in child.header.reserved {
            b.assert_zero(limb);
        }
    }
    let first = &children[0].header;
    let mut running = Registers::after(first);
    let mut count = first.count;
    for (child, &present) in children.iter().zip(present).skip(1) {
        let header = &child.header;
        for (ended, begins) in running.limbs().zip(Registers::before(header).limbs()) {
            assert_equal_when(b, present, ended, begins);
        }
        running = Registers::select(b, present, Registers::after(header), running);
        count = b.mul_add(present.target, header.count, count);
    }
    let zero = b.zero();
    HeaderTargets {
        vd,
        env,
        state_in: first.state_in,
        state_out: running.state,
        calls_in: first.calls_in,
        calls_out: running.calls,
        auth_in: first.auth_in,
        auth_out: running.auth,
        log_in: first.log_in,
        log_out: running.log,
        count,
        reserved: [zero; 5],
    }
}
