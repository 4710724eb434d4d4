//! A session: one engine, asked request by request.
//!
//! Owns the way of a request through this module. Refuses to keep what was answered: running
//! totals and histories are the caller's.

use std::ops::Range;

use super::error::{ApiError, ErrorWording};
use super::request::{Parsed, Request, Shown, WireRequest};
use super::response::{Context, Response};
use crate::capacity::{Direction, ReadItem, Receipt, TableOrIndex};
use crate::dax::{Dax, DaxSettings, Served};
use crate::engine::applied::{Applied, Inapplicable};
use crate::engine::{
    Clock, Durations, Engine, EngineError, Executed, Follower, Input, Millis, Operation, Output,
    SimulationSettings, Step, Touched,
};
use crate::model::{Item, TableName};

/// An engine and how it is talked to.
#[derive(Debug, Clone, Default)]
pub struct Session {
    engine: Engine,
    wording: ErrorWording,
    dax: Option<Box<Dax>>,
    past_dax: bool,
    sent: u64,
}

/// A request with everything that became of it.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was asked.
    pub request: Request,
    /// The answer, or the error.
    pub response: Result<Response, ApiError>,
    /// Whether it consumes capacity for reading items or for writing them; `None` for what does
    /// neither and for a PartiQL statement that cannot be read.
    pub direction: Option<Direction>,
    /// What was read and written, item by item, and what that cost: one receipt for each table,
    /// whether or not the request asked to see it. A failed condition has one too. See [`Receipt`]
    /// for each fact. An answer from a cache has none: nothing was
    /// evaluated.
    pub receipts: Vec<Receipt>,
    /// Where in the hash space of each table or index the request went, also for a key without an
    /// item and for a request that was throttled. Empty when it came to no table.
    pub touched: Vec<Touched>,
    /// The sequence numbers of the changes that it made; empty when it made none.
    pub changes: Range<u64>,
    /// The sequence numbers of the deletions of expired items that came before it.
    pub expired: Range<u64>,
    /// Who answered, if it went through DAX.
    pub served: Option<Served>,
    /// The replica that answered, if it was one behind the leader.
    pub follower: Option<Follower>,
    /// When it was sent, by the engine's clock.
    pub at: Millis,
    /// 1-based index of this request within the session.
    pub sequence: u64,
}

impl Exchange {
    /// The items evaluated, in order of reading, over all tables.
    pub fn evaluated(&self) -> impl Iterator<Item = &ReadItem> {
        self.receipts.iter().flat_map(Receipt::evaluated)
    }

    /// The table or index that it went to, the first of several: the index that a Query reads, the
    /// table of a write. `None` when it was rejected before it came to a table, or asked for none.
    pub fn target(&self) -> Option<(&TableName, &TableOrIndex)> {
        self.touched.first().map(|touched| (&touched.table, &touched.on))
    }
}

impl Session {
    /// A session with an empty engine.
    pub fn new(clock: Clock) -> Self {
        Self { engine: Engine::new(clock), ..Self::default() }
    }

    /// Chooses the wording of errors.
    pub fn set_wording(&mut self, wording: ErrorWording) {
        self.wording = wording;
    }

    /// Sets the engine's time.
    pub fn set_time(&mut self, at: Millis) {
        self.engine.set_time(at);
    }

    /// Chooses how long what the service does in the background takes.
    pub fn set_durations(&mut self, durations: Durations) {
        self.engine.set_durations(durations);
    }

    /// Sets whether a Scan is charged as the service does, for each internal partition that it goes
    /// through, and not by the formula of the documents, which knows none. Off by default.
    pub fn set_partition_charges(&mut self, on: bool) {
        self.engine.set_partition_charges(on);
    }

    /// Turns the simulated service limits and lags on, changes them, or turns them off. Off by
    /// default.
    pub fn set_simulation(&mut self, settings: Option<SimulationSettings>) {
        self.engine.set_simulation(settings);
    }

    /// Puts a DAX cluster in front of the engine, changes it, or removes it with all that it holds.
    pub fn set_dax(&mut self, settings: Option<DaxSettings>) {
        match (&mut self.dax, settings) {
            (Some(dax), Some(settings)) => dax.set(settings),
            (dax, settings) => *dax = settings.map(|settings| Box::new(Dax::new(settings))),
        }
    }

    /// Sets whether requests go past the cluster, as those of another service would.
    pub fn set_past_dax(&mut self, past: bool) {
        self.past_dax = past;
    }

    /// The DAX cluster, if there is one.
    pub fn dax(&self) -> Option<&Dax> {
        self.dax.as_deref()
    }

    /// Lets the time that has passed show in indexes and partitions, as the next request would;
    /// returns whether anything changed.
    pub fn advance_simulation(&mut self) -> bool {
        self.engine.advance_simulation()
    }

    /// Advances background work, looking at so many rows of each table; returns whether any are left.
    /// Otherwise the next request does all of it.
    pub fn advance(&mut self, rows: usize) -> bool {
        self.engine.advance(rows)
    }

    /// The engine, read-only.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Says that these items, named by table and key, are in a transaction that has not ended, so
    /// that conflicts can be seen. None by default.
    pub fn set_ongoing(&mut self, items: &[(TableName, Item)]) -> Result<(), ApiError> {
        let refused = self.engine.set_ongoing(items);
        refused.map_err(|error| ApiError::from_engine(Operation::TransactWriteItems, error))
    }

