//! A table's stream: which images it shows, what it is called, and the shards that it consists of.
//!
//! A stream holds no record of its own: its shards say which part of the one log is theirs. Owns
//! labels, view types and the life of a stream. Refuses to know when it may be enabled.

use std::fmt;

use super::record::Millis;
use super::shard::Shard;
use crate::model::{KeySchema, TableName};
use crate::partition::HashRange;

/// How long the records of a stream, and a stream that is no longer enabled, can be read.
pub const RETENTION_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// Which images of an item the records of a stream show besides its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewType {
    /// Neither.
    KeysOnly,
    /// The item after the change.
    NewImage,
    /// The item before the change.
    OldImage,
    /// Both.
    NewAndOldImages,
}

impl ViewType {
    /// Whether records show the item after the change.
    pub fn shows_new(self) -> bool {
        matches!(self, ViewType::NewImage | ViewType::NewAndOldImages)
    }

    /// Whether records show the item before the change.
    pub fn shows_old(self) -> bool {
        matches!(self, ViewType::OldImage | ViewType::NewAndOldImages)
    }
}

/// What tells a table's streams apart: when each was enabled. Printed as the service prints it,
/// `2015-05-11T21:21:33.291`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamLabel(pub Millis);

impl fmt::Display for StreamLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.0;
        let (year, month, day) = civil_date(millis / 86_400_000);
        let (seconds, rest) = (millis / 1000 % 86_400, millis % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{rest:03}")
    }
}

/// Year, month and day of a day since 1970-01-01. Years are counted from March, so that the leap
/// day is the last of its year.
fn civil_date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

/// A stream of one table, enabled or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// The table.
    pub table: TableName,
    /// When it was enabled. No two streams of tables of this name have the same.
    pub label: StreamLabel,
    /// What its records show.
    pub view: ViewType,
    /// The key of the table, which may be gone by now.
    pub keys: KeySchema,
    /// When it was disabled.
    pub disabled: Option<Millis>,
    shards: Vec<Shard>,
}

impl Stream {
    /// A stream that begins at this place of the log, with one shard for each range.
    pub fn open(
        (table, keys): (&TableName, &KeySchema),
        label: StreamLabel,
        view: ViewType,
        ranges: &[HashRange],
        sequence: u64,
    ) -> Self {
        let shard = |range: &HashRange| Shard::open(label.0, *range, sequence);
        Self {
            table: table.clone(),
            label,
            view,
            keys: keys.clone(),
            disabled: None,
            shards: ranges.iter().map(shard).collect(),
        }
    }

    /// Ends the stream at this place of the log. Every open shard is closed.
    pub fn disable(&mut self, at: Millis, sequence: u64) {
        if self.disabled.is_none() {
            self.disabled = Some(at);
            self.shards.iter_mut().for_each(|shard| shard.close(sequence));
        }
    }

    /// Whether changes still come in.
    pub fn is_enabled(&self) -> bool {
        self.disabled.is_none()
    }

    /// Whether the stream can be read: it is enabled, or has been until a day ago.
    pub fn is_readable(&self, now: Millis) -> bool {
        self.disabled.is_none_or(|at| now.0 < at.0.saturating_add(RETENTION_MILLIS))
    }

    /// Its shards in the order of their ids.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_dates_and_times_of_day() {
        let labels = [
            (0, "1970-01-01T00:00:00.000"),
            (951_782_400_000, "2000-02-29T00:00:00.000"),
            (1_431_379_293_291, "2015-05-11T21:21:33.291"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000"),
        ];
        for (millis, label) in labels {
            assert_eq!(StreamLabel(Millis(millis)).to_string(), label);
        }
    }
}
