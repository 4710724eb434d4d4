//! What a replica that is behind the leader shows.
//!
//! It is the table with the newest changes of the log taken back: they are taken back, the request
//! is planned, and they are made again. So every way of reading shows the same past. Only as much of
//! the past can be shown as the log still knows.

use std::sync::Arc;

use crate::changelog::ChangeRecord;
use crate::engine::state::State;
use crate::engine::tables::TableEntry;
use crate::model::{KeyBytes, Millis, TableName};
use crate::store::{Row, Table};

/// A read that a replica behind the leader answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follower {
    /// Milliseconds that it was behind.
    pub behind: u64,
    /// Whether the leader would have given another answer.
    pub stale: bool,
}

/// A change that was taken back.
pub(in crate::engine) struct Undone {
    table: TableName,
    key: KeyBytes,
    after: Option<Arc<Row>>,
}

/// Takes back the changes of the last so many milliseconds, newest first.
pub(in crate::engine) fn take_back(state: &mut State, behind: u64) -> Vec<Undone> {
    let shown = (state.now().0 + 1).saturating_sub(behind);
    let first = state.log.first_since(Millis(shown));
    let State { log, tables, .. } = state;
    let mut undone = Vec::new();
    for record in log.since(first).iter().rev() {
        // A replica doesn't go back behind the creation of the table: what an earlier table of its
        // name held would be made again in this one.
        let is_of = |entry: &&mut TableEntry| entry.control.log_start <= record.sequence;
        let Some(entry) = tables.get_mut(&record.table).filter(is_of) else { continue };
        undone.extend(take_back_record(&mut entry.store, record));
    }
    undone
}

/// Makes them again, oldest first, so that nothing remains of it.
pub(in crate::engine) fn make_again(state: &mut State, undone: Vec<Undone>) {
    for Undone { table, key, after } in undone.into_iter().rev() {
        if let Some(entry) = state.tables.get_mut(&table) {
            write(&mut entry.store, key, after);
        }
    }
}

fn take_back_record(store: &mut Table, record: &ChangeRecord) -> Option<Undone> {
    let key = store.schema().keys.encode(&record.key).ok()?;
    write(store, key.clone(), record.old.clone());
    Some(Undone { table: record.table.clone(), key, after: record.new.clone() })
}

/// Global indexes are not touched: what they show is what has reached them. Nor is the time to live,
/// since nothing is written.
fn write(store: &mut Table, key: KeyBytes, row: Option<Arc<Row>>) {
    let change = match row {
        Some(row) => store.prepare_put(key, row),
        None => store.prepare_delete(key),
    };
    store.rewind(change);
}
