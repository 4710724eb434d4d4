//! Deleting items that have expired.
//!
//! The deletion is free of charge, and its change record says that the service made it. It is made
//! by the first request once an item has been expired for [`Durations::expire_item`]: so it depends
//! on requests and their times alone, and a log replays to the same items. Refuses to know when
//! items expire.
//!
//! [`Durations::expire_item`]: super::Durations::expire_item

use super::{Engine, Millis};
use crate::changelog::Origin;
use crate::model::{KeyBytes, TableName};

/// Most items that one request deletes, so that none waits for long.
const MOST: usize = 100;

impl Engine {
    /// Deletes what is due.
    pub(super) fn sweep(&mut self) {
        let now = self.now();
        self.tables.set_time(seconds(now));
        let due = seconds(Millis(now.0.saturating_sub(self.durations.expire_item)));
        for (name, key) in self.expired_before(due) {
            let Some(entry) = self.tables.get(&name) else { continue };
            let change = entry.store.prepare_delete(key);
            self.write(&name, change, Origin::Expiry);
        }
    }

    fn expired_before(&self, second: i64) -> Vec<(TableName, KeyBytes)> {
        let of_table = |(name, entry): (&TableName, &super::tables::TableEntry)| {
            let keys = entry.store.expired_before(second, MOST);
            keys.into_iter().map(|key| (name.clone(), key)).collect::<Vec<_>>()
        };
        self.tables.iter().flat_map(of_table).take(MOST).collect()
    }
}

/// The second that a time lies in.
pub(super) fn seconds(at: Millis) -> i64 {
    i64::try_from(at.0 / 1000).unwrap_or(i64::MAX)
}
