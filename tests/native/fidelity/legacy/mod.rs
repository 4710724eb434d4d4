//! The parameters that expressions have replaced: what they mean and what they are refused with.

mod keys;
mod operators;
mod parameters;
mod updates;
mod wrong;

/// A sentence or request made up here. Rules hold what they say for as long as the tests run.
fn said(text: String) -> &'static str {
    text.leak()
}

const VALIDATION: &str = "ValidationException: ";
const INVALID: &str = "ValidationException: One or more parameter values were invalid: ";
const FAILED: &str = "ConditionalCheckFailedException: The conditional request failed";
