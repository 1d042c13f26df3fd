//! A submission authorised and executed, all or nothing.

use saya_core::account::SYSTEM_CONTRACT;
use saya_core::bundle::auth_chain;
use saya_core::calls::{self, AuthMode, Call};
use saya_core::system_calls::SystemCall;
use saya_core::{limbs, Digest};

use crate::authorise::{self, Touch};
use crate::execute::{check_window, execute};
use crate::ir::Auth;
use crate::messages;
use crate::receipt::Receipt;
use crate::refusal::{Refusal, Refused};
use crate::state::{Overlay, State};
use crate::submission::{SignedBundle, SignedCall, Submission};
use crate::validate::ValidContract;
use crate::window::Window;

/// Who may call: anybody (development), or whoever signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorisation {
    /// Calls are of mode none.
    None,
    /// Calls are of mode inline or pop.
    Signed,
}

/// What a submission is authorised and executed in.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// Of chain, settlement contract and world.
    pub domain: Digest,
    pub set_root: Digest,
    pub window: Window,
    pub authorisation: Authorisation,
}

impl Environment {
    /// `H(SCOPE; domain, set_root)`, which signatures are bound to.
    pub fn scope(&self) -> Digest {
        calls::scope(&self.domain, &self.set_root)
    }
}

/// One link of the chain `calls`: a call, or a bundle's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it appends to `calls`.
    pub digest: Digest,
    /// Entries that its authorisation opened, in order.
    pub authorised: Vec<Touch>,
    /// `None` for a bundle's signature.
    pub call: Option<Executed>,
    /// A of the next call, and who signed: the register after this step. 0⁴ and 0 outside of bundles.
    pub rest: (u32, Digest),
}

/// What a call did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executed {
    pub call: Call,
    /// Empty for a system call, whose effects are those of its authorisation.
    pub receipt: Receipt,
}

impl Step {
    /// Every entry that it opened, with its value before and after.
    pub fn touches(&self) -> impl Iterator<Item = Touch> + '_ {
        let accesses = self.call.iter().flat_map(|done| &done.receipt.accesses);
        let accesses = accesses.map(|access| Touch {
            key: access.key,
            old: access.old,
            new: access.new,
        });
        self.authorised.iter().copied().chain(accesses)
    }
}

/// Authorises and executes `submission` on `state`. One that is refused leaves `state` unchanged.
pub fn submit<'a>(
    environment: &Environment,
    contract_of: &dyn Fn(u32) -> Option<&'a ValidContract>,
    submission: &Submission,
    state: &mut dyn State,
) -> Result<Vec<Step>, Refused> {
    let mut run = Run {
        environment,
        scope: environment.scope(),
        contract_of,
        state: Overlay::new(state),
    };
    let steps = match submission {
        Submission::Call(signed) => vec![run.single(signed).map_err(Refused::whole)?],
        Submission::Bundle(signed) => run.bundle(signed)?,
    };
    run.state.commit();
    Ok(steps)
}

struct Run<'r, 'a> {
    environment: &'r Environment,
    scope: Digest,
    contract_of: &'r dyn Fn(u32) -> Option<&'a ValidContract>,
    state: Overlay<'r>,
}

