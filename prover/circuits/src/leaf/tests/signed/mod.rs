//! Signed calls, inline and popped, against native execution and against a prover that lies.

mod inline;
mod pop;

use plonky2::iop::target::Target;
use saya_core::account::{operator_key, operator_value, Account};
use saya_core::bundle::{auth_chain, Bundle};
use saya_core::calls::{calls_next, env, AuthMode, Call};
use saya_core::header::{Auth, Header};
use saya_core::{limbs, Digest, Felt, Value};
use saya_executor::ir::Auth as Who;
use saya_executor::{execute, Signed, SignedBundle, SignedCall, Submission, Touch, ValidContract};

use crate::fixtures::accounts::{account, key, sign, Ledger};
use crate::fixtures::{balances, call, diamonds, small, WINDOW};
use crate::gadgets::account::AccountUse;
use crate::gadgets::from_field;
use crate::gadgets::trial::{random_digest, Trial};
use crate::leaf::lane::LaneWitness;
use crate::leaf::plan::AccessPlan;
use crate::leaf::{
    measure, FunctionLeaf, LaneAuth, LeafError, LeafStart, LeafTargets, LeafWitness,
};
use crate::profile::Profile;
use crate::uniform::Uniform;

const LANES: usize = 3;
/// The lane of the accounts, and where their nonces are.
const LANE: u32 = 3;
const STORED: u32 = 5;
const OPERATOR: u32 = 9;

/// A leaf of `buy_rubies` under test, its proof system taken away.
struct Bench {
    contract: ValidContract,
    trial: Trial,
    targets: LeafTargets,
}

impl Bench {
    fn new(contract: ValidContract, mode: AuthMode) -> Self {
        let (trial, targets) =
            Trial::new(|b| LeafTargets::build(b, &contract, &contract.functions[0], mode, LANES));
        Self {
            contract,
            trial,
            targets,
        }
    }

    fn accepts(&self, leaf: &LeafWitness, lies: &[(Target, u64)]) -> bool {
        let inputs = self.targets.witness(leaf).unwrap();
        self.trial.first_violation(&inputs, lies).is_none()
    }

    fn header(&self, leaf: &LeafWitness, lies: &[(Target, u64)]) -> Header {
        let inputs = self.targets.witness(leaf).unwrap();
        let publics = self.trial.publics(&inputs, lies);
        let limbs: Vec<Felt> = publics.into_iter().map(from_field).collect();
        Header::from_limbs(&limbs).unwrap()
    }

    fn assert_determined(&self, leaf: &LeafWitness) {
        let inputs = self.targets.witness(leaf).unwrap();
        self.trial.assert_publics_determined(&inputs, 20);
    }
}

/// The example, its function the operator's.
fn operated() -> ValidContract {
    let mut contract = (*diamonds()).clone();
    contract.functions[0].auth = Who::Operator;
    ValidContract::new(contract).unwrap()
}

/// Players 1 and 2 with diamonds and accounts; the operator with an account.
fn ledger() -> Ledger {
    let balances = balances(&[(1, 90, 50), (2, 90, 60)]);
    let accounts = [1, 2, OPERATOR].map(|user| {
        (
            Account::key(user, LANE),
            account(STORED, key(user, LANE, 0)),
        )
    });
    let operator = (operator_key(1).unwrap(), operator_value(OPERATOR));
    Ledger::new(balances.into_iter().chain(accounts).chain([operator]))
}

fn buy(user: u32, rubies: u64, mode: AuthMode, nonce: u32) -> Call {
    let lane = if mode == AuthMode::Inline { LANE } else { 0 };
    Call {
        nonce,
        lane,
        auth_mode: mode,
        ..call(&diamonds(), "buy_rubies", user, &[rubies])
    }
}

