//! The witness of each step, from what its execution touched.

use std::collections::BTreeMap;

use saya_core::calls::AuthMode;
use saya_core::state_list::StateListTree;
use saya_core::Digest;
use saya_executor::{Access, Call, Executed, Receipt, Signed, Submission, Touch, ValidContract};

use super::execution::Registers;
use crate::gadgets::access::AccessWitness;
use crate::gadgets::account::AccountUse;
use crate::gadgets::signature::SignatureWitness;
use crate::leaf::lane::LaneWitness;
use crate::leaf::plan::{AccessPlan, Opening};
use crate::leaf::LaneAuth;
use crate::set::CircuitId;
use crate::system_leaf::SystemCallWitness;

/// One step: its witness, and the registers after it.
pub struct Step {
    pub circuit: CircuitId,
    pub witness: StepWitness,
    pub end: Registers,
}

/// What a step adds to the witness of its leaf.
pub enum StepWitness {
    Call {
        lane: Box<LaneWitness>,
        /// Of the contract's operator before the call, where the operator must have signed it.
        operator: Option<Box<AccessWitness>>,
    },
    System(Box<SystemCallWitness>),
    Bundle {
        signer: u32,
        /// A₁.
        chain: Digest,
        account: Box<AccountUse>,
    },
}

/// Makes witnesses in order of the steps; the tree has the state before the next one.
pub struct Witnesses<'r, 'a> {
    contract_of: &'r dyn Fn(u32) -> Option<&'a ValidContract>,
    plans: BTreeMap<u64, AccessPlan>,
    tree: StateListTree,
}

impl<'r, 'a> Witnesses<'r, 'a> {
    pub fn new(
        contract_of: &'r dyn Fn(u32) -> Option<&'a ValidContract>,
        tree: StateListTree,
    ) -> Self {
        Self {
            contract_of,
            plans: BTreeMap::new(),
            tree,
        }
    }

    /// Root of the state after the last step.
    pub fn root(&self) -> Digest {
        self.tree.root()
    }

    /// Circuit and witness of a step of `submission`, which was executed.
    pub fn of(
        &mut self,
        submission: &Submission,
        step: &saya_executor::Step,
    ) -> (CircuitId, StepWitness) {
        let mut authorised = step.authorised.iter();
        let Some(Executed { call, receipt }) = &step.call else {
            let Submission::Bundle(signed) = submission else {
                unreachable!("only bundles have steps without a call")
            };
            let account = authorised.next().expect("the signer's account");
            let (bundle, (signer, chain)) = (&signed.bundle, step.rest);
            let stated = (bundle.nonce, bundle.lane, bundle.after);
            let account = Box::new(self.account(stated, account, &signed.signed));
            let witness = StepWitness::Bundle {
                signer,
                chain,
                account,
            };
            return (CircuitId::BUNDLE, witness);
        };
        let circuit = CircuitId::of(call);
        if circuit.contract == CircuitId::BUNDLE.contract {
            let account = self.signed_call(submission, call, authorised.next());
            let opened = authorised.next().map(|touch| self.touch(touch));
            let system = SystemCallWitness {
                user: call.user,
                valid_until: call.valid_until,
                args: call.args.clone(),
                account,
                opened,
            };
            return (circuit, StepWitness::System(Box::new(system)));
        }
        let (auth, operator) = match call.auth_mode {
            AuthMode::None => (LaneAuth::None, None),
            AuthMode::Inline => {
                let account = self.signed_call(submission, call, authorised.next());
                (LaneAuth::Inline(Box::new(account)), None)
            }
            AuthMode::Pop => {
                let operator = authorised.next().map(|touch| Box::new(self.touch(touch)));
                let next = step.rest.1;
                (LaneAuth::Pop { next }, operator)
            }
        };
        let lane = Box::new(self.lane(call, auth, receipt));
        (circuit, StepWitness::Call { lane, operator })
    }

    fn signed_call(
        &mut self,
        submission: &Submission,
        call: &Call,
        account: Option<&Touch>,
    ) -> AccountUse {
        let Submission::Call(signed) = submission else {
            unreachable!("calls of mode inline are no bundle")
        };
        let signed = signed.signed.as_ref().expect("mode inline is signed");
        let stated = (call.nonce, call.lane, call.after);
        self.account(stated, account.expect("the user's account"), signed)
    }

    fn account(
        &mut self,
        (nonce, lane, after): (u32, u32, u32),
        account: &Touch,
        signed: &Signed,
    ) -> AccountUse {
        AccountUse {
            nonce,
            lane,
            after,
            opening: self.touch(account),
            signature: SignatureWitness {
                public: signed.public_key,
                nonce,
                signature: signed.signature.clone(),
            },
        }
    }

    /// Shows an entry, and moves the tree if it changed.
    fn touch(&mut self, touch: &Touch) -> AccessWitness {
        let index = self.tree.index(&touch.key);
        let index = index.expect("every touched key is listed");
        let witness = AccessWitness {
            old: touch.old,
            index,
            siblings: self.tree.path(index).expect("a listed key"),
        };
        if touch.new != touch.old {
            self.tree.set(index, &touch.new).expect("a listed key");
        }
        witness
    }

    fn lane(&mut self, call: &Call, auth: LaneAuth, receipt: &Receipt) -> LaneWitness {
        let plan = self.plans.remove(&call.fn_id()).unwrap_or_else(|| {
            let contract = (self.contract_of)(call.contract);
            let function = contract.and_then(|contract| contract.function(call.function));
            AccessPlan::new(function.expect("the call was executed"))
        });
        let openings = plan.openings.iter();
        let lane = LaneWitness {
            user: call.user,
            valid_until: call.valid_until,
            args: call.args.clone(),
            auth,
            openings: openings.map(|o| self.opening(o, receipt)).collect(),
        };
        self.plans.insert(call.fn_id(), plan);
        lane
    }

    /// `None` when no access of the opening was taken.
    fn opening(&mut self, opening: &Opening, receipt: &Receipt) -> Option<AccessWitness> {
        let of_opening = |access: &&Access| opening.accesses.iter().any(|(op, _)| *op == access.op);
        let mut taken = receipt.accesses.iter().filter(of_opening);
        let first = taken.next()?;
        let last = taken.next_back().unwrap_or(first);
        Some(self.touch(&Touch {
            key: first.key,
            old: first.old,
            new: last.new,
        }))
    }
}
