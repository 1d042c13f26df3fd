//! Why a submission is not executed.

use saya_core::account::NonceError;
use saya_core::signature::SignatureError;
use saya_core::CoreError;
use thiserror::Error;

use crate::receipt::CallFailed;

/// A submission that changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Refused {
    /// The call of a bundle that failed, counted from 0; `None` for a single call, or for the bundle itself.
    pub call: Option<usize>,
    pub why: Refusal,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.call {
            Some(index) => write!(f, "call {} of the bundle: {}", index + 1, self.why),
            None => self.why.fmt(f),
        }
    }
}

impl Refused {
    pub(crate) fn whole(why: Refusal) -> Self {
        Self { call: None, why }
    }

    pub(crate) fn in_bundle(index: usize) -> impl Fn(Refusal) -> Self {
        let call = Some(index);
        move |why| Self { call, why }
    }
}

/// The reason. Texts are for the player.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The contract's own text, or the fixed one of an arithmetic or typing failure.
    #[error("{0}")]
    Call(String),
    #[error(transparent)]
    Core(#[from] CoreError),
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error(transparent)]
    Nonce(#[from] NonceError),
    #[error("the call is of authorisation mode {found}, but mode {expected} belongs here")]
    Mode {
        expected: &'static str,
        found: &'static str,
    },
    #[error(
        "a call of authorisation mode inline needs a signature; sign it with the user's wallet"
    )]
    Unsigned,
    #[error(
        "calls are not signed in this development set; send them without a signature, one by one"
    )]
    NeedlessSignature,
    #[error("a bundle needs at least one call")]
    EmptyBundle,
    #[error("contract {contract} is not in the set")]
    NoContract { contract: u32 },
    #[error("contract 0 has only OPEN (a lane and a key root, not 0) and ROTATE (a key root, not 0), signed inline")]
    NoSystemCall,
    #[error("only the operator may call this function, in a bundle that the operator signs")]
    OperatorOnly,
    #[error("the signer is user 0, which means nobody")]
    Nobody,
    #[error("user {user} has no key in lane {lane}; register one on the chain, or open the lane")]
    NoKey { user: u32, lane: u32 },
    #[error("the call is of user {user}, but user {signer} signed the bundle; a player's bundle has the player's own calls")]
    NotTheSigner { signer: u32, user: u32 },
    #[error("user {signer} signed the bundle, but {} contract {contract}", operator_text(*operator))]
    NotTheOperator {
        signer: u32,
        contract: u32,
        operator: u32,
    },
    #[error("OPEN is signed in lane 0, not in lane {lane}")]
    OpenLane { lane: u32 },
    #[error("lane {lane} has a key already; rotate it in its own lane")]
    LaneHasKey { lane: u32 },
}

fn operator_text(operator: u32) -> String {
    match operator {
        0 => "nobody operates".into(),
        user => format!("user {user} operates"),
    }
}

impl From<CallFailed> for Refusal {
    fn from(failed: CallFailed) -> Self {
        Self::Call(failed.message)
    }
}
