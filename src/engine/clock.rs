//! The engine's time, set from outside.
//!
//! Nothing else in the crate's native part knows what time it is, so that a request log replays
//! to the same state.

pub use crate::changelog::Millis;

/// A clock that stands still until it is set.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    now: Millis,
}

impl Clock {
    /// A clock that shows this time.
    pub fn fixed(at: Millis) -> Self {
        Self { now: at }
    }

    /// The time shown.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// Sets the time. A clock never goes back.
    pub fn set(&mut self, at: Millis) {
        self.now = self.now.max(at);
    }
}
