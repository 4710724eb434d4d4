//! Importing a plan: its requests, a few at a time, and taking them back.

use std::collections::VecDeque;

use leptos::prelude::*;

use super::App;
use crate::api::{Operation, Request};
use crate::capacity::WriteUnits;
use crate::ui::dom::time::{Budget, soon};
use crate::ui::model::files::{Work, one_by_one};

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportPhase {
    /// None is under way.
    Idle,
    /// So many of its requests are answered.
    Running {
        /// Answered.
        done: usize,
        /// In all.
        of: usize,
    },
    /// It is over.
    Done(ImportOutcome),
    /// It was taken back.
    TakenBack,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Tables made.
    pub tables: usize,
    /// Items put.
    pub items: usize,
    /// What was rejected, in AWS's words, and how often.
    pub rejected: Vec<(String, usize)>,
    /// Items that the simulation's limits kept out.
    pub throttled: usize,
    /// Write units that it consumed.
    pub units: WriteUnits,
    /// Whether the person stopped it.
    pub is_cancelled: bool,
}

/// An import. Copied freely.
#[derive(Clone, Copy)]
pub struct Importing {
    app: App,
    /// How far it is.
    pub phase: RwSignal<ImportPhase>,
    undo: StoredValue<VecDeque<Request>>,
    /// Counts imports: what began before the latest one stops.
    turn: StoredValue<u64>,
}

/// What is under way.
struct Run {
    to_send: VecDeque<Request>,
    of: usize,
    outcome: ImportOutcome,
    is_undo: bool,
}

impl Importing {
    /// None under way.
    pub fn new(app: App) -> Self {
        Self {
            app,
            phase: RwSignal::new(ImportPhase::Idle),
            undo: StoredValue::new(VecDeque::new()),
            turn: StoredValue::new(0),
        }
    }

    /// Begins an import.
    pub fn start(self, work: Work) {
        self.undo.set_value(work.undo);
        self.begin(work.to_send, false);
    }

    /// Takes the last import back.
    pub fn take_back(self) {
        let undo = self.undo.try_update_value(std::mem::take).unwrap_or_default();
        self.begin(undo, true);
    }

    /// Stops; what was put stays and can be taken back.
    pub fn cancel(self) {
        self.turn.update_value(|turn| *turn += 1);
        let outcome = ImportOutcome { is_cancelled: true, ..ImportOutcome::default() };
        self.phase.set(ImportPhase::Done(outcome));
    }

    fn begin(self, to_send: VecDeque<Request>, is_undo: bool) {
        self.turn.update_value(|turn| *turn += 1);
        let of = to_send.len();
        self.phase.set(ImportPhase::Running { done: 0, of });
        let run = Run { to_send, of, outcome: ImportOutcome::default(), is_undo };
        let turn = self.turn.get_value();
        soon(move || self.go_on(turn, run));
    }

    fn go_on(self, turn: u64, mut run: Run) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        let budget = Budget::of_task();
        while budget.is_left() {
            let Some(request) = run.to_send.pop_front() else {
                let over = match run.is_undo {
                    true => ImportPhase::TakenBack,
                    false => ImportPhase::Done(run.outcome),
                };
                return self.phase.set(over);
            };
            self.send(request, &mut run);
        }
        self.phase.set(ImportPhase::Running {
            done: run.of.saturating_sub(run.to_send.len()),
            of: run.of,
        });
        soon(move || self.go_on(turn, run));
    }

    fn send(self, request: Request, run: &mut Run) {
        let exchange = self.app.send(request);
        let request = &exchange.request;
        for receipt in &exchange.receipts {
            run.outcome.units += receipt.write_units();
        }
        match &exchange.response {
            Ok(response) => match request.operation {
                Operation::CreateTable => run.outcome.tables += 1,
                Operation::BatchWriteItem => {
                    let left = unprocessed(&response.to_json());
                    run.outcome.items += puts(request).saturating_sub(left);
                    run.outcome.throttled += left;
                }
                Operation::PutItem => run.outcome.items += 1,
                _ => {}
            },
            // One wrong item rejects its whole batch: the others are worth another try.
            Err(_) if request.operation == Operation::BatchWriteItem && puts(request) > 1 => {
                for single in one_by_one(request).into_iter().rev() {
                    run.to_send.push_front(single);
                }
            }
            Err(error) => {
                let words = error.message().map_or_else(|| error.type_name(), str::to_owned);
                match run.outcome.rejected.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, times)) => *times += 1,
                    None => run.outcome.rejected.push((words, 1)),
                }
            }
        }
    }
}

fn puts(request: &Request) -> usize {
    let tables = request.body["RequestItems"].as_object().into_iter().flatten();
    tables.map(|(_, requests)| requests.as_array().map_or(0, Vec::len)).sum()
}

fn unprocessed(answer: &serde_json::Value) -> usize {
    let tables = answer["UnprocessedItems"].as_object().into_iter().flatten();
    tables.map(|(_, requests)| requests.as_array().map_or(0, Vec::len)).sum()
}
