//! Time to live: by which attribute a table's items expire, and when that may be changed.
//!
//! Owns UpdateTimeToLive's rules. Refuses to know items and how they are deleted.

use crate::engine::error::TimeToLiveError;
use crate::model::{AttributeName, Millis};

/// How long after a change the next one is rejected (Developer Guide, *Enable time to live*: an hour).
const CHANGE_INTERVAL: u64 = 3_600_000;

/// A table's time to live.
#[derive(Debug, Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct TimeToLive {
    #[n(0)]
    attribute: Option<AttributeName>,
    #[n(1)]
    changed: Option<Millis>,
}

impl TimeToLive {
    /// The attribute that holds the time, when enabled.
    pub fn attribute(&self) -> Option<&AttributeName> {
        self.attribute.as_ref()
    }

    /// Enables or disables it.
    pub fn change(
        &mut self,
        attribute: AttributeName,
        enabled: bool,
        now: Millis,
    ) -> Result<(), TimeToLiveError> {
        match &self.attribute {
            Some(current) if *current != attribute => {
                return Err(TimeToLiveError::OtherAttribute(current.clone()));
            }
            Some(_) if enabled => return Err(TimeToLiveError::Enabled),
            None if !enabled => return Err(TimeToLiveError::Disabled),
            _ => {}
        }
        if self.changed.is_some_and(|at| now.0 < at.0.saturating_add(CHANGE_INTERVAL)) {
            return Err(TimeToLiveError::TooSoon);
        }
        self.attribute = enabled.then_some(attribute);
        self.changed = Some(now);
        Ok(())
    }
}
