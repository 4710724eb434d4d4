//! What the page teaches, as data: lessons, exercises, questions and agendas of workshops.
//!
//! Owns their types and, behind the feature `compile`, the compiler that makes them from the files
//! in `lessons/`. Refuses to know the engine: whether a request succeeds and an answer is right is
//! decided where there is one. `lessons/README.md` is the format as authors see it.
//!
//! # From file to page
//!
//! 1. `compile` reads `lessons/path.toml` and the folder of each lesson. Prose becomes a small
//!    tree ([`prose`]), never HTML, so that what a stranger wrote is text whatever it holds.
//! 2. Whatever depends on a run is an [expression](expr::Expr) over the [facts] of that run. Names
//!    are checked here, so a misspelt one is an error with file and line.
//! 3. `content build` writes an [index](index::Index) and a [file](index::LessonFile) for each
//!    lesson as JSON; the page fetches a lesson when it is opened.
//! 4. The page, and the checker that plays everything, evaluate the expressions on what the engine
//!    did.

pub mod agenda;
pub mod exercise;
pub mod expr;
pub mod facts;
pub mod index;
pub mod lesson;
pub mod number;
pub mod print;
pub mod prose;
pub mod question;
pub mod reading;
pub mod request;
pub mod wording;
pub mod written;

#[cfg(feature = "compile")]
pub mod compile;

pub use number::Number;

/// The line of a source file that something was compiled from, from 1. Only the checker needs it:
/// it is not written for the page, where it is 0.
pub type Line = u32;
