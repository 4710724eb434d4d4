//! Two wordings of the same errors.
//!
//! Owns the envelope that PutItem and UpdateItem put around some families of sentences since
//! July 2026. Which sentences those are is marked where each is built. Refuses to know them.

use super::ApiError;
use crate::engine::Operation;

/// Which wording a session answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorWording {
    /// The sentences bare, as all operations had them.
    #[default]
    Classic,
    /// With `1 validation error detected: ` before some sentences of PutItem and UpdateItem.
    July2026,
}

impl ErrorWording {
    /// The error as this wording has it.
    pub(crate) fn apply(self, operation: Operation, mut error: ApiError) -> ApiError {
        let affected = matches!(operation, Operation::PutItem | Operation::UpdateItem);
        if self == ErrorWording::July2026 && affected && error.0.enveloped_since_2026 {
            error.0.message = error.0.message.map(|m| format!("1 validation error detected: {m}"));
        }
        error
    }
}
