//! Calls, and the hashes that bind them to a world and a sub-block.

use serde::{Deserialize, Serialize};

use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::keys::CONTRACT_LIMIT;
use crate::limbs::Digest;

/// Times (Unix seconds) are below this.
pub const TIME_LIMIT: u64 = 1 << 40;

/// How a call is authorised.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u32)]
pub enum AuthMode {
    /// Not at all: development versions only.
    #[default]
    None = 0,
    /// By a signature that the lane of the call verifies.
    Inline = 1,
    /// By the signature of a bundle, popped from the authorisation register.
    Pop = 2,
}

impl AuthMode {
    /// The name in messages and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            AuthMode::None => "none",
            AuthMode::Inline => "inline",
            AuthMode::Pop => "pop",
        }
    }
}

/// One invocation of a contract function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Below 2^31.
    pub contract: u32,
    pub function: u32,
    /// The limbs of the typed arguments in order, each as wide as its type.
    pub args: Vec<Felt>,
    /// User id; 0 is nobody.
    pub user: u32,
    /// Last second (Unix time, below 2^40) at which the call may run.
    pub valid_until: u64,
    /// Below 2^32 − 1.
    #[serde(default)]
    pub nonce: u32,
    #[serde(default)]
    pub lane: u32,
    #[serde(default)]
    pub after: u32,
    #[serde(default)]
    pub auth_mode: AuthMode,
}

impl Call {
    /// `contract·2^32 + function`.
    pub fn fn_id(&self) -> u64 {
        (self.contract as u64) << 32 | self.function as u64
    }

    /// `H(CALL; scope, H(ARGS; args), user, nonce, lane, fn_id, valid_until, after, auth_mode)`.
    ///
    /// Refuses numbers out of range, and a nonce, lane or `after` where the mode has none.
    pub fn digest(&self, scope: &Digest) -> Result<Digest, CoreError> {
        check_below("contract", self.contract, CONTRACT_LIMIT)?;
        check_below("valid_until", self.valid_until, TIME_LIMIT)?;
        check_below("nonce", self.nonce, u32::MAX)?;
        if self.auth_mode != AuthMode::Inline {
            let zeros = [
                ("nonce", self.nonce),
                ("lane", self.lane),
                ("after", self.after),
            ];
            for (name, value) in zeros {
                if value != 0 {
                    let mode = self.auth_mode.name();
                    return Err(CoreError::CallAuth { mode, name, value });
                }
            }
        }
        let mut x = [*scope, args_hash(&self.args)].concat();
        x.extend([self.user, self.nonce, self.lane].map(Felt::from));
        x.extend([Felt::new(self.fn_id())?, Felt::new(self.valid_until)?]);
        x.extend([self.after, self.auth_mode as u32].map(Felt::from));
        Ok(hash(Tag::Call, &x))
    }
}

/// `H(SCOPE; domain, set_root)`.
pub fn scope(domain: &Digest, set_root: &Digest) -> Digest {
    hash(Tag::Scope, &[*domain, *set_root].concat())
}

/// `H(ENV; scope, t_min, t_max)`.
pub fn env(scope: &Digest, t_min: u64, t_max: u64) -> Result<Digest, CoreError> {
    check_below("t_min", t_min, TIME_LIMIT)?;
    check_below("t_max", t_max, TIME_LIMIT)?;
    let mut x = scope.to_vec();
    x.extend([Felt::new(t_min)?, Felt::new(t_max)?]);
    Ok(hash(Tag::Env, &x))
}

/// `H(ARGS; args)`.
pub fn args_hash(args: &[Felt]) -> Digest {
    hash(Tag::Args, args)
}

/// `H(CALLS; calls, call_digest)`; `calls` starts at 0⁴.
pub fn calls_next(calls: &Digest, call_digest: &Digest) -> Digest {
    hash(Tag::Calls, &[*calls, *call_digest].concat())
}

/// `H(LOG; log, contract·2^32 + event, data)`; `log` starts at 0⁴.
pub fn log_next(log: &Digest, contract: u32, event: u32, data: &[Felt]) -> Digest {
    let mut x = log.to_vec();
    let id = u128::from(contract) << 32 | u128::from(event);
    x.push(Felt::reduce(id));
    x.extend_from_slice(data);
    hash(Tag::Log, &x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limbs;

    fn call() -> Call {
        Call {
            contract: 1,
            function: 2,
            args: vec![Felt::ONE],
            user: 3,
            valid_until: 1000,
            nonce: 0,
            lane: 0,
            after: 0,
            auth_mode: AuthMode::None,
        }
    }

    #[test]
    fn every_field_changes_the_digest() {
        let scope = scope(&limbs::ZERO, &limbs::ZERO);
        let inline = Call {
            auth_mode: AuthMode::Inline,
            ..call()
        };
        let mut changed = vec![inline.clone(), call()];
        changed.extend([
            Call {
                contract: 2,
                ..inline.clone()
            },
            Call {
                function: 3,
                ..inline.clone()
            },
            Call {
                args: vec![],
                ..inline.clone()
            },
            Call {
                user: 4,
                ..inline.clone()
            },
            Call {
                valid_until: 1001,
                ..inline.clone()
            },
            Call {
                nonce: 1,
                ..inline.clone()
            },
            Call {
                lane: 1,
                ..inline.clone()
            },
            Call {
                after: 1,
                ..inline.clone()
            },
            Call {
                auth_mode: AuthMode::Pop,
                ..inline
            },
        ]);
        let mut digests: Vec<Digest> = changed.iter().map(|c| c.digest(&scope).unwrap()).collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), changed.len());
    }

    #[test]
    fn ranges_and_modes_are_checked() {
        let refused = |call: Call| call.digest(&limbs::ZERO).unwrap_err().code();
        assert_eq!(
            refused(Call {
                contract: 1 << 31,
                ..call()
            }),
            "RANGE"
        );
        assert_eq!(
            refused(Call {
                valid_until: 1 << 40,
                ..call()
            }),
            "RANGE"
        );
        let nonce = Call {
            nonce: u32::MAX,
            auth_mode: AuthMode::Inline,
            ..call()
        };
        assert_eq!(refused(nonce), "RANGE");
        for auth_mode in [AuthMode::None, AuthMode::Pop] {
            assert_eq!(
                refused(Call {
                    nonce: 1,
                    auth_mode,
                    ..call()
                }),
                "CALL_AUTH"
            );
            assert_eq!(
                refused(Call {
                    lane: 1,
                    auth_mode,
                    ..call()
                }),
                "CALL_AUTH"
            );
            assert_eq!(
                refused(Call {
                    after: 1,
                    auth_mode,
                    ..call()
                }),
                "CALL_AUTH"
            );
        }
        assert_eq!(env(&limbs::ZERO, 0, 1 << 40).unwrap_err().code(), "RANGE");
        assert_eq!(env(&limbs::ZERO, 1 << 40, 0).unwrap_err().code(), "RANGE");
    }
}
