//! The gadget against its native twin, on the committed vectors.

mod cases;

use plonky2::field::types::{Field, PrimeField64};
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::signature::{leaf_of, step, Codeword};
use saya_core::Felt;

use super::*;
use crate::gadgets::to_hash;
use crate::gadgets::trial::{Trial, EVERY_HINT};
use crate::hunt::inputs::Input;
use crate::profile::Profile;
use crate::uniform::Uniform;
use cases::{good, rejected, Case};

fn add_signed(b: &mut Builder) -> Signed {
    Signed {
        taken: b.add_virtual_bool_target_safe(),
        domain: b.add_virtual_hash(),
        lane: b.add_virtual_target(),
        nonce: b.add_virtual_target(),
        digest: b.add_virtual_hash(),
        key_root: b.add_virtual_target_arr(),
    }
}

fn set_signed(pw: &mut PartialWitness<F>, signed: &Signed, taken: bool, case: &Case) {
    let numbers = [(signed.lane, case.lane), (signed.nonce, case.witness.nonce)];
    for (target, number) in numbers {
        pw.set_target(target, F::from_canonical_u32(number))
            .unwrap();
    }
    for (target, digest) in [(signed.domain, case.domain), (signed.digest, case.digest)] {
        pw.set_hash_target(target, to_hash(&digest)).unwrap();
    }
    let key_root = case.key_root.map(to_field);
    pw.set_target_arr(&signed.key_root, &key_root).unwrap();
    pw.set_bool_target(signed.taken, taken).unwrap();
}

/// One signature under test.
struct Bench {
    trial: Trial,
    signed: Signed,
    targets: SignatureTargets,
}

impl Bench {
    fn new() -> Self {
        let (trial, (signed, targets)) = Trial::new(|b| {
            let signed = add_signed(b);
            let targets = SignatureTargets::build(b, &signed);
            (signed, targets)
        });
        Self {
            trial,
            signed,
            targets,
        }
    }

    fn inputs(
        &self,
        taken: bool,
        case: &Case,
        witness: Option<&SignatureWitness>,
    ) -> PartialWitness<F> {
        let mut pw = PartialWitness::new();
        set_signed(&mut pw, &self.signed, taken, case);
        self.targets.set_witness(&mut pw, witness).unwrap();
        pw
    }

    fn violation(&self, taken: bool, case: &Case) -> Option<String> {
        let inputs = self.inputs(taken, case, Some(&case.witness));
        self.trial.first_violation(&inputs, &[])
    }
}

#[test]
fn what_the_native_twin_accepts_is_accepted() {
    let bench = Bench::new();
    for case in good() {
        assert!(case.accepted_natively());
        assert_eq!(bench.violation(true, &case), None);
    }
}

#[test]
fn what_the_native_twin_refuses_is_refused_when_taken_only() {
    let bench = Bench::new();
    let rejected = rejected();
    assert_eq!(rejected.len(), 17);
    for (name, case) in rejected {
        assert!(!case.accepted_natively(), "{name}");
        assert!(bench.violation(true, &case).is_some(), "{name}");
        assert_eq!(bench.violation(false, &case), None, "{name}, not taken");
    }
}

#[test]
fn a_signature_that_is_not_taken_needs_none() {
    let bench = Bench::new();
    let case = &good()[0];
    let none = bench.inputs(false, case, None);
    assert_eq!(bench.trial.first_violation(&none, &[]), None);
    let taken = bench.inputs(true, case, None);
    assert!(bench.trial.first_violation(&taken, &[]).is_some());
}

/// No private witness has two values when taken; not taken, it shows nowhere.
#[test]
fn every_private_witness_is_bound() {
    let bench = Bench::new();
    let case = &good()[1];
    let private = bench.targets.private();
    assert_eq!(private.len(), 1 + 2 + 2 + 240 + 12 + 48);
    let Signed {
        taken,
        domain,
        lane,
        nonce,
        digest,
        key_root,
    } = bench.signed;
    let digests = [domain.elements, digest.elements].concat();
    let known = [&digests[..], &[taken.target, lane, nonce], &key_root].concat();
    let inputs = bench.inputs(true, case, Some(&case.witness));
    let report = bench
        .trial
        .hunt(&inputs)
        .every_input(&[Input::known(&known), Input::fixed("witness", &private)]);
    report.assert_none_survived();
    assert_eq!(report.harmless, 0, "{report}");
}

