//! Test bench for operations: a circuit beside what it must compute.

use plonky2::field::types::Field;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::PartialWitness;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_core::{Felt, Typed, P};
use saya_executor::ir::Type;

use super::from_field;
use super::trial::{pairs, Trial, EVERY_HINT};
use super::value::ValueTarget;
use crate::types::{Builder, F};

type Native = Box<dyn Fn(&[Typed]) -> Option<Typed>>;

/// One operation as a circuit, and its native twin (`None`: the call fails).
pub struct Twin {
    trial: Trial,
    taken: Option<Target>,
    operands: Vec<ValueTarget>,
    out: ValueTarget,
    native: Native,
}

impl Twin {
    /// An operation that cannot fail, on operands of `types`.
    pub fn new(
        types: &[Type],
        build: impl FnOnce(&mut Builder, &[ValueTarget]) -> ValueTarget,
        native: impl Fn(&[Typed]) -> Option<Typed> + 'static,
    ) -> Self {
        Self::build(types, |b, x| (None, build(b, x)), native)
    }

    /// One that a predicate gates.
    pub fn predicated(
        types: &[Type],
        build: impl FnOnce(&mut Builder, BoolTarget, &[ValueTarget]) -> ValueTarget,
        native: impl Fn(&[Typed]) -> Option<Typed> + 'static,
    ) -> Self {
        let gated = |b: &mut Builder, x: &[ValueTarget]| {
            let taken = b.add_virtual_bool_target_safe();
            (Some(taken.target), build(b, taken, x))
        };
        Self::build(types, gated, native)
    }

    fn build(
        types: &[Type],
        build: impl FnOnce(&mut Builder, &[ValueTarget]) -> (Option<Target>, ValueTarget),
        native: impl Fn(&[Typed]) -> Option<Typed> + 'static,
    ) -> Self {
        let (trial, (taken, operands, out)) = Trial::new(|b| {
            // Operands are in range by the invariant of values; the operation does not check them again.
            let operands: Vec<ValueTarget> = (types.iter())
                .map(|&ty| ValueTarget::known(ty, &b.add_virtual_targets(ty.width())))
                .collect();
            let (taken, out) = build(b, &operands);
            b.register_public_inputs(&out.limbs());
            (taken, operands, out)
        });
        Self {
            trial,
            taken,
            operands,
            out,
            native: Box::new(native),
        }
    }

    /// The circuit accepts these operands exactly when the native operation does, with the same result; when
    /// it is not taken it accepts anything and makes zero.
    pub fn check(&self, x: &[Typed]) {
        let inputs = self.inputs(true, x);
        let expected = (self.native)(x);
        assert_eq!(self.trial.accepts(&inputs), expected.is_some(), "{x:?}");
        if let Some(expected) = expected {
            assert_eq!(self.result(&inputs), expected, "{x:?}");
        }
        if self.taken.is_some() {
            let inputs = self.inputs(false, x);
            assert!(self.trial.accepts(&inputs), "not taken: {x:?}");
            assert_eq!(self.result(&inputs), self.out.ty().zero(), "{x:?}");
        }
    }

    /// All pairs of samples of one type, random ones, and lies.
    pub fn check_pairs(&self, ty: Type) {
        let samples = samples(ty);
        for &x in &samples {
            for &y in &samples {
                self.check(&[x, y]);
            }
        }
        let accepted = |pair: &&[Typed; 2]| (self.native)(*pair).is_some();
        let pairs: Vec<[Typed; 2]> = (samples.iter().rev())
            .flat_map(|&x| samples.iter().rev().map(move |&y| [x, y]))
            .collect();
        for pair in pairs.iter().filter(accepted).step_by(40) {
            self.check_lies(pair);
        }
    }

    /// No lie about a hint gives another result, taken or not.
    pub fn check_lies(&self, x: &[Typed]) {
        let limbs = self.out.limbs();
        let inputs = self.inputs(true, x);
        self.trial.assert_determined(&inputs, &limbs, EVERY_HINT);
        if self.taken.is_some() {
            let inputs = self.inputs(false, x);
            self.trial.assert_determined(&inputs, &limbs, EVERY_HINT);
        }
    }

    /// Whether a prover passes who claims `result`.
    pub fn accepts_result(&self, x: &[Typed], result: Typed) -> bool {
        let lies = pairs(&self.out.limbs(), &result.limbs());
        self.trial.accepts_lies(&self.inputs(true, x), &lies)
    }

    fn inputs(&self, taken: bool, x: &[Typed]) -> Vec<(Target, u64)> {
        let mut inputs = vec![];
        for (operand, value) in self.operands.iter().zip(x) {
            assert_eq!(operand.ty(), value.ty(), "operand");
            inputs.extend(pairs(&operand.limbs(), &value.limbs()));
        }
        inputs.extend(self.taken.map(|target| (target, u64::from(taken))));
        inputs
    }

    fn result(&self, inputs: &[(Target, u64)]) -> Typed {
        let values = inputs.iter().map(|&(t, x)| (t, F::from_canonical_u64(x)));
        let inputs = PartialWitness {
            target_values: values.collect(),
        };
        let publics = self.trial.publics(&inputs, &[]);
        let limbs: Vec<Felt> = publics.into_iter().map(from_field).collect();
        let value = self.out.ty().of_limbs(&limbs);
        value.expect("the result is an encoding")
    }
}

/// Values of a type: the ends of its range, numbers around its limbs' borders, and random ones.
pub fn samples(ty: Type) -> Vec<Typed> {
    let mut rng = StdRng::seed_from_u64(1);
    let number = |number: u128| ty.of_number(number).expect("in range");
    match ty {
        Type::Bool => vec![number(0), number(1)],
        Type::Felt => {
            let edges = [0, 1, 255, 256, 1 << 32, P - (1 << 32), P - 2, P - 1];
            let random = Felt::reduce(rng.gen()).value();
            let all = edges.into_iter().chain([random, u64::from(u32::MAX)]);
            all.map(|x| number(x.into())).collect()
        }
        Type::Hash => (0..3)
            .map(|i| Typed::Hash(std::array::from_fn(|j| Felt::from(i * j as u32))))
            .chain([Typed::Hash([Felt::new(P - 1).expect("canonical"); 4])])
            .collect(),
        Type::User => [0, 1, 77, u32::MAX].map(|x| number(x.into())).to_vec(),
        _ => {
            let bits = ty.unsigned_bits().expect("a number");
            let top = u128::MAX >> (128 - bits);
            let mut all = vec![0, 1, 2, 5, top - 1, top, 1 << (bits / 2), top >> (bits / 2)];
            for border in (32..bits).step_by(32) {
                let border = 1u128 << border;
                all.extend([
                    border,
                    border - 1,
                    border + 1,
                    top - border + 1,
                    top - border,
                ]);
            }
            for _ in 0..4 {
                let random = rng.gen::<u128>() & top;
                all.extend([random, random >> rng.gen_range(0..bits)]);
            }
            all.sort();
            all.dedup();
            all.into_iter().map(number).collect()
        }
    }
}
