//! One access pattern served in two ways or more: what each read, whether all found the same, and
//! how the prices compare, in words.
//!
//! Owns the Scan that serves the same access pattern as a Query or GetItem and the further ways, the
//! strip of cells that the lanes run over, the steps of a replay, the row check and the sentences.
//! Refuses to know Leptos and the browser, and sends nothing itself.

mod asked;
mod counterpart;
mod lane;
mod replay;
mod rows;
mod totals;
mod ways;
mod words;

pub use asked::{condition, heading, in_one_line};
pub use counterpart::{Counterpart, NoCounterpart, counterpart};
pub use lane::{Lane, Mark, Strip, Touch, touches};
pub use replay::{Step, back, forward, step_words, whole};
pub use rows::{RowCheck, check_rows};
pub use totals::{Totals, blocks_of, merge_pages};
pub use ways::Way;
pub use words::{
    Standing, Verdict, blocks_words, pages_words, progress_words, ratio_words, rows_words,
    standings,
};
