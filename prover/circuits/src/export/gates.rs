//! The gates of a wrap circuit with their parameters spelled out.

use anyhow::{bail, Result};
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
use serde_json::{json, Value};

use super::limbs;
use crate::types::{D, F};

/// `{id, kind, num_constraints, degree, params}` of one gate; fails on a gate that no verifier knows.
pub fn gate(gate: &GateRef<F, D>) -> Result<Value> {
    let (kind, params) = kind_and_params(gate)?;
    Ok(json!({
        "id": gate.0.id(),
        "kind": kind,
        "num_constraints": gate.0.num_constraints(),
        "degree": gate.0.degree(),
        "params": params,
    }))
}

fn kind_and_params(gate: &GateRef<F, D>) -> Result<(&'static str, Value)> {
    let any = gate.0.as_any();
    let none = json!({});
    Ok(if any.is::<NoopGate>() {
        ("NoopGate", none)
    } else if any.is::<PublicInputGate>() {
        ("PublicInputGate", none)
    } else if any.is::<PoseidonGate<F, D>>() {
        ("PoseidonGate", none)
    } else if any.is::<PoseidonMdsGate<F, D>>() {
        ("PoseidonMdsGate", none)
    } else if any.is::<ConstantGate>() {
        let count = gate.0.num_constants();
        ("ConstantGate", json!({ "num_consts": count }))
    } else if let Some(g) = any.downcast_ref::<ArithmeticGate>() {
        ("ArithmeticGate", json!({ "num_ops": g.num_ops }))
    } else if let Some(g) = any.downcast_ref::<ArithmeticExtensionGate<D>>() {
        ("ArithmeticExtensionGate", json!({ "num_ops": g.num_ops }))
    } else if let Some(g) = any.downcast_ref::<MulExtensionGate<D>>() {
        ("MulExtensionGate", json!({ "num_ops": g.num_ops }))
    } else if let Some(g) = any.downcast_ref::<BaseSumGate<2>>() {
        let params = json!({ "base": 2, "num_limbs": g.num_limbs });
        ("BaseSumGate", params)
    } else if let Some(g) = any.downcast_ref::<ReducingGate<D>>() {
        ("ReducingGate", json!({ "num_coeffs": g.num_coeffs }))
    } else if let Some(g) = any.downcast_ref::<ReducingExtensionGate<D>>() {
        let params = json!({ "num_coeffs": g.num_coeffs });
        ("ReducingExtensionGate", params)
    } else if let Some(g) = any.downcast_ref::<ExponentiationGate<F, D>>() {
        let params = json!({ "num_power_bits": g.num_power_bits });
        ("ExponentiationGate", params)
    } else if let Some(g) = any.downcast_ref::<RandomAccessGate<F, D>>() {
        let params = json!({
            "bits": g.bits,
            "num_copies": g.num_copies,
            "num_extra_constants": g.num_extra_constants,
        });
        ("RandomAccessGate", params)
    } else if let Some(g) = any.downcast_ref::<CosetInterpolationGate<F, D>>() {
        let params = json!({
            "subgroup_bits": g.subgroup_bits,
            "degree": g.degree,
            "num_intermediates": ((1 << g.subgroup_bits) - 2) / (g.degree - 1),
            "barycentric_weights": limbs(&g.barycentric_weights),
        });
        ("CosetInterpolationGate", params)
    } else {
        bail!("no verifier is written for the gate {}", gate.0.id())
    })
}
