//! The operations that changed the data, as they were sent.
//!
//! Owns what is worth recording: a request that failed, only read, or wrote what was there
//! already leaves no trace, since replaying it would change nothing.

use crate::api::Exchange;
use crate::engine::Operation;

use super::BUDGET_CHARS;

/// A request as it is kept: its operation, and its body as compact JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// The operation.
    pub operation: Operation,
    /// The body, without line breaks.
    pub body: String,
}

impl LoggedRequest {
    /// How many UTF-16 units it takes in the saved text, with space and line break.
    fn chars(&self) -> usize {
        self.operation.name().len() + self.body.encode_utf16().count() + 2
    }
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
            self.push(LoggedRequest { operation: exchange.request.operation, body });
        }
        changed
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
    match exchange.request.operation {
        Operation::CreateTable | Operation::DeleteTable => true,
        operation => operation.is_write() && !exchange.changes.is_empty(),
    }
}
