//! What the page teaches: lessons, exercises and questions at work. DESIGN.md tells how.
//!
//! Owns stages to run them on, the facts of what ran, grading, and questions as they are posed. What
//! they are is `content`'s. Refuses to know how they are drawn.

pub mod eval;
pub mod facts;
pub mod grade;
pub mod pose;
pub mod proof;
pub mod stage;
