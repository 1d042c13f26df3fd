//! The typed SSA program that a contract function is traced to.
//!
//! The Python front end writes it as JSON (the serde form of these types), the executor in this crate runs
//! it natively and the circuits crate synthesises it. A value is named by the index of the operation that
//! makes it, so every operand index is smaller than the index of its user.

use serde::{Deserialize, Serialize};

/// Version of the JSON form; a file of another version is refused.
pub const IR_VERSION: u32 = 1;

/// Index of the operation that made a value.
pub type ValueId = u32;

/// A value type; its JSON form is `bool`, `u32`, `u64` or `user`.
pub use saya_core::ValueType as Type;

/// One operation. `message` is the text a call fails with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// A constant of the program.
    Const { ty: Type, value: u64 },
    /// The `index`-th argument of the call, counted from 0.
    Arg { index: u32 },
    /// The user that makes the call.
    Caller,
    /// Checked `a + b` on `u32` or `u64`.
    Add {
        a: ValueId,
        b: ValueId,
        message: String,
    },
    /// Checked `a - b` on `u32` or `u64`.
    Sub {
        a: ValueId,
        b: ValueId,
        message: String,
    },
    /// Checked `a * b` on `u32` or `u64`.
    Mul {
        a: ValueId,
        b: ValueId,
        message: String,
    },
    /// `a == b`, both of one type.
    Eq { a: ValueId, b: ValueId },
    /// `a < b` on `u32` or `u64`.
    Lt { a: ValueId, b: ValueId },
    /// Boolean and.
    And { a: ValueId, b: ValueId },
    /// Boolean or.
    Or { a: ValueId, b: ValueId },
    /// Boolean not.
    Not { a: ValueId },
    /// Read of a state variable; fails the call when the stored value is no encoding of its type.
    Read { slot: u32, keys: Vec<ValueId> },
    /// Write of a state variable. Makes no value.
    Write {
        slot: u32,
        keys: Vec<ValueId>,
        value: ValueId,
    },
    /// Fails the call unless `cond`. Makes no value.
    Assert { cond: ValueId, message: String },
}

/// One named, typed parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    pub name: String,
    pub ty: Type,
}

/// A state variable: `Var[value]` without keys, `Map[key, value]` with one; keys fill at most three limbs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateVar {
    pub name: String,
    /// Numbered from 1 in order of declaration.
    pub slot: u32,
    pub keys: Vec<Type>,
    pub value: Type,
}

/// One function: straight-line SSA.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    pub name: String,
    /// Numbered from 1 in order of declaration.
    pub id: u32,
    pub params: Vec<Param>,
    pub body: Vec<Op>,
}

/// One contract of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    pub ir_version: u32,
    pub name: String,
    /// Contract number in its set: 1 ≤ contract < 2^8 (0 is the system contract).
    pub contract: u32,
    pub state: Vec<StateVar>,
    pub functions: Vec<Function>,
}

impl Contract {
    /// The state variable in `slot`.
    pub fn variable(&self, slot: u32) -> Option<&StateVar> {
        self.state.iter().find(|var| var.slot == slot)
    }

    /// The function numbered `id`.
    pub fn function(&self, id: u32) -> Option<&Function> {
        self.functions.iter().find(|function| function.id == id)
    }
}
