//! What the page teaches: lessons, exercises and questions at work. DESIGN.md tells how.
//!
//! Owns stages to run them on, the facts of what ran, grading, and for now the eight questions of
//! the quiz. What they are is `content`'s. Refuses to know how they are drawn.

pub mod eval;
pub mod facts;
pub mod grade;
pub mod pose;
mod questions;
pub mod quiz;
pub mod stage;

pub use questions::questions;
pub use quiz::{Answered, Choice, Experiment, Place, Question, Quiz, Score};
