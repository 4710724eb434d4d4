//! Learn as it is shown: its addresses, what a person has done, and what comes next.
//!
//! Refuses to know whether an answer is right: `crate::learn` says so.

pub mod ask;
pub mod blocks;
pub mod exercise;
pub mod goal;
pub mod guess;
pub mod lab;
pub mod path;
pub mod picture;
pub mod progress;
pub mod review;
pub mod route;
pub mod steps;
