//! Checkpoints: the state as few effects, and the state that is made of them again.
//!
//! Owns what of the state is saved and what follows from it: an index's entries follow from the
//! items. A checkpoint is told part by part, so that a page can do something else between. Refuses to
//! know how effects are saved, and when a checkpoint is worth making.

use std::ops::Bound;
use std::sync::Arc;

use super::applied::{Applied, Definition, Foundation, Rest};
use super::past::{Replaced, Step};
use super::state::State;
use super::tables::TableEntry;
use crate::changelog::{ChangeLog, ChangeRecord};
use crate::model::{KeyBytes, TableName};
use crate::store::{Row, Table};

impl State {
    /// Notes what is known of a table now, or that it is gone.
    pub(super) fn note_table(&mut self, name: &TableName) {
        if !self.journal.is_kept() && !self.past.is_kept() {
            return;
        }
        let definition = self.tables.get(name).map(Definition::from_entry);
        self.past.note_table(name, definition.clone());
        let effect = match definition {
            Some(definition) => Applied::Table(name.clone(), Box::new(definition)),
            None => Applied::Dropped(name.clone()),
        };
        if self.journal.is_kept() {
            self.journal.note(self.clock.now(), effect);
        }
    }

    /// What is known of every table.
    fn definitions(&self) -> impl Iterator<Item = (TableName, Definition)> {
        self.tables.iter().map(|(name, entry)| (name.clone(), Definition::from_entry(entry)))
    }

    /// Everything besides tables and items, with the change records from this sequence on.
    fn rest(&self, from: u64) -> Rest {
        Rest {
            created: self.tables.next_number(),
            orphans: self.tables.orphans().to_vec(),
            log: self.log.counters(),
            records: self.log.since(from).to_vec(),
            tokens: self.tokens.iter().cloned().collect(),
        }
    }

    /// Makes everything besides tables and items what it was.
    pub(super) fn set_rest(&mut self, rest: Rest) {
        let Rest { created, orphans, log, records, tokens } = rest;
        self.tables.restore(created, orphans);
        self.log.go_to(log, records);
        self.tokens = tokens.into_iter().collect();
    }

    /// From now on it is noted what each change replaces.
    pub(super) fn keep_past(&mut self) {
        let rest = self.rest(self.log.next_sequence());
        self.past.begin(self.definitions().collect(), rest);
    }

    /// Notes that the state is one that was gone back or forth to.
    pub(super) fn arrive(&mut self) {
        if self.past.is_kept() {
            let rest = self.rest(self.log.next_sequence());
            self.past.arrive(self.definitions().collect(), rest);
        }
    }

    /// What was applied since the last time, both ways; none if nothing was.
    pub(super) fn take_step(&mut self) -> Option<Step> {
        let next = self.log.next_sequence();
        let mut past = std::mem::take(&mut self.past);
        let taken = past.take(|| self.rest(next));
        self.past = past;
        let (replaced, rest) = taken?;
        let mut back = Vec::with_capacity(replaced.len() + 1);
        let mut forth = Vec::with_capacity(replaced.len() + 1);
        let mut is_final = false;
        let made = self.rest(rest.log.next);
        for replaced in replaced {
            match replaced {
                Replaced::Item { table, key, attributes, before } => {
                    let entry = self.tables.get(&table);
                    let row = entry.and_then(|entry| Some((entry, entry.store.get(&key)?.clone())));
                    forth.push(match row {
                        Some((entry, row)) => {
                            let written = entry.store.written(&key);
                            Applied::Held { table, row, written }
                        }
                        None => Applied::Absent(table, attributes),
                    });
                    back.push(before);
                }
                Replaced::Table(name, before) => {
                    forth.push(match self.tables.get(&name).map(Definition::from_entry) {
                        Some(definition) => Applied::Table(name.clone(), Box::new(definition)),
                        None => Applied::Dropped(name.clone()),
                    });
                    is_final |= self.tables.get(&name).is_none();
                    back.push(match before {
                        Some(definition) => Applied::Table(name, definition),
                        None => Applied::Dropped(name),
                    });
                }
            }
        }
        back.reverse();
        // Last, since a table that goes would leave a stream behind.
        back.push(Applied::Rest(Box::new(rest)));
        forth.push(Applied::Rest(Box::new(made)));
        Some(Step::new(back, forth, is_final))
    }

    /// Makes of a table what is defined. A table of another number is another table.
    pub(super) fn define(&mut self, name: &TableName, definition: Definition) {
        let is_same = |entry: &&mut TableEntry| entry.control.number == definition.control.number;
        match self.tables.get_mut(name).filter(is_same) {
            Some(entry) => {
                entry.store.redefine(&definition.schema, |index| definition.is_open(index));
                let expires = entry.store.expires_by().map(|(name, since)| (name.clone(), since));
                if expires != definition.expiry {
                    let since = definition.expiry.as_ref().map_or(0, |(_, since)| *since);
                    entry.store.expire_by(definition.expiry.map(|(name, _)| name), since);
                }
                entry.control = definition.control;
                entry.streams = definition.streams;
            }
            None => {
                let mut schema = definition.schema.clone();
                schema.indexes.retain(|index| definition.is_open(&index.name));
                let mut store = Table::new(schema);
                // Those that may not be read yet are added, as they were to the table itself.
                store.redefine(&definition.schema, |index| definition.is_open(index));
                if let Some((attribute, since)) = definition.expiry.clone() {
                    store.expire_by(Some(attribute), since);
                }
                // There is no item yet that anything would have to be shown.
                store.backfill(usize::MAX);
                let entry = TableEntry::new(store, definition.control, definition.streams);
                self.tables.insert(name.clone(), entry);
            }
        }
    }

