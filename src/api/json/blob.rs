//! Base64 as the wire has it: the standard alphabet, padding required.
//!
//! Refuses to know where a blob stands.

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine};

use crate::api::error::{ApiError, Rule};

/// The bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a text that [`check`] accepted.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Whether the text is base64.
pub fn check(text: &str) -> Result<(), ApiError> {
    if !text.len().is_multiple_of(4) {
        let sentence = format!(
            "Base64 encoded length is expected a multiple of 4 bytes but found: {}",
            text.len()
        );
        return Err(ApiError::serialization(Rule::Base64, sentence));
    }
    let decoded = STANDARD.decode(text).map(drop);
    decoded.map_err(|error| ApiError::serialization(Rule::Base64, sentence(error)))
}

fn sentence(error: DecodeError) -> String {
    match error {
        DecodeError::InvalidByte(_, byte) => {
            format!("Invalid Base64 character: '{}'", char::from(byte))
        }
        _ => "Invalid last non-pad Base64 character dectected".to_owned(),
    }
}
