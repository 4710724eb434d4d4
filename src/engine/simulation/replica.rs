//! Which replica answers a read, and what a lagging one shows.
//!
//! A replica that is behind is the table with the newest changes of the log taken back: they are
//! taken back, the request is planned, and they are made again. So every way of reading shows the
//! same past. Only as much of the past can be shown as the log still knows.

use std::sync::Arc;

use crate::changelog::ChangeRecord;
use crate::engine::ops::{Input, Output};
use crate::engine::plan::Planned;
use crate::engine::{Engine, Millis};
use crate::model::{IndexKind, IndexName, KeyBytes, TableName};
use crate::store::{Row, Table};

/// A read that a replica behind the leader answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follower {
    /// Milliseconds that it was behind.
    pub behind: u64,
    /// Whether the leader would have answered otherwise.
    pub stale: bool,
}

/// A change that was taken back.
struct Undone {
    table: TableName,
    key: KeyBytes,
    after: Option<Arc<Row>>,
}

impl Engine {
    /// Plans a request, on a replica that is behind if it is one that may go there and chance sends
    /// it there.
    pub(super) fn plan_on_replica(&mut self, input: Input) -> (Planned, Option<Follower>) {
        let behind = if self.may_lag(&input) { self.draw_lag() } else { None };
        match behind {
            None => (self.plan(input), None),
            Some(behind) => self.plan_behind(input, behind),
        }
    }

    /// A global index lags by itself: what it shows is what has reached it.
    fn may_lag(&self, input: &Input) -> bool {
        let global = |table: &TableName, index: &Option<IndexName>| {
            let entry = self.tables.get(table).zip(index.as_ref());
            let found = entry.and_then(|(entry, name)| entry.store.index(name.as_str()));
            found.is_some_and(|(index, _)| index.kind == IndexKind::Global)
        };
        match input {
            Input::GetItem(input) => !input.consistent,
            Input::Query(input) => !input.consistent && !global(&input.table, &input.index),
            Input::Scan(input) => !input.consistent && !global(&input.table, &input.index),
            Input::BatchGetItem(input) => input.requests.iter().all(|request| !request.consistent),
            _ => false,
        }
    }

    fn draw_lag(&mut self) -> Option<u64> {
        let simulation = self.simulation.as_mut()?;
        let settings = simulation.settings;
        simulation.random.percent(settings.follower_percent).then_some(settings.follower_lag)
    }

    fn plan_behind(&mut self, input: Input, behind: u64) -> (Planned, Option<Follower>) {
        let current = self.plan(input.clone());
        let undone = self.take_back(behind);
        let planned = match undone.is_empty() {
            true => return (current, Some(Follower { behind, stale: false })),
            false => self.plan(input),
        };
        self.make_again(undone);
        let stale = differ(&current, &planned);
        (planned, Some(Follower { behind, stale }))
    }

    fn take_back(&mut self, behind: u64) -> Vec<Undone> {
        let shown = (self.now().0 + 1).saturating_sub(behind);
        let first = self.log.first_since(Millis(shown));
        let Self { log, tables, .. } = self;
        let mut undone = Vec::new();
        for record in log.since(first).iter().rev() {
            let Some(entry) = tables.get_mut(&record.table) else { continue };
            undone.extend(take_back(&mut entry.store, record));
        }
        undone
    }

    fn make_again(&mut self, undone: Vec<Undone>) {
        for Undone { table, key, after } in undone.into_iter().rev() {
            if let Some(entry) = self.tables.get_mut(&table) {
                write(&mut entry.store, key, after);
            }
        }
    }
}

fn take_back(store: &mut Table, record: &ChangeRecord) -> Option<Undone> {
    let key = store.schema().keys.encode(&record.key).ok()?;
    write(store, key.clone(), record.old.clone());
    Some(Undone { table: record.table.clone(), key, after: record.new.clone() })
}

/// Global indexes are not touched: what they show is what has reached them.
fn write(store: &mut Table, key: KeyBytes, row: Option<Arc<Row>>) {
    let change = match row {
        Some(row) => store.prepare_put(key, row),
        None => store.prepare_delete(key),
    };
    store.apply_but_global(change);
}

fn differ(current: &Planned, planned: &Planned) -> bool {
    match (current, planned) {
        (Ok(current), Ok(planned)) => match (&current.output, &planned.output) {
            (Output::GetItem(a), Output::GetItem(b)) => a.item != b.item,
            (Output::Query(a), Output::Query(b)) | (Output::Scan(a), Output::Scan(b)) => a != b,
            (Output::BatchGetItem(a), Output::BatchGetItem(b)) => a.responses != b.responses,
            _ => false,
        },
        _ => false,
    }
}
