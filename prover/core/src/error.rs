//! The errors of this crate.

use thiserror::Error;

use crate::limbs::to_hex;

/// What was refused, why, and what to do. [`CoreError::code`] is the stable name of each reason; the Python
/// twin uses the same names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CoreError {
    #[error("{value} is not a limb: limbs are below p = 2^64 - 2^32 + 1 and are never reduced; pass a smaller number")]
    LimbRange { value: u64 },
    #[error("\"{text}\" is not hexadecimal text of this field: write 0x and exactly {digits} hexadecimal digits")]
    Hex { text: String, digits: usize },
    #[error("{name} is {value}, but must be below {limit}; pass a smaller number")]
    Range {
        name: &'static str,
        value: u128,
        limit: u128,
    },
    #[error("{} is not below 2^252, so it does not pack into four 63-bit limbs; take the value mod 2^252 first", to_hex(.0))]
    PackRange([u8; 32]),
    #[error("limb {index} is 2^63 or more, so the limbs are not the packing of a number below 2^252; pack the number again")]
    UnpackRange { index: usize },
    #[error("{} is not an encoding of {ty}: {why}; the value was written by something that does not follow the type", to_hex(.value))]
    TypedValue {
        ty: &'static str,
        value: [u8; 32],
        why: &'static str,
    },
    #[error("a key of {limbs} limbs does not fit the 3 limbs of a map key; use fewer or narrower keys (U64 takes two limbs, other types one)")]
    KeyTooWide { limbs: usize },
    #[error("key {index} is 0, which is forbidden; contracts number their slots from 1")]
    KeyZero { index: usize },
    #[error("key {index} is not above the key before it; sort the entries by key and list every key once")]
    KeyOrder { index: usize },
    #[error("{count} entries do not fit the {limit} of one sub-block; seal the sub-block earlier")]
    TooManyEntries { count: usize, limit: usize },
    #[error("the input list has {length} bytes, which is no multiple of 64; send 32 bytes of key and 32 of old value for each entry")]
    InputLength { length: usize },
    #[error("the output list has {length} bytes, which is no multiple of 36; send 4 bytes of index and 32 of new value for each changed entry")]
    OutputLength { length: usize },
    #[error("output {index} is not above the output before it; sort the outputs by entry index and list every index once")]
    OutputOrder { index: usize },
    #[error("output {index} names entry {entry}, but the input list has {count}; outputs can only change listed entries")]
    OutputIndex {
        index: usize,
        entry: u32,
        count: usize,
    },
    #[error("output {index} leaves its entry unchanged; list only entries whose new value differs from the old one")]
    OutputUnchanged { index: usize },
    #[error("the window ends at {t_max}, before its start {t_min}; no block can be inside it, pass t_min <= t_max")]
    TimeWindow { t_min: u64, t_max: u64 },
    #[error("a call of authorisation mode {mode} carries {name} = {value}; in that mode nonce, lane and after are 0")]
    CallAuth {
        mode: &'static str,
        name: &'static str,
        value: u32,
    },
    #[error("leaf {index} is outside a tree of depth {depth}; leaves are numbered from 0 below 2^{depth}")]
    TreeIndex { index: usize, depth: usize },
    #[error("a proof header has 48 limbs, but {length} were given; pass the public inputs of an inner proof, no more and no less")]
    HeaderLength { length: usize },
    #[error("limb {index} of the proof header is not 0; limbs 43 to 47 are reserved, so this is no header of this version")]
    HeaderReserved { index: usize },
}

impl CoreError {
    /// The name of the reason, as the vector file gives it.
    pub const fn code(&self) -> &'static str {
        match self {
            CoreError::LimbRange { .. } => "LIMB_RANGE",
            CoreError::Hex { .. } => "HEX",
            CoreError::Range { .. } => "RANGE",
            CoreError::PackRange(_) => "PACK_RANGE",
            CoreError::UnpackRange { .. } => "UNPACK_RANGE",
            CoreError::TypedValue { .. } => "TYPED_VALUE",
            CoreError::KeyTooWide { .. } => "KEY_TOO_WIDE",
            CoreError::KeyZero { .. } => "KEY_ZERO",
            CoreError::KeyOrder { .. } => "KEY_ORDER",
            CoreError::TooManyEntries { .. } => "TOO_MANY_ENTRIES",
            CoreError::InputLength { .. } => "INPUT_LENGTH",
            CoreError::OutputLength { .. } => "OUTPUT_LENGTH",
            CoreError::OutputOrder { .. } => "OUTPUT_ORDER",
            CoreError::OutputIndex { .. } => "OUTPUT_INDEX",
            CoreError::OutputUnchanged { .. } => "OUTPUT_UNCHANGED",
            CoreError::TimeWindow { .. } => "TIME_WINDOW",
            CoreError::CallAuth { .. } => "CALL_AUTH",
            CoreError::TreeIndex { .. } => "TREE_INDEX",
            CoreError::HeaderLength { .. } => "HEADER_LENGTH",
            CoreError::HeaderReserved { .. } => "HEADER_RESERVED",
        }
    }
}

/// `Ok` when `value < limit`.
pub(crate) fn check_below(
    name: &'static str,
    value: impl Into<u128>,
    limit: impl Into<u128>,
) -> Result<(), CoreError> {
    let (value, limit) = (value.into(), limit.into());
    if value < limit {
        Ok(())
    } else {
        Err(CoreError::Range { name, value, limit })
    }
}
