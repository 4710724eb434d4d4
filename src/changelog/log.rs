//! The append-only log.
//!
//! Owns sequence numbers. Refuses to know readers and their positions.

use std::sync::Arc;

use super::record::{ChangeKind, ChangeRecord, Millis};
use crate::model::{Item, TableName};
use crate::store::Row;

/// Changes in the order in which they were made.
#[derive(Debug, Clone)]
pub struct ChangeLog {
    records: Vec<ChangeRecord>,
    /// The sequence number of the next record. It never goes back, so that numbers stay unique
    /// over [`ChangeLog::forget`].
    next: u64,
    recording: bool,
}

impl Default for ChangeLog {
    fn default() -> Self {
        Self { records: Vec::new(), next: 0, recording: true }
    }
}

impl ChangeLog {
    /// Appends a change from one image to the other. Equal images are no change, and while
    /// recording is off (bulk loads) nothing is kept.
    pub fn append(
        &mut self,
        table: &TableName,
        key: Item,
        images: (Option<Arc<Row>>, Option<Arc<Row>>),
        at: Millis,
    ) {
        let Some(kind) = kind_of(&images.0, &images.1).filter(|_| self.recording) else { return };
        let (old, new) = images;
        self.records.push(ChangeRecord {
            sequence: self.next,
            table: table.clone(),
            key,
            kind,
            old,
            new,
            at,
        });
        self.next += 1;
    }

    /// The sequence number that the next record will have.
    pub fn next_sequence(&self) -> u64 {
        self.next
    }

    /// The records from this sequence number on.
    pub fn since(&self, sequence: u64) -> &[ChangeRecord] {
        let from = self.records.partition_point(|record| record.sequence < sequence);
        &self.records[from..]
    }

    /// Turns recording on or off.
    pub fn set_recording(&mut self, recording: bool) {
        self.recording = recording;
    }

    /// Drops every record. Sequence numbers go on from where they were.
    pub fn forget(&mut self) {
        self.records = Vec::new();
    }
}

fn kind_of(old: &Option<Arc<Row>>, new: &Option<Arc<Row>>) -> Option<ChangeKind> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(ChangeKind::Insert),
        (Some(_), None) => Some(ChangeKind::Remove),
        (Some(old), Some(new)) => (old.item() != new.item()).then_some(ChangeKind::Modify),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AttributeName, Value};

    fn row(text: &str) -> Option<Arc<Row>> {
        let name = AttributeName::parse("k").unwrap();
        Some(Arc::new(Row::new([(name, Value::text(text))].into_iter().collect())))
    }

    fn append(log: &mut ChangeLog, old: Option<Arc<Row>>, new: Option<Arc<Row>>) {
        let table = TableName::parse("table").unwrap();
        log.append(&table, Item::new(), (old, new), Millis(7));
    }

    #[test]
    fn an_identical_overwrite_leaves_no_record() {
        let mut log = ChangeLog::default();
        append(&mut log, None, row("a"));
        append(&mut log, row("a"), row("a"));
        append(&mut log, row("a"), row("b"));
        append(&mut log, row("b"), None);
        append(&mut log, None, None);
        let kinds: Vec<_> = log.since(0).iter().map(|r| (r.sequence, r.kind)).collect();
        let expected = [ChangeKind::Insert, ChangeKind::Modify, ChangeKind::Remove];
        assert_eq!(kinds, [(0, expected[0]), (1, expected[1]), (2, expected[2])]);
    }

    #[test]
    fn forgetting_keeps_numbers_unique() {
        let mut log = ChangeLog::default();
        append(&mut log, None, row("a"));
        log.forget();
        log.set_recording(false);
        append(&mut log, None, row("b"));
        log.set_recording(true);
        append(&mut log, None, row("c"));
        assert_eq!(log.since(0).iter().map(|r| r.sequence).collect::<Vec<_>>(), [1]);
        assert!(log.since(2).is_empty());
    }
}
