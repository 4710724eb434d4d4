//! Where items live: tables, their indexes, and pages of them.
//!
//! Owns storage order and what an item's change means for every index. Answers with facts, sizes
//! before and after, from which capacity is charged. Refuses to know expressions and units.

mod change;
mod cursor;
mod expiry;
mod index;
mod names;
mod page;
mod row;
mod table;
mod tree;

pub use change::{Change, EntryChange, EntryDiff};
pub use index::Index;
pub use page::{Direction, MAX_PAGE_BYTES, Walk, WalkBounds};
pub use row::Row;
pub use table::Table;
pub use tree::Tree;
