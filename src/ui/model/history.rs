//! The requests of this visit, newest first.
//!
//! Owns what is said of each and how many are kept. Refuses to keep their results: those go with the
//! data that they are about.

use super::compare::{condition, heading};
use super::run::{Run, answer_of};
use super::words::visible;
use crate::api::{Exchange, Request};
use crate::engine::inspect::Inspect;

/// The most that are kept.
const MOST: usize = 30;

/// A request that ran.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The request.
    pub request: Request,
    /// What it did: "Query on GSI1".
    pub heading: String,
    /// What it asked for: `PK = "PATIENT#123"`; empty where nothing short says it.
    pub condition: String,
    /// What came of it: "5 items, 0.5 RCU".
    pub outcome: String,
    /// What it cost: "0.5 RCU".
    pub units: String,
}

impl Past {
    /// What is kept of a run.
    pub fn from_run(run: &Run) -> Self {
        let last = || run.pages.last().map(super::answer::Answer::outcome_text);
        let outcome = run.sum_text().or_else(last);
        Self {
            request: run.request.clone(),
            heading: heading(&run.request),
            condition: visible(&condition(&run.request)),
            outcome: outcome.unwrap_or_default(),
            units: run.pages.last().map(|page| page.price.clone()).unwrap_or_default(),
        }
    }
}

impl Past {
    /// What is kept of one exchange.
    pub fn from_exchange(exchange: &Exchange, inspect: &Inspect<'_>) -> Self {
        let answer = answer_of(exchange, inspect);
        Self {
            request: exchange.request.clone(),
            heading: heading(&exchange.request),
            condition: visible(&condition(&exchange.request)),
            outcome: answer.outcome_text(),
            units: answer.price,
        }
    }
}

/// Puts a request in front. One that ran before moves there instead of standing twice.
pub fn remember(history: &mut Vec<Past>, past: Past) {
    history.retain(|known| known.request != past.request);
    history.insert(0, past);
    history.truncate(MOST);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Operation;
    use serde_json::json;

    fn past(table: &str, outcome: &str) -> Past {
        let run = Run::new(Request::new(Operation::Scan, json!({ "TableName": table })));
        Past { outcome: outcome.to_owned(), ..Past::from_run(&run) }
    }

    #[test]
    fn a_request_that_runs_again_moves_to_the_front() {
        let mut history = Vec::new();
        for (table, outcome) in [("a", "1"), ("b", "2"), ("a", "3")] {
            remember(&mut history, past(table, outcome));
        }
        let kept: Vec<_> = history.iter().map(|past| past.outcome.as_str()).collect();
        assert_eq!(kept, ["3", "2"]);
        assert_eq!(history[0].heading, "Scan");
        for number in 0..100 {
            remember(&mut history, past(&number.to_string(), ""));
        }
        assert_eq!(history.len(), MOST);
    }
}
