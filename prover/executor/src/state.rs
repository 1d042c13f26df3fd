//! Where calls read and write.

use std::collections::BTreeMap;

use saya_core::{Key, Value};

/// A key → value store in which every key has a value, 0⁴ unless written.
pub trait State {
    fn get(&self, key: &Key) -> Value;
    fn set(&mut self, key: Key, value: Value);
}

/// A state in memory.
pub type MapState = BTreeMap<Key, Value>;

impl State for MapState {
    fn get(&self, key: &Key) -> Value {
        BTreeMap::get(self, key).copied().unwrap_or_default()
    }

    fn set(&mut self, key: Key, value: Value) {
        self.insert(key, value);
    }
}

/// The writes of a call or submission over the state that it started from. Dropping it undoes them.
pub(crate) struct Overlay<'a> {
    base: &'a mut dyn State,
    written: MapState,
}

impl<'a> Overlay<'a> {
    pub fn new(base: &'a mut dyn State) -> Self {
        Self {
            base,
            written: MapState::new(),
        }
    }

    /// Moves the writes into the state below.
    pub fn commit(self) {
        for (key, value) in self.written {
            self.base.set(key, value);
        }
    }
}

impl State for Overlay<'_> {
    fn get(&self, key: &Key) -> Value {
        match BTreeMap::get(&self.written, key) {
            Some(value) => *value,
            None => self.base.get(key),
        }
    }

    fn set(&mut self, key: Key, value: Value) {
        self.written.insert(key, value);
    }
}