impl<'a> Run<'_, 'a> {
    fn single(&mut self, SignedCall { call, signed }: &SignedCall) -> Result<Step, Refusal> {
        let expected = match self.environment.authorisation {
            Authorisation::None => AuthMode::None,
            Authorisation::Signed => AuthMode::Inline,
        };
        self.check(call, expected)?;
        let digest = call.digest(&self.scope)?;
        if call.auth_mode == AuthMode::None {
            if signed.is_some() {
                return Err(Refusal::NeedlessSignature);
            }
            return self.run(call, digest, vec![]);
        }
        let signed = signed.as_ref().ok_or(Refusal::Unsigned)?;
        let domain = &self.environment.domain;
        if call.contract == SYSTEM_CONTRACT {
            let state = &mut self.state;
            let meant = SystemCall::of(call).ok_or(Refusal::NoSystemCall)?;
            let authorised = authorise::system(domain, call, &meant, &digest, signed, state)?;
            return Ok(Step::of(call, Receipt::default(), digest, authorised));
        }
        let function = self.contract(call.contract)?.function(call.function);
        if function.is_some_and(|function| function.auth == Auth::Operator) {
            return Err(Refusal::OperatorOnly);
        }
        let touch = authorise::inline(domain, call, &digest, signed, &mut self.state)?;
        self.run(call, digest, vec![touch])
    }

    fn bundle(&mut self, signed: &SignedBundle) -> Result<Vec<Step>, Refused> {
        let (domain, scope) = (&self.environment.domain, &self.scope);
        if self.environment.authorisation == Authorisation::None {
            return Err(Refused::whole(Refusal::NeedlessSignature));
        }
        if signed.calls.is_empty() {
            return Err(Refused::whole(Refusal::EmptyBundle));
        }
        let mut digests = vec![];
        for (index, call) in signed.calls.iter().enumerate() {
            let digest = self
                .check(call, AuthMode::Pop)
                .and_then(|()| Ok(call.digest(scope)?));
            digests.push(digest.map_err(Refused::in_bundle(index))?);
        }
        let chain = auth_chain(&digests);
        let signer = signed.bundle.signer;
        let head = (signed
            .bundle
            .digest(scope, &chain[0])
            .map_err(Refusal::from))
        .and_then(|digest| {
            let state = &mut self.state;
            let touch = authorise::bundle(domain, signed, &digest, state)?;
            Ok(Step {
                digest,
                authorised: vec![touch],
                call: None,
                rest: (signer, chain[0]),
            })
        })
        .map_err(Refused::whole)?;
        let mut steps = vec![head];
        for (index, (call, digest)) in signed.calls.iter().zip(digests).enumerate() {
            let step = self.pop(signer, call, digest);
            let mut step = step.map_err(Refused::in_bundle(index))?;
            let rest = chain[index + 1];
            step.rest = match rest == limbs::ZERO {
                true => (0, rest),
                false => (signer, rest),
            };
            steps.push(step);
        }
        Ok(steps)
    }

    fn pop(&mut self, signer: u32, call: &Call, digest: Digest) -> Result<Step, Refusal> {
        let contract = self.contract(call.contract)?;
        let function = contract.function(call.function);
        let touched = match function.map(|function| function.auth) {
            Some(Auth::Operator) => {
                let touch = authorise::operator(signer, call.contract, &self.state)?;
                vec![touch]
            }
            Some(Auth::User) if call.user != signer => {
                let user = call.user;
                return Err(Refusal::NotTheSigner { signer, user });
            }
            _ => vec![],
        };
        self.run(call, digest, touched)
    }

    fn run(
        &mut self,
        call: &Call,
        digest: Digest,
        authorised: Vec<Touch>,
    ) -> Result<Step, Refusal> {
        let contract = self.contract(call.contract)?;
        let receipt = execute(contract, call, &self.environment.window, &mut self.state)?;
        Ok(Step::of(call, receipt, digest, authorised))
    }

    fn contract(&self, id: u32) -> Result<&'a ValidContract, Refusal> {
        (self.contract_of)(id).ok_or(Refusal::NoContract { contract: id })
    }

    /// What every call must be like, whoever authorises it.
    fn check(&self, call: &Call, mode: AuthMode) -> Result<(), Refusal> {
        if call.auth_mode != mode {
            let (expected, found) = (mode.name(), call.auth_mode.name());
            return Err(Refusal::Mode { expected, found });
        }
        check_window(call, &self.environment.window)?;
        if call.user == 0 {
            return Err(Refusal::Call(messages::NOBODY.into()));
        }
        Ok(())
    }
}

impl Step {
    fn of(call: &Call, receipt: Receipt, digest: Digest, authorised: Vec<Touch>) -> Self {
        Self {
            digest,
            authorised,
            call: Some(Executed {
                call: call.clone(),
                receipt,
            }),
            rest: (0, limbs::ZERO),
        }
    }
}
