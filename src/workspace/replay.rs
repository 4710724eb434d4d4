//! Sends logged requests again, each at its time, a few at a time, so that a page can draw between.

use crate::api::json::parse;
use crate::api::{Request, Session};

use super::LoggedRequest;

/// A logged request that did not succeed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayFailure {
    /// Its place in the log, from 0.
    pub at: usize,
    /// What the engine, or the JSON parser, said.
    pub message: String,
}

/// A replay under way. It goes on after a failure, because the rest of the person's work is
/// worth having; the failures are there to be told.
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

    /// Sends at most this many; tells whether all are sent.
    pub fn step(&mut self, session: &mut Session, count: usize) -> bool {
        let end = self.next.saturating_add(count).min(self.operations.len());
        for at in self.next..end {
            if let Err(message) = send(session, &self.operations[at]) {
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

fn send(session: &mut Session, logged: &LoggedRequest) -> Result<(), String> {
    session.set_time(logged.at);
    let body = parse(&logged.body).map_err(|error| error.found.to_owned())?;
    let exchange = session.send(Request { operation: logged.operation, body });
    match exchange.response {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message().map_or_else(|| error.type_name(), str::to_owned)),
    }
}
