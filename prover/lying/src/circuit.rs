//! A small circuit in which every gate of a wrap circuit has a row of its own that nothing is wired to.
//!
//! In a real wrap circuit nearly every cell is wired to another gate, so a false value always breaks two checks. Here
//! a cell can be false at the cost of one gate alone. Gate list, widths and FRI configuration are the wrap's.

use anyhow::{bail, ensure, Result};
use plonky2::field::types::{Field, Sample};
use plonky2::gates::arithmetic_base::ArithmeticGate;
use plonky2::gates::arithmetic_extension::ArithmeticExtensionGate;
use plonky2::gates::base_sum::BaseSumGate;
use plonky2::gates::constant::ConstantGate;
use plonky2::gates::coset_interpolation::CosetInterpolationGate;
use plonky2::gates::exponentiation::ExponentiationGate;
use plonky2::gates::gate::GateRef;
use plonky2::gates::multiplication_extension::MulExtensionGate;
use plonky2::gates::noop::NoopGate;
use plonky2::gates::poseidon::PoseidonGate;
use plonky2::gates::poseidon_mds::PoseidonMdsGate;
use plonky2::gates::public_input::PublicInputGate;
use plonky2::gates::random_access::RandomAccessGate;
use plonky2::gates::reducing::ReducingGate;
use plonky2::gates::reducing_extension::ReducingExtensionGate;
use plonky2::hash::poseidon::SPONGE_WIDTH;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::CommonCircuitData;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_circuits::profile::Profile;
use saya_circuits::types::{Builder, D, F};
use saya_circuits::wrap::sample::SampleCircuit;
use saya_circuits::wrap::{WrapCircuit, PUBLIC_INPUTS};
use saya_verifier::keccak::WrapConfig;

use crate::table::{Columns, Table};

/// log2 of the fewest rows: one for each gate, and some.
const MIN_DEGREE_BITS: usize = 8;
/// Inputs are random but always the same, so that a failing lie can be looked at.
const SEED: u64 = 0x5341_5941;

/// The circuit with an honest witness.
pub struct EveryGate {
    pub table: Table,
    pub witness: Columns,
    pub public_inputs: [F; PUBLIC_INPUTS],
    /// Two rows without constraints, the routed cells of which are wired to each other column by column.
    pub wired_rows: [usize; 2],
}

impl EveryGate {
    /// The circuit with the gates and the configuration of the profile's wrap.
    pub fn of_profile(profile: &Profile) -> Result<Self> {
        let inner = SampleCircuit::build(&profile.inner, 0);
        let wrap = WrapCircuit::build(&profile.wrap, &inner.data.common, &[inner.digest()])?;
        Self::build(&wrap.data.common)
    }

    /// The circuit with the gates, the configuration and the folds of `wrap`. Fails for a gate kind that it has no
    /// inputs for.
    pub fn build(wrap: &CommonCircuitData<F, D>) -> Result<Self> {
        let (config, gates) = (&wrap.config, &wrap.gates);
        let degree_bits = degree_bits(wrap);
        let mut rng = StdRng::seed_from_u64(SEED);
        let mut b = Builder::new(config.clone());
        let mut inputs = PartialWitness::new();
        for gate in gates {
            b.add_gate_to_gate_set(gate.clone());
        }
        let public_inputs = std::array::from_fn(|_| F::sample(&mut rng));
        for value in public_inputs {
            let target = b.add_virtual_public_input();
            inputs.set_target(target, value)?;
        }
        for gate in gates {
            let Some(row) = add_row(&mut b, gate)? else {
                continue;
            };
            for wire in input_wires(gate, row) {
                inputs.set_target(Target::wire(row, wire), input(gate, wire, &mut rng))?;
            }
        }
        let wired_rows = [b.add_gate(NoopGate, vec![]), b.add_gate(NoopGate, vec![])];
        for column in 0..config.num_routed_wires {
            let [first, second] = wired_rows.map(|row| Target::wire(row, column));
            b.connect(first, second);
            inputs.set_target(first, F::sample(&mut rng))?;
        }
        while b.num_gates() <= 1 << (degree_bits - 1) {
            b.add_gate(NoopGate, vec![]);
        }
        let table = Table::new(b.build::<WrapConfig>());
        ensure!(
            &table.common().gates == gates,
            "the circuit has other gates than the wrap"
        );
        let witness = table.witness(inputs)?;
        Ok(Self {
            table,
            witness,
            public_inputs,
            wired_rows,
        })
    }
}

