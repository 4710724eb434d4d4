//! Where items live: tables, their indexes, and pages of them.
//!
//! Owns storage order, and what an item's change means for every index. Answers with facts, the rows
//! before and after, from which capacity is charged. Refuses to know expressions and units.

mod change;
mod expiry;
mod index;
mod names;
mod page;
mod rows;
mod table;

pub use change::{Change, EntryChange, EntryDiff};
pub use index::Index;
pub use page::{Direction, MAX_PAGE_BYTES, Walk, WalkBounds};
pub use rows::{Row, Tree, shared};
pub use table::Table;
