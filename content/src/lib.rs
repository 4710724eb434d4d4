//! What the page teaches, as data: lessons, exercises and questions.
//!
//! Owns their types. Refuses to know the engine: whether a request succeeds and an answer is right is
//! decided where there is one.

pub mod exercise;
pub mod expr;
pub mod facts;
pub mod index;
pub mod lesson;
pub mod number;
pub mod prose;
pub mod question;
pub mod request;

pub use number::Number;

/// The line of a source file that something was compiled from, from 1. Only the checker needs it:
/// it is not written for the page, where it is 0.
pub type Line = u32;
