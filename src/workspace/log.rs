//! The log of requests that changed something: recorded, replayed, and compacted.
//!
//! Owns what belongs into the log, sending it again, each request at its time and a few at a time so
//! that a page can draw between, and making it shorter. Refuses to know how it is written as text.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::BUDGET_CHARS;
use crate::api::json::{item_from_json, item_to_json, parse};
use crate::api::{Exchange, Request, Session, statements, table_named};
use crate::engine::statement::Statement;
use crate::engine::{Engine, Millis, Operation};
use crate::model::{Item, KeyBytes, TableName};

/// A request as it is saved: when it was sent, its operation, and its body as compact JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// When it was sent, by the engine's clock: expiry, hourly limits and stream labels come out the
    /// same in a replay only at the same times. Zero where an old text does not tell.
    pub at: Millis,
    /// The operation.
    pub operation: Operation,
    /// The body, without line breaks.
    pub body: String,
}

impl LoggedRequest {
    /// A request that only lets time pass. Items may have expired because of a request that changed
    /// nothing itself, a read or a rejected one; in a replay they expire because of this one.
    fn tick(at: Millis) -> Self {
        Self { at, operation: Operation::ListTables, body: "{}".to_owned() }
    }

    /// How many UTF-16 units it takes in the saved text, with spaces and line break.
    fn chars(&self) -> usize {
        let time = self.at.0.checked_ilog10().unwrap_or(0) as usize + 1;
        self.operation.name().len() + time + self.body.encode_utf16().count() + 3
    }
}

/// The time at which the work of this log begins; `None` where old texts do not tell. A clock never
/// goes back, so a session that replays the log must not begin later.
pub fn beginning(operations: &[LoggedRequest]) -> Option<Millis> {
    operations.iter().map(|request| request.at).find(|at| at.0 > 0)
}

/// The log of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    operations: Vec<LoggedRequest>,
    chars: usize,
}

impl Log {
    /// A log that goes on from operations that were saved.
    pub fn resume(operations: Vec<LoggedRequest>) -> Self {
        let chars = operations.iter().map(LoggedRequest::chars).sum();
        Self { operations, chars }
    }

    /// Records the exchange if it changed something. Returns whether it did.
    pub fn record(&mut self, exchange: &Exchange) -> bool {
        let succeeded = exchange.response.is_ok();
        // Control operations leave no change record.
        let changed =
            succeeded && (exchange.request.operation.is_control() || !exchange.changes.is_empty());
        if changed {
            let body = exchange.request.body.to_string();
            let operation = exchange.request.operation;
            self.push(LoggedRequest { at: exchange.at, operation, body });
        }
        if !changed && !exchange.expired.is_empty() {
            self.push(LoggedRequest::tick(exchange.at));
        }
        changed || !exchange.expired.is_empty()
    }

    fn push(&mut self, request: LoggedRequest) {
        self.chars += request.chars();
        self.operations.push(request);
    }

    /// The operations, oldest first.
    pub fn operations(&self) -> &[LoggedRequest] {
        &self.operations
    }

    /// How many UTF-16 units the log takes in the saved text.
    pub fn chars(&self) -> usize {
        self.chars
    }

    /// Whether it is time to compact.
    pub fn is_over_budget(&self) -> bool {
        self.chars > BUDGET_CHARS
    }
}

/// A logged request that did not succeed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayFailure {
    /// Its index in the log.
    pub at: usize,
    /// What the engine, or the JSON parser, said.
    pub message: String,
}

/// A replay under way. It goes on after a failure, because the rest of the person's work is worth
/// having; the failures are there to be told.
#[derive(Debug, Clone)]
pub struct Replay {
    operations: Vec<LoggedRequest>,
    next: usize,
    failures: Vec<ReplayFailure>,
}

impl Replay {
    /// Prepares to replay these, oldest first.
    pub fn new(operations: Vec<LoggedRequest>) -> Self {
        Self { operations, next: 0, failures: Vec::new() }
    }

    /// Sends at most this many. Returns whether all are sent.
    pub fn step(&mut self, session: &mut Session, count: usize) -> bool {
        let end = self.next.saturating_add(count).min(self.operations.len());
        for at in self.next..end {
            if let Err(message) = resend(session, &self.operations[at]) {
                self.failures.push(ReplayFailure { at, message });
            }
        }
        self.next = end;
        self.is_complete()
    }

    /// Whether all are sent.
    pub fn is_complete(&self) -> bool {
        self.next == self.operations.len()
    }