    /// Makes a foundation of the state. Only items of tables that it names stay.
    pub(super) fn found(&mut self, foundation: Foundation) {
        let Foundation { tables, created, orphans, log, tokens } = foundation;
        self.tables.retain(|name, entry| {
            tables.iter().any(|(known, definition)| {
                known == name && definition.control.number == entry.control.number
            })
        });
        for (name, definition) in tables {
            self.define(&name, definition);
        }
        self.tables.restore(created, orphans);
        self.log = ChangeLog::from_counters(log);
        self.tokens = tokens.into_iter().collect();
    }

    /// Everything besides items and change records.
    pub(super) fn foundation(&self) -> Foundation {
        Foundation {
            tables: self.definitions().collect(),
            created: self.tables.next_number(),
            orphans: self.tables.orphans().to_vec(),
            log: self.log.counters(),
            tokens: self.tokens.iter().cloned().collect(),
        }
    }
}

/// Bytes of items that make a part complete: writing one down should take a few milliseconds.
const PART_BYTES: usize = 256 * 1024;

/// What of the items a checkpoint holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every item.
    Whole,
    /// Of a table of generated rows only the items written since: whoever reads the checkpoint
    /// generates the rows first.
    Written,
}

/// Where the making of a checkpoint stands. The engine must not change meanwhile; if it does, the
/// parts so far are worth nothing.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    extent: Extent,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    Foundation,
    /// The items behind this key of this table.
    Items(TableName, Option<KeyBytes>),
    /// The change records from this sequence on.
    Records(u64),
    Done,
}

/// What is left of the room of a part.
struct Room {
    entries: usize,
    bytes: usize,
}

impl Room {
    fn new(most: usize) -> Self {
        Self { entries: most.max(1), bytes: PART_BYTES }
    }

    /// Whether one more of this size is part of it. Whatever its size, the first is.
    fn takes(&mut self, size: usize) -> bool {
        let takes = self.entries > 0 && self.bytes > 0;
        self.entries = self.entries.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(size);
        takes
    }
}

impl Checkpoint {
    /// A checkpoint that is yet to be made.
    pub fn new(extent: Extent) -> Self {
        Self { extent, stage: Stage::Foundation }
    }

    /// The next part, of about so many items or records, or fewer large ones; none when all is told.
    pub(super) fn part(&mut self, state: &State, most: usize) -> Option<Vec<Applied>> {
        let mut part = vec![Applied::Time(state.now())];
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => return None,
            Stage::Foundation => {
                part.push(Applied::Foundation(Box::new(state.foundation())));
                self.stage = match state.tables.iter().next() {
                    Some((first, _)) => Stage::Items(first.clone(), None),
                    None => Stage::Records(0),
                };
            }
            Stage::Items(table, after) => self.items(state, table, after, most, &mut part),
            Stage::Records(from) => {
                let records = state.log.since(from);
                let mut room = Room::new(most);
                let size = |record: &ChangeRecord| {
                    let rows = record.old.iter().chain(&record.new);
                    rows.map(|row| row.size() as usize).sum()
                };
                let fitting = records.iter().take_while(|record| room.takes(size(record)));
                let records: Vec<_> = fitting.cloned().collect();
                match records.last() {
                    Some(last) => self.stage = Stage::Records(last.sequence + 1),
                    None => return None,
                }
                part.push(Applied::Records(records));
            }
        }
        Some(part)
    }

    fn items(
        &mut self,
        state: &State,
        table: TableName,
        after: Option<KeyBytes>,
        most: usize,
        part: &mut Vec<Applied>,
    ) {
        let Some(entry) = state.tables.get(&table) else { return };
        let behind = (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        let held = |key: &KeyBytes, row: &Arc<Row>| Applied::Held {
            table: table.clone(),
            row: row.clone(),
            written: entry.store.written(key),
        };
        let mut last = None;
        let mut room = Room::new(most);
        match entry.touched.as_ref().filter(|_| self.extent == Extent::Written) {
            Some(touched) => {
                for (key, attributes) in touched.range(behind) {
                    let row = entry.store.get(key);
                    if !room.takes(row.map_or(0, |row| row.size() as usize)) {
                        break;
                    }
                    part.push(match row {
                        Some(row) => held(key, row),
                        None => Applied::Absent(table.clone(), attributes.clone()),
                    });
                    last = Some(key.clone());
                }
            }
            None => {
                for (key, row) in entry.store.rows().behind(behind) {
                    if !room.takes(row.size() as usize) {
                        break;
                    }
                    part.push(held(key, row));
                    last = Some(key.clone());
                }
            }
        }
        self.stage = match last {
            Some(last) => Stage::Items(table, Some(last)),
            None => match state.tables.after(&table) {
                Some(next) => Stage::Items(next.clone(), None),
                None => Stage::Records(0),
            },
        };
    }
}
