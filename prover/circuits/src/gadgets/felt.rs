//! Arithmetic of `Felt`, modulo p: one operation each, and nothing can fail. No private witness.

use plonky2::iop::target::Target;

use super::value::ValueTarget;
use crate::types::Builder;

pub fn add(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let (x, y) = (element(x), element(y));
    ValueTarget::Felt(b.add(x, y))
}

pub fn sub(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let (x, y) = (element(x), element(y));
    ValueTarget::Felt(b.sub(x, y))
}

pub fn mul(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let (x, y) = (element(x), element(y));
    ValueTarget::Felt(b.mul(x, y))
}

fn element(x: ValueTarget) -> Target {
    match x {
        ValueTarget::Felt(x) => x,
        _ => unreachable!("operands of field arithmetic are Felt"),
    }
}

#[cfg(test)]
mod tests {
    use saya_core::{Felt, Typed};
    use saya_executor::ir::Type;

    use super::*;
    use crate::gadgets::twin::Twin;

    #[test]
    fn field_arithmetic_agrees_and_is_determined() {
        type Build = fn(&mut Builder, ValueTarget, ValueTarget) -> ValueTarget;
        type Native = fn(Felt, Felt) -> Felt;
        let operations: [(Build, Native); 3] = [
            (add, |x, y| x + y),
            (sub, |x, y| x - y),
            (mul, |x, y| x * y),
        ];
        for (build, native) in operations {
            let native = move |x: &[Typed]| match x[..] {
                [Typed::Felt(x), Typed::Felt(y)] => Some(Typed::Felt(native(x, y))),
                _ => unreachable!("two elements"),
            };
            let types = [Type::Felt; 2];
            Twin::new(&types, |b, x| build(b, x[0], x[1]), native).check_pairs(Type::Felt);
        }
    }
}
