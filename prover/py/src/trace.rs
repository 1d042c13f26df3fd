//! What a submission did, step by step, as JSON for auditors.

use saya_core::bundle::auth_chain;
use saya_core::calls::{calls_next, log_next};
use saya_core::limbs::digest_hex;
use saya_core::{CoreError, Digest, Felt, Key};
use saya_executor::{AccessKind, Environment, Refused, Step, Submission, Touch};
use serde::Serialize;

/// What became of a submission.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Trace {
    Done {
        steps: Vec<Link>,
        /// The first key that it looked at and that the state does not have.
        unlisted: Option<Key>,
    },
    Refused {
        /// The call of a bundle that failed, counted from 0.
        call: Option<usize>,
        reason: String,
        unlisted: Option<Key>,
    },
}

/// One link of the chain `calls`: a call, or the signature of a bundle.
#[derive(Serialize)]
pub struct Link {
    #[serde(with = "digest_hex")]
    digest: Digest,
    /// Digest of all events up to here.
    #[serde(with = "digest_hex")]
    log: Digest,
    is_call: bool,
    accesses: Vec<Seen>,
    events: Vec<Event>,
}

/// An entry that was opened.
#[derive(Serialize)]
struct Seen {
    /// `authorise`, `read` or `write`.
    kind: &'static str,
    #[serde(flatten)]
    entry: Values,
}

#[derive(Serialize)]
struct Values {
    key: Key,
    old: saya_core::Value,
    new: saya_core::Value,
}

#[derive(Serialize)]
struct Event {
    contract: u32,
    event: u32,
    data: Vec<Felt>,
}

impl Trace {
    /// Tells a submission's steps; `log` is the digest of the events before it.
    pub fn new(done: Result<Vec<Step>, Refused>, unlisted: Option<Key>, mut log: Digest) -> Self {
        match done {
            Ok(steps) => Self::Done {
                steps: steps.iter().map(|step| Link::new(step, &mut log)).collect(),
                unlisted,
            },
            Err(refused) => Self::Refused {
                call: refused.call,
                reason: refused.why.to_string(),
                unlisted,
            },
        }
    }
}

impl Link {
    fn new(step: &Step, log: &mut Digest) -> Self {
        let authorised = step
            .authorised
            .iter()
            .map(|touch| Seen::of("authorise", *touch));
        let accesses = step.call.iter().flat_map(|done| &done.receipt.accesses);
        let accesses = accesses.map(|access| {
            let kind = match access.kind {
                AccessKind::Read => "read",
                AccessKind::Write => "write",
            };
            let (key, old, new) = (access.key, access.old, access.new);
            Seen::of(kind, Touch { key, old, new })
        });
        let accesses = authorised.chain(accesses).collect();
        let emitted = step.call.iter().flat_map(|done| &done.receipt.events);
        let events = emitted.map(|emitted| {
            *log = log_next(log, emitted.contract, emitted.event, &emitted.data);
            Event {
                contract: emitted.contract,
                event: emitted.event,
                data: emitted.data.clone(),
            }
        });
        Self {
            digest: step.digest,
            accesses,
            events: events.collect(),
            log: *log,
            is_call: step.call.is_some(),
        }
    }
}

impl Seen {
    fn of(kind: &'static str, Touch { key, old, new }: Touch) -> Self {
        let entry = Values { key, old, new };
        Self { kind, entry }
    }
}

/// The digest `calls` after a submission, of the digest before it. Nothing is executed.
pub fn calls_after(
    environment: &Environment,
    submission: &Submission,
    calls: Digest,
) -> Result<Digest, CoreError> {
    let scope = environment.scope();
    let digests = submission.calls().iter().map(|call| call.digest(&scope));
    let digests = digests.collect::<Result<Vec<_>, _>>()?;
    let head = match submission {
        Submission::Call(_) => None,
        Submission::Bundle(signed) => {
            let first = auth_chain(&digests)[0];
            Some(signed.bundle.digest(&scope, &first)?)
        }
    };
    let links = head.into_iter().chain(digests);
    Ok(links.fold(calls, |calls, digest| calls_next(&calls, &digest)))
}
