//! The parameters that expressions have replaced.
//!
//! Owns which operation has which, and that they cannot stand beside expressions.

use crate::api::error::ApiError;
use crate::api::shape::Members;

/// What this version answers to them. Ignoring them would answer another question than the one
/// that was asked.
const NOT_SUPPORTED: &str =
    "Legacy parameters are not supported by this version yet; use expressions instead";

/// Refuses a request with legacy parameters; one that has expressions too in AWS's words.
pub fn refuse(members: Members<'_>, legacy: &[&str], expressions: &[&str]) -> Result<(), ApiError> {
    let present = |names: &[&str]| {
        names.iter().filter(|name| members.has(name)).copied().collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (present(legacy), present(expressions));
    match (old.is_empty(), new.is_empty()) {
        (true, _) => Ok(()),
        (false, true) => Err(ApiError::validation(NOT_SUPPORTED)),
        (false, false) => Err(ApiError::validation(format!(
            "Can not use both expression and non-expression parameters in the same request: \
             Non-expression parameters: {{{old}}} Expression parameters: {{{new}}}"
        ))
        .enveloped_since_2026()),
    }
}
