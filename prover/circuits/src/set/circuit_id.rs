//! Which circuit of a set proves a step.

use saya_core::account::SYSTEM_CONTRACT;
use saya_core::calls::{AuthMode, Call};
use saya_core::set_tree::{circuit_number, leaf_index};
use saya_core::{system_calls, CoreError};
use saya_executor::ir::{Auth, Function};
use saya_executor::Authorisation;
use serde::{Deserialize, Serialize};

/// A function in one authorisation mode. Function 0 of contract 0 is the signature of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CircuitId {
    pub contract: u32,
    pub function: u32,
    pub mode: AuthMode,
}

impl CircuitId {
    /// The signature of a bundle.
    pub const BUNDLE: Self = Self {
        contract: SYSTEM_CONTRACT,
        function: system_calls::BUNDLE,
        mode: AuthMode::Inline,
    };

    /// What proves `call`.
    pub fn of(call: &Call) -> Self {
        Self {
            contract: call.contract,
            function: call.function,
            mode: call.auth_mode,
        }
    }

    /// Whether its steps are calls.
    pub fn is_call(&self) -> bool {
        *self != Self::BUNDLE
    }

    /// Its leaf in the set tree; refuses function 64 and later ones, and contract 256 and later ones.
    pub fn leaf_index(&self) -> Result<usize, CoreError> {
        leaf_index(self.contract, circuit_number(self.function, self.mode)?)
    }
}

/// The modes in which `function` can be called in a set.
pub fn modes(authorisation: Authorisation, function: &Function) -> &'static [AuthMode] {
    match (authorisation, function.auth) {
        (Authorisation::None, _) => &[AuthMode::None],
        (Authorisation::Signed, Auth::User) => &[AuthMode::Inline, AuthMode::Pop],
        (Authorisation::Signed, Auth::Operator) => &[AuthMode::Pop],
    }
}
