//! What the page teaches: for now the quiz.
//!
//! Owns questions, answers and the score. Refuses to know how they are drawn.

mod questions;
pub mod quiz;

pub use questions::questions;
pub use quiz::{Answered, Choice, Experiment, Place, Question, Quiz, Score};
