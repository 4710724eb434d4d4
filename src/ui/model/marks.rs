//! What a run did with stored rows: read and returned, read and filtered out, written.
//!
//! The receipts tell which rows, and the engine where they lie now; nothing is read out of the
//! request. Refuses to know how a mark is drawn.

use std::sync::Arc;

use crate::api::Exchange;
use crate::capacity::{Receipt, TableOrIndex};
use crate::engine::inspect::Inspect;
use crate::store::{EntryChange, Row};
use crate::ui::model::rows::Target;

/// What became of a row. Of several things that a run did with it the greatest is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Read, billed and filtered out.
    FilteredOut,
    /// Read and returned.
    Returned,
    /// Written.
    Written,
}

impl Mark {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mark::FilteredOut => "evaluated, filtered out",
            Mark::Returned => "returned",
            Mark::Written => "written",
        }
    }
}

/// The marks of the rows of one table or index. A byte a row, up to the last that has one: a view
/// asks for each row that it draws.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    rows: Vec<Option<Mark>>,
}

impl Marks {
    /// What became of the row at this place; `None` when nothing was done with it.
    pub fn at(&self, place: usize) -> Option<Mark> {
        self.rows.get(place).copied().flatten()
    }

    /// The first place with a mark, in storage order.
    pub fn first(&self) -> Option<usize> {
        self.rows.iter().position(Option::is_some)
    }

    fn set(&mut self, place: usize, mark: Mark) {
        if self.rows.len() <= place {
            self.rows.resize(place + 1, None);
        }
        self.rows[place] = self.rows[place].max(Some(mark));
    }
}

/// What a run did with stored rows, in each table and index that it read or wrote.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trail {
    /// The state of the data that places are counted in.
    revision: u64,
    marks: Vec<(Target, Arc<Marks>)>,
}

impl Trail {
    /// Adds what a page did. The engine must be as the page left it, at this revision.
    pub fn add(&mut self, exchange: &Exchange, inspect: &Inspect<'_>, revision: u64) {
        // Places counted before the data changed say nothing about the rows as they lie now.
        if self.revision != revision {
            *self = Self { revision, marks: Vec::new() };
        }
        // A rejected request returned nothing, even if it read: a transaction that was cancelled.
        if exchange.response.is_err() {
            return;
        }
        for receipt in &exchange.receipts {
            for on in receipt.charged() {
                let (rows, marks): (Vec<&Row>, Vec<Mark>) = facts(receipt, &on).unzip();
                let places = inspect.positions(&receipt.table, on.index(), rows);
                let known = self.marks_of(Target::new(&receipt.table, &on));
                for (place, mark) in places.into_iter().zip(marks) {
                    // An item that was deleted lies nowhere, and so does the entry of a global
                    // index that has not caught up.
                    if let Some(place) = place {
                        known.set(place, mark);
                    }
                }
            }
        }
    }

    /// What the run did with the rows of a table or index; `None` when it did nothing there, or
    /// the data is no longer as it was then.
    pub fn marks(&self, target: &Target, revision: u64) -> Option<Arc<Marks>> {
        let known = self.marks.iter().find(|(known, _)| known == target);
        known.filter(|_| self.revision == revision).map(|(_, marks)| marks.clone())
    }

    fn marks_of(&mut self, target: Target) -> &mut Marks {
        let at = self.marks.iter().position(|(known, _)| *known == target).unwrap_or_else(|| {
            self.marks.push((target, Arc::default()));
            self.marks.len() - 1
        });
        Arc::make_mut(&mut self.marks[at].1)
    }
}

/// The rows of one table or index that a receipt is about, and what became of each. What was
/// fetched behind the entries of a local index counts here: those rows of the table were read.
fn facts<'a>(
    receipt: &'a Receipt,
    on: &'a TableOrIndex,
) -> impl Iterator<Item = (&'a Row, Mark)> + 'a {
    let items = receipt.reads.iter().filter(move |read| read.on == *on).flat_map(|r| &r.items);
    let read = items
        .map(|item| (&*item.row, if item.passed { Mark::Returned } else { Mark::FilteredOut }));
    // A condition check, a failed condition and an index whose entry stays as it is are charged or
    // looked at without being written.
    let changed = receipt.writes.iter().filter(move |write| write.on == *on);
    let changed = changed.filter(|write| write.change != EntryChange::None);
    read.chain(changed.filter_map(|write| Some((write.after.as_deref()?, Mark::Written))))
}

#[cfg(test)]
mod tests;
