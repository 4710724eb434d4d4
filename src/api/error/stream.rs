//! What a `StreamSpecification` may not say, in AWS's words.

use super::ApiError;

/// A broken rule about `StreamEnabled` and `StreamViewType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRule {
    /// Whether the stream is to be enabled, which needs a view type, or disabled, which has none.
    pub enabled: bool,
}

impl StreamRule {
    /// In the words of CreateTable.
    pub fn of_creation(self) -> ApiError {
        ApiError::invalid_parameter(match self.enabled {
            true => "Table is being created with a stream enabled, UpdateViewType is required",
            false => {
                "Table is being created with a stream disabled, UpdateViewType should not be \
                 specified"
            }
        })
    }

    /// In the words of UpdateTable.
    pub fn of_update(self) -> ApiError {
        ApiError::invalid_parameter(match self.enabled {
            true => "If stream is being enabled then UpdateViewType is required",
            false => "If stream is being disabled, then UpdateViewType must not be specified",
        })
    }
}
