//! The operations that changed the data, as they were sent.
//!
//! Owns what is worth recording, and when: a request that failed, only read, or wrote what was there
//! already leaves no trace, since replaying it would change nothing.

use crate::api::Exchange;
use crate::engine::{Millis, Operation};

use super::BUDGET_CHARS;

/// A request as it is kept: when it was sent, its operation, and its body as compact JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// When it was sent, by the engine's clock: expiry, limits by the hour and the labels of
    /// streams replay alike only at the same times. Zero where an old text does not tell.
    pub at: Millis,
    /// The operation.
    pub operation: Operation,
    /// The body, without line breaks.
    pub body: String,
}

impl LoggedRequest {
    /// A request that only lets time pass: items expire by it as they did by a read or a refusal.
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
/// goes back, so a session that does the work again must not begin later.
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
    /// Goes on from operations that were saved.
    pub fn resume(operations: Vec<LoggedRequest>) -> Self {
        let chars = operations.iter().map(LoggedRequest::chars).sum();
        Self { operations, chars }
    }

    /// Records the exchange if it changed something, and tells whether it did.
    pub fn record(&mut self, exchange: &Exchange) -> bool {
        let changed = exchange.response.is_ok() && changes_something(exchange);
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

    pub(super) fn push(&mut self, request: LoggedRequest) {
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

fn changes_something(exchange: &Exchange) -> bool {
    exchange.request.operation.is_control() || !exchange.changes.is_empty()
}
