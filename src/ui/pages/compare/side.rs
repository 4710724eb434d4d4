//! One side of the comparison: what it read so far and what of it is shown.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::Exchange;
use crate::capacity::Receipt;
use crate::ui::model::compare::{Lane, Strip, Totals, Touch};
use crate::ui::state::{RunEnd, RunHandle};

/// One side as it runs: the request by key, the Scan, or a further way. Copied freely: all of it is signals.
#[derive(Clone, Copy)]
pub struct ComparisonSide {
    /// What the pages so far read.
    pub totals: RwSignal<Totals>,
    /// Their marks on the strip.
    pub lane: RwSignal<Lane>,
    /// Their bills, one for each page.
    pub receipts: RwSignal<Vec<Receipt>>,
    /// The error that stopped it.
    pub rejection: RwSignal<Option<String>>,
    ended: RwSignal<bool>,
    handle: StoredValue<Option<RunHandle>, LocalStorage>,
}

impl ComparisonSide {
    /// A side that has not run.
    pub fn new() -> Self {
        Self {
            totals: RwSignal::default(),
            lane: RwSignal::new(Lane::new(Strip::of(0))),
            receipts: RwSignal::default(),
            rejection: RwSignal::default(),
            ended: RwSignal::new(false),
            handle: StoredValue::new_local(None),
        }
    }

    /// Back to the start, on this strip.
    pub fn reset(self, strip: Strip) {
        self.cancel();
        self.totals.set(Totals::default());
        self.lane.set(Lane::new(strip));
        self.receipts.set(Vec::new());
        self.rejection.set(None);
        self.ended.set(false);
    }

    /// Adds a page and where its items lie.
    pub fn add(self, exchange: &Arc<Exchange>, touches: Vec<Touch>) {
        match &exchange.response {
            Ok(response) => {
                self.totals.update(|totals| totals.add(&exchange.receipts, response.items()))
            }
            Err(error) => {
                let text = error.message().unwrap_or_default();
                self.rejection.set(Some(format!("{}: {text}", error.type_name())));
            }
        }
        self.receipts.update(|receipts| receipts.extend(exchange.receipts.iter().cloned()));
        self.lane.maybe_update(|lane| {
            lane.push(touches);
            false
        });
    }

    /// Keeps what stops the run.
    pub fn hold(self, handle: RunHandle) {
        self.handle.set_value(Some(handle));
    }

    /// Marks the run as over.
    pub fn end(self, _: RunEnd) {
        self.ended.set(true);
    }

    /// Stops the run, if it runs.
    pub fn cancel(self) {
        self.handle.try_update_value(|handle| {
            if let Some(handle) = handle.take() {
                handle.cancel();
            }
        });
    }

    /// Shows as many bytes of reading.
    pub fn advance_to(self, bytes: u64) {
        self.lane.maybe_update(|lane| lane.advance_to(bytes));
    }

    /// Shows what was read before so many bytes, forwards or back.
    pub fn show_at(self, bytes: u64) {
        self.lane.maybe_update(|lane| lane.show_at(bytes));
    }

    /// Whether no page is to come.
    pub fn is_over(self) -> bool {
        self.ended.get_untracked()
    }

    /// Whether everything read is shown, and no more will come.
    pub fn is_done(self) -> bool {
        self.is_over() && self.lane.with_untracked(Lane::is_level)
    }
}
