//! The typed SSA program that a contract function is traced to.
//!
//! The Python front end writes it as JSON (the serde form of these types), the executor in this crate runs
//! it natively and the circuits crate synthesises it. A value is named by the index of the operation that
//! makes it, so every operand index is smaller than the index of its user.
//!
//! **Predicates.** An operation that can fail the call or touch the state, and stands in a branch, names in
//! `when` the boolean that says whether the branch is taken. When it is false the operation does nothing: it
//! cannot fail, touches no key, and its value is the zero of its type.

use serde::{Deserialize, Serialize};

/// Version of the JSON form; a file of another version is refused.
pub const IR_VERSION: u32 = 2;

/// Index of the operation that made a value.
pub type ValueId = u32;

/// A value type; its JSON form is `bool`, `u8`, `u16`, `u32`, `u64`, `u128`, `felt`, `hash` or `user`.
pub use saya_core::ValueType as Type;

/// Whether an operation counts; absent means always.
pub type When = Option<ValueId>;

/// One operation. `message` is the text a call fails with. *Unsigned* means `u8` to `u128`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// A constant of the program, as the limbs of its encoding.
    Const {
        ty: Type,
        limbs: Vec<u64>,
    },
    /// The `index`-th argument of the call, counted from 0 over the fields of all parameters.
    Arg {
        index: u32,
    },
    /// The user that makes the call.
    Caller,
    /// First second of the sub-block's time window, a `u64`.
    TMin,
    /// Last second of the sub-block's time window, a `u64`.
    TMax,
    /// Checked unsigned `a + b`.
    Add {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Checked unsigned `a - b`.
    Sub {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Checked unsigned `a * b`.
    Mul {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Unsigned `a // b`; fails when `b` is 0.
    Div {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Unsigned `a % b`; fails when `b` is 0.
    Rem {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// `a * 2^b` for `a` of `u8` to `u64` and `b` a `u8`; fails when it does not fit `a`'s type.
    Shl {
        a: ValueId,
        b: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// `a // 2^b` for `a` of `u8` to `u64` and `b` a `u8`.
    Shr {
        a: ValueId,
        b: ValueId,
    },
    /// Bit by bit, on `u8` to `u64`.
    BitAnd {
        a: ValueId,
        b: ValueId,
    },
    BitOr {
        a: ValueId,
        b: ValueId,
    },
    BitXor {
        a: ValueId,
        b: ValueId,
    },
    /// All bits of `a`'s type flipped.
    BitNot {
        a: ValueId,
    },
    /// Arithmetic of the field, modulo p.
    FeltAdd {
        a: ValueId,
        b: ValueId,
    },
    FeltSub {
        a: ValueId,
        b: ValueId,
    },
    FeltMul {
        a: ValueId,
        b: ValueId,
    },
    /// The same number in another type (any but `hash`); fails when the type has no such number.
    Cast {
        a: ValueId,
        ty: Type,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// `a == b`, both of one type.
    Eq {
        a: ValueId,
        b: ValueId,
    },
    /// Unsigned `a < b`.
    Lt {
        a: ValueId,
        b: ValueId,
    },
    /// Boolean and.
    And {
        a: ValueId,
        b: ValueId,
    },
    /// Boolean or.
    Or {
        a: ValueId,
        b: ValueId,
    },
    /// Boolean not.
    Not {
        a: ValueId,
    },
    /// `a` when `cond`, else `b`; both of one type.
    Select {
        cond: ValueId,
        a: ValueId,
        b: ValueId,
    },
    /// `H(USER_HASH; limbs of all inputs)`, a `hash`.
    Hash {
        inputs: Vec<ValueId>,
    },
    /// Limb `index` of a `hash`, a `felt`.
    Limb {
        a: ValueId,
        index: u32,
    },
    /// Field `index` of a record that `read` made.
    Field {
        a: ValueId,
        index: u32,
    },
    /// Read of a state variable; fails the call when the stored value is no encoding of its type. Makes the
    /// value of a variable with one field, the record of one with several.
    Read {
        var: u32,
        keys: Vec<ValueId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Write of all fields of a state variable. Makes no value.
    Write {
        var: u32,
        keys: Vec<ValueId>,
        values: Vec<ValueId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Adds an event to the log. Makes no value.
    Emit {
        event: u32,
        values: Vec<ValueId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
    /// Fails the call unless `cond`. Makes no value.
    Assert {
        cond: ValueId,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: When,
    },
}

/// Several values side by side: their limbs follow each other. A plain type is a record of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// `U32` and so on, or the name of a struct; messages use it.
    pub name: String,
    pub fields: Vec<Type>,
}

/// One named, typed parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    pub name: String,
    pub ty: Record,
}

/// A state variable that functions use: this contract's own, another contract's, or one of contract 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateVar {
    pub contract: u32,
    pub name: String,
    /// Numbered from 1 in order of declaration.
    pub slot: u32,
    /// Fields of all map keys; they fill at most three limbs.
    pub keys: Vec<Type>,
    /// At most four limbs.
    pub value: Record,
}

/// An event that functions emit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub contract: u32,
    pub name: String,
    /// Numbered from 1 in order of declaration.
    pub id: u32,
    pub fields: Vec<Type>,
}

/// Who authorises a call. JSON: `user`, `operator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// The user that makes the call.
    User,
    /// The operator of the contract; the user is data that the operator attests.
    Operator,
}

/// One function: straight-line SSA.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    pub name: String,
    /// Numbered from 1 in order of declaration.
    pub id: u32,
    pub auth: Auth,
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
    /// `read` and `write` name them by position; own variables first.
    pub state: Vec<StateVar>,
    /// `emit` names them by position; own events first.
    pub events: Vec<Event>,
    pub functions: Vec<Function>,
}

impl Record {
    /// A plain type as a record.
    pub fn plain(ty: Type) -> Self {
        Self {
            name: ty.name().into(),
            fields: vec![ty],
        }
    }

    /// Limbs of all fields.
    pub fn width(&self) -> usize {
        self.fields.iter().map(|ty| ty.width()).sum()
    }
}

impl Function {
    /// Types of the arguments: the fields of all parameters.
    pub fn arguments(&self) -> impl Iterator<Item = Type> + '_ {
        self.params
            .iter()
            .flat_map(|param| param.ty.fields.iter().copied())
    }
}

impl Contract {
    /// The function numbered `id`.
    pub fn function(&self, id: u32) -> Option<&Function> {
        self.functions.iter().find(|function| function.id == id)
    }
}
