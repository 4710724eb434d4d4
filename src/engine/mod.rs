//! The engine: tables, clock and change log behind one function, [`Engine::execute`].
//!
//! A request is planned on borrowed state (checks, reads, the bill) and then committed, which cannot
//! fail. Owns every rule of every operation. Refuses to know JSON, sentences and the page.
//!
//! The modules are layers, from the bottom up: [`operation`] lists the operations; `types` and
//! [`error`] are the vocabulary; [`statement`] is PartiQL as data; `streams`, [`control`] and
//! `tables` are what is known of tables; [`rules`] says what an item must be; `tokens` and `state`
//! are what a plan borrows, and `plan` is what it comes to; [`ops`] plans each operation;
//! `simulation` limits and delays plans; [`inspect`] shows it all. This file commits plans, and
//! `simulated` stands above it while the simulation is on. What is applied is noted as effects
//! ([`applied`]), which `replay` applies again, and what that replaces is noted in `past`, so that it
//! can be taken back.

pub mod applied;
mod checkpoint;
pub mod control;
pub mod error;
pub mod inspect;
pub mod operation;
pub mod ops;
mod past;
mod plan;
mod replay;
pub mod rules;
mod simulated;
mod simulation;
mod state;
pub mod statement;
mod streams;
mod tables;
mod tokens;
mod types;

use std::ops::Range;

use crate::capacity::Receipt;
use crate::changelog::{Made, Origin};
use crate::model::{Item, KeyBytes, TableName};
use crate::store::{Change, EntryChange};
use applied::Applied;
use ops::{BatchGetItemInput, GetItemInput};
use past::Replaced;
use plan::{Effect, Plan, Planned, Rejection, StoreChange, TableChange};
use simulation::Simulation;
use state::{Ongoing, State};

pub use crate::model::Millis;
pub use checkpoint::{Checkpoint, Extent};
pub use control::{Durations, TableDescription};
pub use error::{
    CancellationReason, CreateTableError, EngineError, IndexKeysError, Plane, SelectError,
    StartKeyError, StreamError, Throttled,
};
pub use inspect::{Inspect, LimitsView, PartitionHeat, QueueView, Shortage};
pub use operation::Operation;
pub use ops::{Input, Output};
pub use past::{ChangedItem, Step};
pub use simulation::{Follower, PartitionEvent, SimulationSettings};
pub use state::Clock;
pub use streams::{StreamSpecification, StreamSummary, TableStreams};
pub use tokens::{FINGERPRINT_BYTES, Token};
pub use types::{
    Found, IndexStatus, ProjectionKind, ReturnValues, Select, TableClass, TableStatus, Touched,
    TouchedHashes,
};

/// An account's tables in one region, and how the service that holds them behaves.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    state: State,
    simulation: Option<Box<Simulation>>,
}

/// Rows that a request looks at after its answer, to fill an index that it has added. More are left
/// to [`Engine::advance`], or to the next request.
const ROWS_AT_ONCE: usize = 1_000;

/// What became of a request.
#[derive(Debug)]
pub struct Executed {
    /// The answer, or why there is none.
    pub result: Result<Output, EngineError>,
    /// What was read and written, and what that costs, for each table. A failed condition has a
    /// receipt too.
    pub receipts: Vec<Receipt>,
    /// The sequence numbers of the changes made.
    pub changes: Range<u64>,
    /// The sequence numbers of the deletions of expired items that came before it.
    pub expired: Range<u64>,
    /// Where in the hash space the request went.
    pub touched: Vec<Touched>,
    /// The replica that answered, if it was one behind the leader.
    pub follower: Option<Follower>,
}

impl Executed {
    /// An answer that came from a cache: it cost nothing and touched nothing.
    pub fn cached(output: Output, engine: &Engine) -> Self {
        let now = engine.state.log.next_sequence();
        Self {
            result: Ok(output),
            receipts: Vec::new(),
            changes: now..now,
            expired: now..now,
            touched: Vec::new(),
            follower: None,
        }
    }

    /// A request that changed nothing.
    fn rejected(rejection: Rejection, from: u64) -> Self {
        Self {
            result: Err(rejection.error),
            receipts: rejection.receipts,
            changes: from..from,
            expired: from..from,
            touched: rejection.touched,
            follower: None,
        }
    }
}

impl Engine {
    /// An engine without tables.
    pub fn new(clock: Clock) -> Self {
        Self { state: State { clock, ..State::default() }, simulation: None }
    }

