//! The time window as the values that functions see.

use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use saya_executor::ir::{Function, Op};

use super::frame::TIME_BITS;
use crate::gadgets::range::split;
use crate::gadgets::uint::U64Target;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// Both times as a `u64`, where the function asks for them.
///
/// No private witness: the limbs are functions of the times, which `env` binds.
pub struct WindowTargets {
    t_min: Option<U64Target>,
    t_max: Option<U64Target>,
}

impl WindowTargets {
    /// Splits, and so range-checks, the times that `function` asks for.
    pub fn build(b: &mut Builder, function: &Function, t_min: Target, t_max: Target) -> Self {
        let asks = |time: &Op| function.body.contains(time);
        Self {
            t_min: asks(&Op::TMin).then(|| split_time(b, t_min)),
            t_max: asks(&Op::TMax).then(|| split_time(b, t_max)),
        }
    }

    pub fn t_min(&self) -> ValueTarget {
        ValueTarget::U64(self.t_min.expect("the function asks for it"))
    }

    pub fn t_max(&self) -> ValueTarget {
        ValueTarget::U64(self.t_max.expect("the function asks for it"))
    }
}

/// A time, which must be below 2^40, as two limbs below 2^32.
fn split_time(b: &mut Builder, time: Target) -> U64Target {
    let bits = split(b, time, TIME_BITS);
    let mut high = b.zero();
    for bit in bits[32..].iter().rev() {
        high = b.mul_const_add(F::TWO, high, bit.target);
    }
    let low = b.mul_const_add(-F::from_canonical_u64(1 << 32), high, time);
    [low, high]
}
