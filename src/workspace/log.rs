//! The log of requests, as builds before version 3 saved it: read, and sent again.
//!
//! Owns sending it again, each request at its time and a few at a time so that a page can draw
//! between. What is saved now is the log of effects. Refuses to know how it is written as text.

use crate::api::json::parse;
use crate::api::{Request, Session};
use crate::engine::{Millis, Operation};

/// A request as it was saved: when it was sent, its operation, and its body as compact JSON text.
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

/// The time at which the work of this log begins; `None` where old texts do not tell. A clock never
/// goes back, so a session that replays the log must not begin later.
pub fn beginning(operations: &[LoggedRequest]) -> Option<Millis> {
    operations.iter().map(|request| request.at).find(|at| at.0 > 0)
}

/// A replay under way. It goes on after a failure, because the rest of the person's work is worth
/// having.
#[derive(Debug, Clone)]
pub struct Replay {
    operations: Vec<LoggedRequest>,
    next: usize,
    failures: usize,
}

impl Replay {
    /// Prepares to replay these, oldest first.
    pub fn new(operations: Vec<LoggedRequest>) -> Self {
        Self { operations, next: 0, failures: 0 }
    }

    /// Sends at most this many. Returns whether all are sent.
    pub fn step(&mut self, session: &mut Session, count: usize) -> bool {
        let end = self.next.saturating_add(count).min(self.operations.len());
        for logged in &self.operations[self.next..end] {
            session.set_time(logged.at);
            let is_done = parse(&logged.body).is_ok_and(|body| {
                session.send(Request { operation: logged.operation, body }).response.is_ok()
            });
            self.failures += usize::from(!is_done);
        }
        self.next = end;
        self.next == self.operations.len()
    }

    /// Requests that are sent, and all there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.operations.len())
    }

    /// Requests that did not succeed again.
    pub fn failures(&self) -> usize {
        self.failures
    }
}