    /// Sets the time.
    pub fn set_time(&mut self, at: Millis) {
        self.state.clock.set(at);
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.state.clock.now()
    }

    /// Says that these items, named by table and key, are in a transaction that does not end:
    /// whatever would write them is rejected. The engine does one thing at a time, so that no conflict
    /// arises by itself.
    pub fn set_ongoing(&mut self, items: &[(TableName, Item)]) -> Result<(), EngineError> {
        self.state.ongoing = Ongoing::find(&self.state.tables, items)?;
        Ok(())
    }

    /// Sets whether a Scan is charged as the service does, for each internal partition that it goes
    /// through, and not by the formula of the documents, which knows none.
    pub fn set_partition_charges(&mut self, on: bool) {
        self.state.charges_partitions = on;
    }

    /// Sets how long background work takes.
    pub fn set_durations(&mut self, durations: Durations) {
        self.state.durations = durations;
    }

    /// Answers a request.
    pub fn execute(&mut self, input: Input) -> Executed {
        // Background work that is due by now comes first, so that the answer does not depend on who
        // looked at the engine before: a log of requests and times replays to the same state.
        let start = self.state.log.next_sequence();
        self.advance_tables(usize::MAX);
        self.delete_expired();
        let from = self.state.log.next_sequence();

        let is_control = input.operation().is_control();
        let mut executed = match self.simulation {
            None => self.conclude(input.plan(&self.state), from),
            Some(_) => self.answer_simulated(input, from),
        };
        executed.expired = start..from;

        // With durations of zero, what the request has begun ends at once, behind its answer: that
        // still shows the state in between, as the service's does.
        self.advance_tables(ROWS_AT_ONCE);
        if is_control {
            self.advance_simulation();
        }
        executed
    }

    /// Checks a GetItem without reading, as its plan does first: the encoded key, or why the request
    /// would be rejected. A cache in front of the engine asks this before it answers by itself.
    pub fn check_get(&self, input: &GetItemInput) -> Result<KeyBytes, EngineError> {
        input.locate(&self.state).map(|(_, key)| key)
    }

    /// The same of a BatchGetItem: the encoded keys of each table.
    pub fn check_batch_get(
        &self,
        input: &BatchGetItemInput,
    ) -> Result<Vec<Vec<KeyBytes>>, EngineError> {
        let located = input.locate(&self.state)?;
        Ok(located.into_iter().map(|(_, keys)| keys).collect())
    }

    /// Advances background work: backfills new indexes from at most so many rows of each table, and
    /// returns whether any are left. A page calls this between requests to keep its thread free.
    pub fn advance(&mut self, rows: usize) -> bool {
        self.advance_tables(rows);
        self.state.tables.is_backfilling()
    }

    fn advance_tables(&mut self, rows: usize) {
        let (now, sequence) = (self.state.clock.now(), self.state.log.next_sequence());
        for table in self.state.tables.advance(now, rows, sequence) {
            self.state.note_table(&table);
        }
    }

    /// Puts an item with all checks of BatchWriteItem, but without a bill and without a change
    /// record: the way in for generated data.
    pub fn load(&mut self, table: &TableName, item: Item) -> Result<(), EngineError> {
        let missing = || EngineError::TableNotFound { table: table.clone(), plane: Plane::Data };
        let entry = self.state.tables.get_mut(table).ok_or_else(missing)?;
        let item = entry.store.share_names(item);
        let change = rules::prepare_batch_put(&entry.store, item)?;
        entry.store.apply(change);
        // Generated rows are no effects: whoever applies effects again generates them first.
        entry.touched.get_or_insert_default();
        Ok(())
    }

    /// Frees up to so many rows or index entries, whatever they are, and returns whether there were
    /// any: freeing a large engine at once would block the page.
    pub fn release(&mut self, rows: usize) -> bool {
        self.state.tables.release(rows) > 0
    }

