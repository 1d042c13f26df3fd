//! What every job must be like.

use saya_core::calls::{AuthMode, TIME_LIMIT};
use saya_executor::{Call, Window};

use super::error::SubBlockError;

/// Refuses what is no window of times.
pub fn window(window: &Window) -> Result<(), SubBlockError> {
    let Window { t_min, t_max } = *window;
    if t_min > t_max || t_max >= TIME_LIMIT {
        return Err(SubBlockError::BadWindow { t_min, t_max });
    }
    Ok(())
}

/// Refuses a call that carries an authorisation: calls that are checked or proven on their own, outside of a
/// sub-block, are of mode none.
pub fn unsigned(index: usize, call: &Call) -> Result<(), SubBlockError> {
    if call.auth_mode != AuthMode::None || [call.nonce, call.lane, call.after] != [0; 3] {
        return Err(SubBlockError::Signed { index });
    }
    Ok(())
}