/// Another first nonce with the index to match is another key.
#[test]
fn a_leaf_is_not_found_from_elsewhere() {
    let bench = Bench::new();
    let case = &good()[1];
    let inputs = bench.inputs(true, case, Some(&case.witness));
    let (first, index) = (bench.targets.first_nonce, &bench.targets.path.bits);
    let truth = inputs.target_values[&first];
    assert_eq!(inputs.target_values[&index[0].target], F::ONE);
    let moved = (truth + F::ONE).to_canonical_u64();
    assert!(bench
        .trial
        .first_violation(&inputs, &[(first, moved), (index[0].target, 0)])
        .is_some());
}

/// The codeword's bits are those of the message digest: no cell of their computation has two values.
#[test]
fn the_codeword_is_determined() {
    let case = &good()[0];
    let (trial, (taken, rho, pp, digest, bits)) = Trial::new(|b| {
        let taken = b.add_virtual_bool_target_safe();
        let (rho, pp) = (b.add_virtual_target_arr(), b.add_virtual_target_arr());
        let digest = b.add_virtual_hash();
        let bits = codeword::build(b, taken, rho, pp, digest);
        bits.iter()
            .for_each(|bit| b.register_public_input(bit.target));
        (taken, rho, pp, digest, bits)
    });
    let native = Codeword::of(
        case.witness.signature.rho,
        case.witness.public.pp,
        &case.digest,
    );
    for is_taken in [true, false] {
        let mut pw = PartialWitness::new();
        pw.set_bool_target(taken, is_taken).unwrap();
        let rho_limbs = case.witness.signature.rho.map(to_field);
        pw.set_target_arr(&rho, &rho_limbs).unwrap();
        let pp_limbs = case.witness.public.pp.map(to_field);
        pw.set_target_arr(&pp, &pp_limbs).unwrap();
        pw.set_hash_target(digest, to_hash(&case.digest)).unwrap();
        let expected = native
            .clone()
            .unwrap()
            .bits()
            .map(|bit| F::from_bool(bit && is_taken));
        assert_eq!(trial.publics(&pw, &[]), expected);
        trial.assert_publics_determined(&pw, EVERY_HINT);
        for bit in &bits {
            let lie = [(bit.target, 2)];
            assert!(trial.first_violation(&pw, &lie).is_some(), "a bit of 2");
        }
    }
}

/// The leaf is a function of the elements and the bits.
#[test]
fn the_leaf_is_determined() {
    let case = &good()[0];
    let (trial, (pp, nonce, elements, bits)) = Trial::new(|b| {
        let pp = b.add_virtual_target_arr();
        let nonce = b.add_virtual_target();
        let elements: [[Target; 2]; CHAINS] = std::array::from_fn(|_| b.add_virtual_target_arr());
        let bits: Vec<BoolTarget> = (0..CHAINS)
            .map(|_| b.add_virtual_bool_target_safe())
            .collect();
        let leaf: HashOutTarget = one_time::leaf(b, pp, nonce, &elements, &bits);
        b.register_public_inputs(&leaf.elements);
        (pp, nonce, elements, bits)
    });
    let SignatureWitness {
        public,
        nonce: number,
        signature,
    } = &case.witness;
    let codeword = Codeword::of(signature.rho, public.pp, &case.digest).unwrap();
    let mut pw = PartialWitness::new();
    pw.set_target_arr(&pp, &public.pp.map(to_field)).unwrap();
    pw.set_target(nonce, F::from_canonical_u32(*number))
        .unwrap();
    let mut ends = signature.elements;
    for chain in 0..CHAINS {
        let element = signature.elements[chain];
        pw.set_target_arr(&elements[chain], &element.map(to_field))
            .unwrap();
        pw.set_bool_target(bits[chain], codeword.bits()[chain])
            .unwrap();
        if !codeword.bits()[chain] {
            ends[chain] = step(element, public.pp, (*number).into(), chain);
        }
    }
    let native: [Felt; 4] = leaf_of(&ends);
    assert_eq!(trial.publics(&pw, &[]), native.map(to_field));
    trial.assert_publics_determined(&pw, EVERY_HINT);
}

/// The gate list stays that of the uniform shape, and the rows are what the table says.
#[test]
fn it_fits_the_uniform_shape() {
    let mut profile = Profile::fast();
    profile.leaf_degree_bits = 12;
    let uniform = Uniform::new(&profile);
    let mut b = uniform.builder();
    b.add_virtual_public_input_arr::<{ saya_core::header::LENGTH }>();
    let mut rows = vec![b.num_gates()];
    for _ in 0..11 {
        let signed = add_signed(&mut b);
        SignatureTargets::build(&mut b, &signed);
        rows.push(b.num_gates());
    }
    let each = (rows[11] - rows[1]) as f64 / 10.0;
    println!(
        "a signature verifies in {each:.1} rows, and all of a circuit share 60 rows of constants"
    );
    assert!((196.0..196.5).contains(&each), "{each}");
    uniform.finish(b).expect("the uniform shape");
}