    /// Read-only views for the page.
    pub fn inspect(&self) -> Inspect<'_> {
        Inspect::new(&self.state, self.simulation.as_deref())
    }

    fn conclude(&mut self, planned: Planned<Output>, from: u64) -> Executed {
        match planned {
            Ok(plan) => self.commit(plan, from),
            Err(rejection) => Executed::rejected(*rejection, from),
        }
    }

    fn commit(&mut self, plan: Plan<Output>, from: u64) -> Executed {
        self.make(plan.effect);
        Executed {
            result: Ok(plan.output),
            receipts: plan.receipts,
            changes: from..self.state.log.next_sequence(),
            expired: from..from,
            touched: plan.touched,
            follower: None,
        }
    }

    fn make(&mut self, effect: Effect) {
        match effect {
            Effect::None => {}
            Effect::Create(name, entry) => {
                self.state.tables.insert(name.clone(), *entry);
                self.state.note_table(&name);
            }
            Effect::Change(name, change) => self.change(&name, *change),
            Effect::Write(changes) => self.write_all(changes),
            Effect::WriteOnce(changes, remembered) => {
                self.write_all(changes);
                let now = self.state.clock.now();
                self.state.journal.note(now, Applied::Remember(remembered.clone()));
                self.state.tokens.remember(remembered, now);
            }
        }
    }

    fn change(&mut self, name: &TableName, change: TableChange) {
        let entry =
            self.state.tables.get_mut(name).expect("a plan changes only tables it has found");
        entry.control = change.control;
        if let Some(streams) = change.streams {
            entry.streams = streams;
        }
        match change.store {
            StoreChange::None => {}
            StoreChange::AddIndex(schema) => entry.store.add_index(schema),
            StoreChange::Expire(attribute) => {
                entry.store.expire_by(attribute, seconds(self.state.clock.now()));
            }
        }
        self.state.note_table(name);
    }

    fn write_all(&mut self, changes: Vec<(TableName, Change)>) {
        for (table, change) in changes {
            self.write(&table, change, Origin::Request);
        }
    }

    fn write(&mut self, name: &TableName, change: Change, origin: Origin) {
        let entry =
            self.state.tables.get_mut(name).expect("a plan writes only in tables it has found");
        let streamed = entry.streams.are_enabled();
        if let Some(row) = change.after().or(change.before()) {
            // An item that is written as it is leaves no change record, but it expires anew.
            let has_effect =
                change.kind() != EntryChange::None || entry.store.expires_by().is_some();
            let key = || entry.store.schema().keys.project(row.item());
            if has_effect && self.state.journal.is_kept() {
                let table = name.clone();
                let effect = match change.after() {
                    Some(row) => Applied::Put { table, row: row.clone(), origin },
                    None => Applied::Delete { table, key: key(), origin },
                };
                self.state.journal.note(self.state.clock.now(), effect);
            }
            if has_effect && self.state.past.is_kept() {
                let (table, attributes) = (name.clone(), key());
                let before = match change.before() {
                    Some(row) => Applied::Held {
                        table: table.clone(),
                        row: row.clone(),
                        written: entry.store.written(change.key()),
                    },
                    None => Applied::Absent(table.clone(), attributes.clone()),
                };
                let key = change.key().clone();
                self.state.past.note_item(Replaced::Item { table, key, attributes, before });
            }
            if let Some(touched) = &mut entry.touched {
                touched.entry(change.key().clone()).or_insert_with(key);
            }
        }
        let made = Made { at: self.state.clock.now(), origin, streamed };
        // The record first: it shares the rows that the change moves into the table.
        self.state.log.append(entry.store.schema(), &change, made);
        match self.simulation {
            None => entry.store.apply(change),
            Some(_) => self.apply_simulated(name, change, origin),
        }
    }
}

/// Most items that one request deletes because they have expired, so that none waits for long.
const EXPIRED_AT_ONCE: usize = 100;

/// Deleting items that have expired.
///
/// The deletion is free of charge, and its change record says that the service made it. It is made
/// by the first request once an item has been expired for [`Durations::expire_item`]: so it depends
/// on requests and their times alone, and a log replays to the same items.
impl Engine {
    /// Deletes what has been expired for long enough.
    fn delete_expired(&mut self) {
        let now = self.state.now();
        self.state.tables.set_time(seconds(now));
        let due = seconds(Millis(now.0.saturating_sub(self.state.durations.expire_item)));
        for (name, key) in self.expired_before(due) {
            let Some(entry) = self.state.tables.get(&name) else { continue };
            let change = entry.store.prepare_delete(key);
            self.write(&name, change, Origin::Expiry);
        }
    }

    fn expired_before(&self, second: i64) -> Vec<(TableName, KeyBytes)> {
        let of_table = |(name, entry): (&TableName, &tables::TableEntry)| {
            let keys = entry.store.expired_before(second, EXPIRED_AT_ONCE);
            keys.into_iter().map(|key| (name.clone(), key)).collect::<Vec<_>>()
        };
        self.state.tables.iter().flat_map(of_table).take(EXPIRED_AT_ONCE).collect()
    }
}

/// The second that a time lies in.
fn seconds(at: Millis) -> i64 {
    i64::try_from(at.0 / 1000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
