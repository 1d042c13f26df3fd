//! The functions of system contract 0, which move keys of accounts. They are calls of mode inline like any other.

use crate::account::SYSTEM_CONTRACT;
use crate::calls::{AuthMode, Call};
use crate::felt::Felt;
use crate::signature::KeyRoot;

/// Function number that stands for the circuit of a bundle's signature; no call carries it.
pub const BUNDLE: u32 = 0;
/// `OPEN(lane, keyRoot[3])`, signed in lane 0: gives another lane of the user, which has none, its first key.
pub const OPEN: u32 = 1;
/// `ROTATE(keyRoot[3])`, signed in its own lane by the old key: gives the lane another key.
pub const ROTATE: u32 = 2;

/// What a system call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemCall {
    Open { lane: u32, key_root: KeyRoot },
    Rotate { key_root: KeyRoot },
}

impl SystemCall {
    /// The function's number in contract 0.
    pub const fn function(&self) -> u32 {
        match self {
            Self::Open { .. } => OPEN,
            Self::Rotate { .. } => ROTATE,
        }
    }

    /// The arguments' limbs.
    pub fn args(&self) -> Vec<Felt> {
        match self {
            Self::Open { lane, key_root } => [&[Felt::from(*lane)], &key_root[..]].concat(),
            Self::Rotate { key_root } => key_root.to_vec(),
        }
    }

    /// What `call` of contract 0 means; `None` when it is no system call: another contract or function, arguments
    /// of another width, a lane of 2^32 or more, or the key root 0³, which would leave an account without a key.
    pub fn of(call: &Call) -> Option<Self> {
        if call.contract != SYSTEM_CONTRACT || call.auth_mode != AuthMode::Inline {
            return None;
        }
        let (lane, key_root) = match (call.function, call.args.as_slice()) {
            (OPEN, [lane, a, b, c]) => (Some(*lane), [*a, *b, *c]),
            (ROTATE, [a, b, c]) => (None, [*a, *b, *c]),
            _ => return None,
        };
        if key_root == [Felt::ZERO; 3] {
            return None;
        }
        match lane {
            None => Some(Self::Rotate { key_root }),
            Some(lane) => {
                let lane = u32::try_from(lane.value()).ok()?;
                Some(Self::Open { lane, key_root })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_strictly() {
        let call = |function, args: &[u64]| Call {
            contract: 0,
            function,
            args: args.iter().map(|&n| Felt::new(n).unwrap()).collect(),
            user: 1,
            valid_until: 9,
            nonce: 0,
            lane: 0,
            after: 0,
            auth_mode: AuthMode::Inline,
        };
        let key_root = [4, 5, 6].map(Felt::from_u32);
        for meant in [
            SystemCall::Open { lane: 3, key_root },
            SystemCall::Rotate { key_root },
        ] {
            let mut good = call(meant.function(), &[]);
            good.args = meant.args();
            assert_eq!(SystemCall::of(&good), Some(meant));
            let contract = 1;
            let other = Call {
                contract,
                ..good.clone()
            };
            assert_eq!(SystemCall::of(&other), None);
            let auth_mode = AuthMode::Pop;
            assert_eq!(SystemCall::of(&Call { auth_mode, ..good }), None);
        }
        for (function, args) in [
            (OPEN, &[3, 0, 0, 0][..]),
            (OPEN, &[1 << 32, 4, 5, 6]),
            (OPEN, &[4, 5, 6]),
            (ROTATE, &[0, 0, 0]),
            (ROTATE, &[4, 5]),
            (BUNDLE, &[4, 5, 6]),
            (3, &[4, 5, 6]),
        ] {
            assert_eq!(SystemCall::of(&call(function, args)), None);
        }
    }
}
