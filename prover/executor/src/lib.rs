//! The contract IR and its native execution.
//!
//! A contract arrives as [`ir::Contract`] (JSON), becomes a [`ValidContract`] once every type, operand and id
//! is checked, and then runs calls on a [`State`] with [`execute`]. The circuits crate proves the same runs.

mod authorise;
pub mod execute;
pub mod ir;
mod limbs;
mod machine;
mod messages;
mod operate;
mod receipt;
mod refusal;
pub mod state;
pub mod submission;
pub mod submit;
mod typing;
pub mod validate;
pub mod window;

pub use authorise::Touch;
pub use execute::execute;
pub use receipt::{Access, AccessKind, CallFailed, Emitted, Receipt};
pub use refusal::{Refusal, Refused};
pub use saya_core::calls::Call;
pub use state::{MapState, State};
pub use submission::{Signed, SignedBundle, SignedCall, Submission};
pub use submit::{submit, Authorisation, Environment, Executed, Step};
pub use typing::OpError;
pub use validate::{IrError, ValidContract};
pub use window::Window;