/// log2 of as few rows as lead to the same folds.
fn degree_bits(wrap: &CommonCircuitData<F, D>) -> usize {
    let folds = &wrap.fri_params.reduction_arity_bits;
    let of_degree = |&bits: &usize| {
        let params = wrap.config.fri_config.fri_params(bits, false);
        params.reduction_arity_bits == *folds
    };
    let mut candidates = MIN_DEGREE_BITS..wrap.degree_bits();
    candidates.find(of_degree).unwrap_or(wrap.degree_bits())
}

/// Adds a row of the kind of `gate`, except for the two kinds that every circuit has by itself.
fn add_row(b: &mut Builder, gate: &GateRef<F, D>) -> Result<Option<usize>> {
    let any = gate.0.as_any();
    if any.is::<NoopGate>() || any.is::<PublicInputGate>() {
        return Ok(None);
    }
    // Constants of their own, where the gate multiplies by them.
    let constants = match gate.0.extra_constant_wires().is_empty() {
        true => (2..)
            .map(F::from_canonical_usize)
            .take(gate.0.num_constants())
            .collect(),
        false => vec![],
    };
    macro_rules! add {
        ($($kind:ty),*) => {
            $(if let Some(gate) = any.downcast_ref::<$kind>() {
                return Ok(Some(b.add_gate(gate.clone(), constants)));
            })*
        };
    }
    add!(
        ArithmeticGate,
        ArithmeticExtensionGate<D>,
        BaseSumGate<2>,
        ConstantGate,
        CosetInterpolationGate<F, D>,
        ExponentiationGate<F, D>,
        MulExtensionGate<D>,
        RandomAccessGate<F, D>,
        ReducingGate<D>,
        ReducingExtensionGate<D>
    );
    if any.is::<PoseidonGate<F, D>>() {
        return Ok(Some(b.add_gate(PoseidonGate::<F, D>::new(), constants)));
    }
    if any.is::<PoseidonMdsGate<F, D>>() {
        return Ok(Some(b.add_gate(PoseidonMdsGate::<F, D>::new(), constants)));
    }
    bail!("no row is known for the gate {}", gate.0.id())
}

/// The wires that the gate's generators read.
fn input_wires(gate: &GateRef<F, D>, row: usize) -> Vec<usize> {
    let constants = vec![F::ZERO; gate.0.num_constants()];
    let generators = gate.0.generators(row, &constants);
    let watched = generators
        .iter()
        .flat_map(|generator| generator.0.watch_list());
    let mut wires: Vec<_> = watched
        .filter_map(|target| match target {
            Target::Wire(wire) => Some(wire.column),
            Target::VirtualTarget { .. } => None,
        })
        .collect();
    wires.sort_unstable();
    wires.dedup();
    wires
}

/// A value for an input wire: random, within what the gate's generator takes.
fn input(gate: &GateRef<F, D>, wire: usize, rng: &mut StdRng) -> F {
    let any = gate.0.as_any();
    let bound: u64 = if any.is::<BaseSumGate<2>>() {
        1 << 32
    } else if let Some(gate) = any.downcast_ref::<RandomAccessGate<F, D>>() {
        1 << gate.bits
    } else if any.is::<ExponentiationGate<F, D>>() && wire > 0
        || any.is::<PoseidonGate<F, D>>() && wire == 2 * SPONGE_WIDTH
    {
        2
    } else {
        return F::sample(rng);
    };
    F::from_canonical_u64(rng.gen_range(0..bound))
}