/// The lane of a call, executed natively; the state moves on.
fn lane(ledger: &mut Ledger, contract: &ValidContract, call: &Call, auth: LaneAuth) -> LaneWitness {
    let receipt = execute(contract, call, &WINDOW, &mut ledger.state()).unwrap();
    let plan = AccessPlan::new(&contract.functions[0]);
    let openings = plan.openings.iter().map(|opening| {
        let own = |op| opening.accesses.iter().any(|(access, _)| *access == op);
        let mut taken = receipt.accesses.iter().filter(|access| own(access.op));
        let first = taken.next()?;
        Some(ledger.touch(&Touch {
            key: first.key,
            old: first.old,
            new: taken.next_back().unwrap_or(first).new,
        }))
    });
    LaneWitness {
        user: call.user,
        valid_until: call.valid_until,
        args: call.args.clone(),
        auth,
        openings: openings.collect(),
    }
}

fn expected(start: &LeafStart, calls: &[Call], after: &Ledger, auth_out: Auth) -> Header {
    let scope = start.scope();
    let digests = calls.iter().map(|call| call.digest(&scope).unwrap());
    Header {
        env: env(&scope, start.t_min, start.t_max).unwrap(),
        state_in: start.state_in,
        state_out: after.root(),
        calls_in: start.calls_in,
        calls_out: digests.fold(start.calls_in, |running, digest| {
            calls_next(&running, &digest)
        }),
        auth_in: start.auth_in,
        auth_out,
        log_in: start.log_in,
        log_out: start.log_in,
        count: calls.len() as u32,
        ..Header::default()
    }
}

/// The state that native authorisation and execution leave.
fn native(ledger: &Ledger, contract: &ValidContract, submission: Submission) -> Ledger {
    let mut after = ledger.clone();
    for step in ledger.submit(Some(contract), &submission).unwrap() {
        for touch in step.touches() {
            after.touch(&touch);
        }
    }
    after
}

#[test]
fn an_inline_leaf_is_proven_in_the_uniform_shape() {
    let uniform = Uniform::new(&small(10));
    let contract = diamonds();
    let (function, mode) = (&contract.functions[0], AuthMode::Inline);
    let circuit = FunctionLeaf::build(&small(10), &uniform, &contract, function, mode).unwrap();
    assert_eq!(circuit.data.common, uniform.common);
    let call = buy(1, 3, mode, STORED);
    let mut ledger = ledger();
    let start = ledger.start();
    let digest = call.digest(&start.scope()).unwrap();
    let used = ledger.consume(1, LANE, [STORED, 0], key(1, LANE, 0), &digest);
    let auth = LaneAuth::Inline(Box::new(used));
    let leaf = LeafWitness {
        start,
        operator: None,
        calls: vec![lane(&mut ledger, &contract, &call, auth)],
    };
    circuit.data.verify(circuit.prove(&leaf).unwrap()).unwrap();
}

#[test]
fn operators_do_not_sign_one_by_one() {
    let contract = operated();
    let (function, profile) = (&contract.functions[0], Profile::fast());
    let refused = measure(&profile, &contract, function, AuthMode::Inline).unwrap_err();
    assert!(matches!(refused, LeafError::NoInline { .. }));
    let uniform = Uniform::new(&small(10));
    let mode = AuthMode::Inline;
    assert!(FunctionLeaf::with_lanes(&uniform, &contract, function, mode, 1).is_err());
}

#[test]
fn the_documented_rows_are_the_measured_ones() {
    let page = include_str!("../../../../../../docs/circuits.md");
    let kinds = [
        ("none", diamonds(), AuthMode::None),
        ("inline", diamonds(), AuthMode::Inline),
        ("pop, a user's function", diamonds(), AuthMode::Pop),
        ("pop, an operator's function", operated(), AuthMode::Pop),
    ];
    let lines = kinds.map(|(name, contract, mode)| {
        let measure = measure(&Profile::secure(), &contract, &contract.functions[0], mode);
        let measure = measure.unwrap();
        let rows = measure.rows.authorisation;
        format!("| {name} | {rows:.1} | {} |", measure.lanes)
    });
    for line in &lines {
        let all = lines.join("\n");
        assert!(page.contains(line), "docs/circuits.md lacks\n{all}");
    }
}
