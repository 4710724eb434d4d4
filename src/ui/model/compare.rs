//! One question asked two ways: what each side read, whether both found the same, and how the
//! prices compare, in words.
//!
//! Owns the Scan that answers the same question as a Query or GetItem, the strip of cells that
//! both lanes run over, the row check and the sentences. Refuses to know Leptos and the browser,
//! and sends nothing itself.

mod asked;
mod counterpart;
mod lane;
mod rows;
mod totals;
mod words;

pub use asked::{condition, heading, in_one_line};
pub use counterpart::{Counterpart, NoCounterpart, counterpart};
pub use lane::{Lane, Mark, Strip, Touch, touches};
pub use rows::{RowCheck, check_rows};
pub use totals::{Totals, blocks_of, merge_pages};
pub use words::{Verdict, blocks_words, pages_words, progress_words, ratio_words, rows_words};