    /// Answers a request: parses it once, asks the engine, and words what comes back.
    pub fn send(&mut self, request: Request) -> Exchange {
        self.sent += 1;
        let (sequence, at) = (self.sent, self.engine.now());
        match request.parse() {
            Ok(parsed) => self.execute(request, parsed, sequence),
            Err(error) => Exchange {
                response: Err(self.wording.apply(request.operation, error)),
                direction: request.operation.direction(),
                request,
                receipts: Vec::new(),
                touched: Vec::new(),
                changes: 0..0,
                expired: 0..0,
                follower: None,
                served: None,
                at,
                sequence,
            },
        }
    }

    /// Answers a request that came over the wire and was parsed already, and tells nothing of how.
    pub fn answer(
        &mut self,
        request: &WireRequest<'_>,
        parsed: Result<Parsed, ApiError>,
    ) -> Result<Response, ApiError> {
        self.sent += 1;
        let operation = request.operation;
        let Parsed { input, shown } =
            parsed.map_err(|error| self.wording.apply(operation, error))?;
        let text = || format!("{operation} {}", request.body);
        let (Executed { result, receipts, .. }, _) = self.carry_out(input, text);
        self.word(operation, result, &shown, &receipts)
    }

    fn execute(&mut self, request: Request, parsed: Parsed, sequence: u64) -> Exchange {
        let (operation, at) = (request.operation, self.engine.now());
        let direction = parsed.input.direction();
        let text = || format!("{operation} {}", request.body);
        let (executed, served) = self.carry_out(parsed.input, text);
        let Executed { result, receipts, changes, expired, touched, follower } = executed;
        let response = self.word(operation, result, &parsed.shown, &receipts);
        Exchange {
            request,
            response,
            direction,
            receipts,
            touched,
            changes,
            expired,
            served,
            follower,
            at,
            sequence,
        }
    }

    /// Through the cluster, if there is one. The text tells one request from another there.
    fn carry_out(
        &mut self,
        input: Input,
        text: impl FnOnce() -> String,
    ) -> (Executed, Option<Served>) {
        match self.dax.as_mut().filter(|_| !self.past_dax) {
            None => (self.engine.execute(input), None),
            Some(dax) => {
                let (executed, served) = dax.execute(&mut self.engine, input, &text());
                (executed, Some(served))
            }
        }
    }

    fn word(
        &self,
        operation: Operation,
        result: Result<Output, EngineError>,
        shown: &Shown,
        receipts: &[Receipt],
    ) -> Result<Response, ApiError> {
        let context = Context { shown, receipts, inspect: self.engine.inspect() };
        match result {
            Ok(output) => Ok(Response::new(output, context)),
            Err(error) => {
                Err(self.wording.apply(operation, ApiError::from_engine(operation, error)))
            }
        }
    }

    /// From now on what is applied is noted down: see [`Engine::keep_applied`].
    pub fn keep_applied(&mut self) {
        self.engine.keep_applied();
    }

    /// What was applied since the last time, oldest first: what is saved.
    pub fn take_applied(&mut self) -> Vec<Applied> {
        self.engine.take_applied()
    }

    /// From now on it is noted what each change replaces: see [`Engine::keep_past`].
    pub fn keep_past(&mut self) {
        self.engine.keep_past();
    }

    /// What was applied since the last step: see [`Engine::take_step`].
    pub fn take_step(&mut self) -> Option<Step> {
        self.engine.take_step()
    }

    /// Goes a step back or forth: see [`Engine::go`]. A cache in front knows nothing of it.
    pub fn go(&mut self, effects: &[Applied]) -> Result<(), Inapplicable> {
        self.engine.go(effects)
    }

    /// Applies an effect again: see [`Engine::apply_again`].
    pub fn apply_again(&mut self, effect: Applied) -> Result<(), Inapplicable> {
        self.engine.apply_again(effect)
    }

    /// Backfills indexes from so many rows of each table, and finishes nothing; tells whether rows
    /// are left.
    pub fn backfill(&mut self, rows: usize) -> bool {
        self.engine.backfill(rows)
    }

    /// Frees up to so many rows of a session that is no longer needed; returns whether there were any:
    /// see [`Engine::release`].
    pub fn release(&mut self, rows: usize) -> bool {
        self.engine.release(rows)
    }

    /// Puts items with every check of BatchWriteItem, but without receipts and change records: the
    /// way in for generated data. Stops at the first item that is rejected; returns how many went in.
    pub fn load_items(
        &mut self,
        table: &TableName,
        items: impl IntoIterator<Item = Item>,
    ) -> Result<u64, ApiError> {
        let mut loaded = 0;
        for item in items {
            self.engine
                .load(table, item)
                .map_err(|error| ApiError::from_engine(Operation::BatchWriteItem, error))?;
            loaded += 1;
        }
        Ok(loaded)
    }
}

/// Answers a request as it comes over HTTP: status and body.
pub fn send(session: &mut Session, target: &str, body: &str) -> (u16, String) {
    let request = WireRequest::from_target(target, body);
    let answer = request.and_then(|request| session.answer(&request, request.parse()));
    match answer {
        Ok(response) => (200, response.to_text()),
        Err(error) => (error.status(), error.body().to_string()),
    }
}
