//! Taking back what was applied: what each change replaced, noted as it is made.
//!
//! Owns what a step back is made of: the items and tables as they were, and everything besides. It is
//! made of effects like the log itself, so that going back is saved as any change is. Refuses to know
//! what a request was, and how far anybody goes back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::applied::{Applied, Definition, Rest};
use crate::model::{Item, KeyBytes, TableName};
use crate::store::Row;

/// What was applied in a row, both ways.
#[derive(Debug, Clone)]
pub struct Step {
    back: Vec<Applied>,
    forth: Vec<Applied>,
    is_final: bool,
}

impl Step {
    pub(super) fn new(back: Vec<Applied>, forth: Vec<Applied>, is_final: bool) -> Self {
        Self { back, forth, is_final }
    }

    /// What leads to the state before it, in its order.
    pub fn back(&self) -> &[Applied] {
        &self.back
    }

    /// What leads to the state after it again.
    pub fn forth(&self) -> &[Applied] {
        &self.forth
    }

    /// Whether it can't be taken back: a table was deleted, and its items with it.
    pub fn is_final(&self) -> bool {
        self.is_final
    }

    /// The way back over these steps, oldest first, as a step of its own: taken back, it makes them
    /// again.
    pub fn back_over<'a>(steps: impl DoubleEndedIterator<Item = &'a Step> + Clone) -> Self {
        let back = steps.clone().flat_map(|step| step.forth.iter().cloned()).collect();
        let forth = steps.rev().flat_map(|step| step.back.iter().cloned()).collect();
        Self { back, forth, is_final: false }
    }

    /// The items that it changed, in the order in which they were.
    pub fn items<'a>(&'a self) -> Vec<ChangedItem<'a>> {
        let before = items(&self.back).rev();
        let pair = |((table, before), (_, after)): (Placed<'a>, Placed<'a>)| {
            let of = |placed: Result<&'a Arc<Row>, &'a Item>| match placed {
                Ok(row) => row.item(),
                Err(key) => key,
            };
            // A row names its item in an index, too.
            let named = if before.is_ok() { of(before) } else { of(after) };
            ChangedItem { table, named, before: before.ok(), after: after.ok() }
        };
        before.zip(items(&self.forth)).map(pair).collect()
    }

    /// The tables of which something else is known after it, or that are new or gone.
    pub fn tables(&self) -> impl Iterator<Item = &TableName> {
        self.forth.iter().filter_map(|effect| match effect {
            Applied::Table(name, _) | Applied::Dropped(name) => Some(name),
            _ => None,
        })
    }

    /// This step, and another that follows it, as one.
    pub fn followed_by(self, mut later: Self) -> Self {
        later.back.extend(self.back);
        let mut forth = self.forth;
        forth.extend(later.forth);
        Self { back: later.back, forth, is_final: self.is_final || later.is_final }
    }
}

/// An item that a step changed.
#[derive(Debug, Clone, Copy)]
pub struct ChangedItem<'a> {
    /// Its table.
    pub table: &'a TableName,
    /// Its key attributes, or all that it had.
    pub named: &'a Item,
    /// As it was; none if it did not exist.
    pub before: Option<&'a Arc<Row>>,
    /// As it is then; none if it no longer exists.
    pub after: Option<&'a Arc<Row>>,
}

/// An item of an effect: its table, and the row or else its key.
type Placed<'a> = (&'a TableName, Result<&'a Arc<Row>, &'a Item>);

fn items(effects: &[Applied]) -> impl DoubleEndedIterator<Item = Placed<'_>> {
    effects.iter().filter_map(|effect| match effect {
        Applied::Held { table, row, .. } => Some((table, Ok(row))),
        Applied::Absent(table, key) => Some((table, Err(key))),
        _ => None,
    })
}

/// What was replaced since the last step, while someone keeps it.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    kept: Option<Kept>,
}

#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) replaced: Vec<Replaced>,
    /// What was known of each table when it was last noted.
    known: BTreeMap<TableName, Definition>,
    /// Everything else as it was when the step began.
    pub(super) rest: Rest,
}

/// What a change replaced.
#[derive(Debug, Clone)]
pub(super) enum Replaced {
    /// An item: how to have it again as it was, its key, and its key attributes.
    Item { table: TableName, key: KeyBytes, attributes: Item, before: Applied },
    /// What was known of a table; none where there was no such table.
    Table(TableName, Option<Box<Definition>>),
}

impl Past {
    /// From now on what is replaced is noted, beginning with this state.
    pub(super) fn begin(&mut self, known: BTreeMap<TableName, Definition>, rest: Rest) {
        self.kept = Some(Kept { replaced: Vec::new(), known, rest });
    }

    pub(super) fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    pub(super) fn note_item(&mut self, replaced: Replaced) {
        if let Some(kept) = &mut self.kept {
            kept.replaced.push(replaced);
        }
    }

    /// Notes that something else is known of a table now, or that it is gone.
    pub(super) fn note_table(&mut self, name: &TableName, now: Option<Definition>) {
        let Some(kept) = &mut self.kept else { return };
        let before = match now {
            Some(now) => kept.known.insert(name.clone(), now),
            None => kept.known.remove(name),
        };
        kept.replaced.push(Replaced::Table(name.clone(), before.map(Box::new)));
    }

    /// What was replaced since the last time, if anything was, and everything else as it was then.
    pub(super) fn take(&mut self, rest: impl FnOnce() -> Rest) -> Option<(Vec<Replaced>, Rest)> {
        let kept = self.kept.as_mut().filter(|kept| !kept.replaced.is_empty())?;
        Some((std::mem::take(&mut kept.replaced), std::mem::replace(&mut kept.rest, rest())))
    }

    /// Forgets what was noted since the last step, since the engine has gone to a state that is known:
    /// this one.
    pub(super) fn arrive(&mut self, known: BTreeMap<TableName, Definition>, rest: Rest) {
        if self.is_kept() {
            self.begin(known, rest);
        }
    }
}