    /// What failed so far.
    pub fn failures(&self) -> &[ReplayFailure] {
        &self.failures
    }
}

fn resend(session: &mut Session, logged: &LoggedRequest) -> Result<(), String> {
    session.set_time(logged.at);
    let body = parse(&logged.body).map_err(|error| error.found.to_owned())?;
    let exchange = session.send(Request { operation: logged.operation, body });
    match exchange.response {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message().map_or_else(|| error.type_name(), str::to_owned)),
    }
}

/// A shorter log that leads to the tables that the engine has now: however often an item was written,
/// only what it came to counts. The engine must be the one that the log's operations were sent to.
///
/// The result is the control operations in their order, then for every key that was ever written one put
/// of the item that is there now, or one delete. Replayed on the same recipe it gives the same tables.
/// What is lost is the way there, so this is for when the budget is spent.
pub fn compact(log: &Log, engine: &Engine) -> Log {
    let mut short = Log::default();
    let mut written: BTreeMap<TableName, Vec<Item>> = BTreeMap::new();
    // Control operations come first, writes after all of them: a table that was deleted and made
    // anew gets the items that it has now, and one that is gone gets none.
    for logged in log.operations() {
        if logged.operation.is_write() {
            collect_keys(logged, engine, &mut written);
        } else {
            short.push(logged.clone());
        }
    }
    for (table, items) in written {
        push_final_state(&mut short, engine, &table, &items);
    }
    short
}

/// Notes the items or keys that a logged write names, by table.
fn collect_keys(
    logged: &LoggedRequest,
    engine: &Engine,
    written: &mut BTreeMap<TableName, Vec<Item>>,
) {
    let Ok(body) = parse(&logged.body) else { return };
    for (table, key) in keys_of_statements(&body, engine) {
        written.entry(table).or_default().push(key);
    }
    let mut note = |table: &str, named: &Json| {
        if let (Some(table), Ok(item)) = (table_named(table), item_from_json(named)) {
            written.entry(table).or_default().push(item);
        }
    };
    let actions = body["TransactItems"].as_array().into_iter().flatten();
    for action in actions.filter_map(Json::as_object).flat_map(|element| element.values()) {
        let table = action["TableName"].as_str().unwrap_or_default();
        note(table, &action["Item"]);
        note(table, &action["Key"]);
    }
    if let Some(requests) = body["RequestItems"].as_object() {
        for (table, writes) in requests {
            for write in writes.as_array().into_iter().flatten() {
                note(table, &write["PutRequest"]["Item"]);
                note(table, &write["DeleteRequest"]["Key"]);
            }
        }
    } else if let Some(table) = body["TableName"].as_str() {
        note(table, &body["Item"]);
        note(table, &body["Key"]);
    }
}

/// The keys that PartiQL statements name, which depend on the key of their table.
fn keys_of_statements(body: &Json, engine: &Engine) -> Vec<(TableName, Item)> {
    let key = |statement: Statement| {
        let table = statement.target().table.clone();
        let keys = engine.inspect().table(&table)?.schema.keys;
        Some((table, statement.key(&keys)?))
    };
    statements(body).into_iter().filter_map(key).collect()
}

/// A table that is gone needs nothing: the log's DeleteTable takes it away.
fn push_final_state(short: &mut Log, engine: &Engine, table: &TableName, items: &[Item]) {
    let Some(summary) = engine.inspect().table(table) else { return };
    let keys = &summary.schema.keys;
    let now = engine.now();
    // Every key that was written, until its item is found among the rows.
    let entry = |item: &Item| Some((keys.encode(item).ok()?, Some(keys.project(item))));
    let mut missing: BTreeMap<KeyBytes, Option<Item>> = items.iter().filter_map(entry).collect();
    for row in engine.inspect().rows(table, None) {
        let item = row.item.item();
        let key = keys.encode(item).ok();
        if let Some(touched) = key.and_then(|key| missing.get_mut(&key)) {
            *touched = None;
            short.push(request(now, Operation::PutItem, table, "Item", item));
        }
    }
    for key in missing.values().flatten() {
        short.push(request(now, Operation::DeleteItem, table, "Key", key));
    }
}

fn request(
    at: Millis,
    operation: Operation,
    table: &TableName,
    member: &str,
    item: &Item,
) -> LoggedRequest {
    let body = json!({ "TableName": table.as_str(), member: item_to_json(item) });
    LoggedRequest { at, operation, body: body.to_string() }
}
