//! The log of effects: what was applied to the engine's state, item by item and table by table.
//!
//! Owns what an effect is, and the journal in which the engine notes effects as it applies them. What was asked does not
//! matter here: a throttled half of a batch left no effect, an item that expired left one. So
//! applying effects again in their order leads to the same state whatever was switched on, and
//! nothing is validated that could be rejected. Refuses to know how effects are saved.
//!
//! Not among the effects: meters, and what waits for an index while the simulation is on. Applied
//! again, every index shows every item.

use std::sync::Arc;

use super::control::Control;
use super::streams::TableStreams;
use super::tables::TableEntry;
use super::tokens::Remembered;
use crate::changelog::{ChangeRecord, LogCounters, Origin, Stream};
use crate::model::{AttributeName, IndexName, Item, Millis, TableName, TableSchema};
use crate::store::Row;

/// One effect.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub enum Applied {
    /// From here on it is this time.
    #[n(0)]
    Time(#[n(0)] Millis),
    /// An item was written. Its change record, if it has one, is the next in the log.
    #[n(1)]
    Put {
        /// The table.
        #[n(0)]
        table: TableName,
        /// The item as it is now.
        #[cbor(n(1), with = "crate::store::shared")]
        row: Arc<Row>,
        /// Who wrote it.
        #[n(2)]
        origin: Origin,
    },
    /// An item was deleted.
    #[n(2)]
    Delete {
        /// The table.
        #[n(0)]
        table: TableName,
        /// Its key attributes.
        #[n(1)]
        key: Item,
        /// Who deleted it.
        #[n(2)]
        origin: Origin,
    },
    /// A table is new, or something else is known of it now.
    #[n(3)]
    Table(#[n(0)] TableName, #[n(1)] Box<Definition>),
    /// A table is gone.
    #[n(4)]
    Dropped(#[n(0)] TableName),
    /// A transaction will not be made again under its token.
    #[n(5)]
    Remember(#[n(0)] Remembered),
    /// Of a checkpoint: everything besides items and change records. What is not in it is gone.
    #[n(6)]
    Foundation(#[n(0)] Box<Foundation>),
    /// Of a checkpoint: an item as it is, without a change record.
    #[n(7)]
    Held {
        /// The table.
        #[n(0)]
        table: TableName,
        /// The item.
        #[cbor(n(1), with = "crate::store::shared")]
        row: Arc<Row>,
        /// The second at which it counts as written; its expiry may depend on it.
        #[n(2)]
        written: i64,
    },
    /// Of a checkpoint: a generated item that is gone.
    #[n(8)]
    Absent(#[n(0)] TableName, #[n(1)] Item),
    /// Of a checkpoint: change records in their order.
    #[n(9)]
    Records(#[n(0)] Vec<ChangeRecord>),
    /// Of a step back or forth: everything besides tables and items is this again.
    #[n(10)]
    Rest(#[n(0)] Box<Rest>),
}

/// Everything that is known of a table besides its items.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub struct Definition {
    #[n(0)]
    pub(super) schema: TableSchema,
    #[n(1)]
    pub(super) control: Control,
    #[n(2)]
    pub(super) streams: TableStreams,
    /// The indexes that may be read.
    #[n(3)]
    pub(super) open: Vec<IndexName>,
    /// The attribute by which items expire, and the second at which that began.
    #[n(4)]
    pub(super) expiry: Option<(AttributeName, i64)>,
}

impl Definition {
    pub(super) fn from_entry(entry: &TableEntry) -> Self {
        let open = entry.store.indexes().filter(|(_, index)| index.is_open());
        Self {
            schema: entry.store.schema().clone(),
            control: entry.control.clone(),
            streams: entry.streams.clone(),
            open: open.map(|(schema, _)| schema.name.clone()).collect(),
            expiry: entry.store.expires_by().map(|(name, since)| (name.clone(), since)),
        }
    }

    pub(super) fn is_open(&self, index: &IndexName) -> bool {
        self.open.contains(index)
    }
}

/// What the engine knows besides items and change records.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub struct Foundation {
    #[n(0)]
    pub(super) tables: Vec<(TableName, Definition)>,
    /// How many tables were ever created.
    #[n(1)]
    pub(super) created: u64,
    /// The streams of tables that are gone.
    #[n(2)]
    pub(super) orphans: Vec<Stream>,
    #[n(3)]
    pub(super) log: LogCounters,
    #[n(4)]
    pub(super) tokens: Vec<(Millis, Remembered)>,
}

/// What the engine knows besides tables and items.
#[derive(Debug, Clone, minicbor::Encode, minicbor::Decode)]
pub struct Rest {
    /// How many tables were ever created.
    #[n(0)]
    pub(super) created: u64,
    /// The streams of tables that are gone.
    #[n(1)]
    pub(super) orphans: Vec<Stream>,
    /// Where the change log ends.
    #[n(2)]
    pub(super) log: LogCounters,
    /// Its last records: those that a step forth makes again.
    #[n(3)]
    pub(super) records: Vec<ChangeRecord>,
    #[n(4)]
    pub(super) tokens: Vec<(Millis, Remembered)>,
}

/// Effects since they were last taken, while someone keeps them.
#[derive(Debug, Clone, Default)]
pub(super) struct Journal {
    effects: Option<Vec<Applied>>,
    /// The time of the last effect; none before the first.
    at: Option<Millis>,
}

impl Journal {
    /// From now on effects are noted.
    pub(super) fn begin(&mut self) {
        self.effects.get_or_insert_default();
    }

    /// The effects since the last time, oldest first; each taking begins by telling the time.
    pub(super) fn take(&mut self) -> Vec<Applied> {
        self.at = None;
        self.effects.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn is_kept(&self) -> bool {
        self.effects.is_some()
    }

    pub(super) fn note(&mut self, now: Millis, effect: Applied) {
        let Some(effects) = &mut self.effects else { return };
        if self.at != Some(now) {
            self.at = Some(now);
            effects.push(Applied::Time(now));
        }
        effects.push(effect);
    }
}

/// Why an effect can't be applied again: the log of effects is not of this state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inapplicable {
    /// There is no such table.
    NoTable(TableName),
    /// The item doesn't have the key of its table.
    NoKey(TableName),
}

impl std::fmt::Display for Inapplicable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoTable(name) => write!(f, "there is no table {name}"),
            Self::NoKey(name) => write!(f, "an item doesn't have the key of {name}"),
        }
    }
}

impl std::error::Error for Inapplicable {}
