//! Running the draft: one page, the next page, or all of them.
//!
//! Owns what is kept of a run: its pages as answers, and which stored rows it read.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value as Json;

use super::desk::{Desk, Progress, Tab};
use super::stock::{Stock, Target};
use crate::api::{Exchange, Request};
use crate::capacity::{ReadUnits, Receipt, WriteUnits};
use crate::engine::Operation;
use crate::ui::model::answer::{Answer, Refusal};
use crate::ui::model::draft::{Draft, DraftProblem};
use crate::ui::model::estimate::grouped;
use crate::ui::model::marks::Marks;
use crate::ui::model::service::answered_by;
use crate::ui::state::End;

/// The most pages whose items a run over all pages keeps; a full scan of a large table would
/// otherwise keep rows alive that were overwritten since, and projected items are copies.
const PAGES_KEPT: usize = 8;

/// A request and its pages so far.
#[derive(Clone)]
pub struct Run {
    /// The request of the first page.
    pub request: Request,
    /// The pages, first to last. Of a long run only the last few keep their items.
    pub pages: Vec<Answer>,
    /// The stored rows that it read, if they are known.
    pub marks: Option<Marks>,
    /// The state of the data that the marks are about.
    pub stock: Stock,
    /// The receipts of the last page.
    pub receipts: Vec<Receipt>,
    /// Units over all pages.
    pub read: ReadUnits,
    /// Write units.
    pub written: WriteUnits,
}

impl Run {
    fn begin(desk: Desk, request: Request) -> Self {
        let target = target_of(&request.body);
        // Many operations name no table of their own; the data view then stays where it is.
        if desk.summary(&target.table).is_some() {
            desk.look_at(target.clone());
        }
        let stock = desk.stock.get_untracked();
        let first = first_row(&request, &stock).filter(|_| stock.target == target);
        let marks = first.map(|(row, backward)| Marks::from(row, backward));
        Self {
            request,
            pages: Vec::new(),
            marks,
            stock,
            receipts: Vec::new(),
            read: ReadUnits::ZERO,
            written: WriteUnits::ZERO,
        }
    }

    fn add(&mut self, exchange: &Exchange) {
        let bricks = exchange.receipts.iter().flat_map(|receipt| {
            let charge = receipt.reads.first();
            charge.into_iter().flat_map(|charge| charge.bricks.iter().map(|brick| brick.kept))
        });
        if let Some(marks) = &mut self.marks {
            marks.read(bricks);
        }
        self.read += exchange.receipts.iter().map(Receipt::read_units).sum();
        self.written += exchange.receipts.iter().map(Receipt::write_units).sum();
        self.receipts = exchange.receipts.clone();
        self.pages.push(answer_of(exchange));
        if let Some(old) = self.pages.len().checked_sub(PAGES_KEPT + 1) {
            self.pages[old].forget_items();
        }
    }
}

impl Desk {
    /// Runs the draft; its first page, if it has pages.
    pub fn run_draft(self) {
        if let Some(request) = self.ask() {
            self.run_request(request);
        }
    }

    /// Runs a request that is not the draft's.
    pub fn run_request(self, request: Request) {
        let mut run = Run::begin(self, request.clone());
        run.add(&self.app.send(request));
        self.show(run, 0);
    }

    /// Runs the page behind the last one.
    pub fn next_page(self) {
        let Some(run) = self.run.get_untracked() else { return };
        let Some(key) = run.pages.last().and_then(Answer::last_key).cloned() else { return };
        let mut request = run.request.clone();
        if let Json::Object(body) = &mut request.body {
            body.insert("ExclusiveStartKey".to_owned(), key);
        }
        let mut run = Run::clone(&run);
        run.add(&self.app.send(request));
        let page = run.pages.len() - 1;
        self.show(run, page);
    }

    /// Runs page after page until there are no more, or until cancelled.
    pub fn run_all(self) {
        let Some(request) = self.ask() else { return };
        let of = self.items_to_read(&request);
        self.progress.set(Some(Progress { pages: 0, scanned: 0, of }));
        // Not a signal: it would end with the button that was pressed, which the run takes away.
        let run = Rc::new(RefCell::new(Run::begin(self, request.clone())));
        let ended = run.clone();
        let on_page = move |exchange: Arc<Exchange>| {
            let mut run = run.borrow_mut();
            run.add(&exchange);
            let read = |answer: &Answer| answer.rows().map_or(0, |rows| rows.scanned);
            let scanned = run.pages.iter().map(read).sum();
            self.progress.set(Some(Progress { pages: run.pages.len(), scanned, of }));
        };
        let on_end = move |_: End| {
            let run = ended.borrow().clone();
            self.progress.set(None);
            self.handle.set_value(None);
            if let Some(page) = run.pages.len().checked_sub(1) {
                self.show(run, page);
            }
        };
        self.handle.set_value(Some(self.app.run_pages(request, on_page, on_end)));
    }

    /// Ends a run over all pages; what it has read so far is shown.
    pub fn cancel(self) {
        if let Some(handle) = self.handle.get_value() {
            handle.cancel();
        }
    }

    /// The draft as a request, or the problem shown.
    fn ask(self) -> Option<Request> {
        let request = self.app.draft.with_untracked(request_of);
        self.problem.set(request.as_ref().err().cloned());
        request.ok()
    }

    fn show(self, run: Run, page: usize) {
        self.page.set(page);
        self.run.set(Some(Arc::new(run)));
        self.tab.set(Tab::Answer);
    }

    /// How many items a run over everything would read.
    fn items_to_read(self, request: &Request) -> Option<u64> {
        let target = target_of(&request.body);
        let summary =
            self.summary(&target.table).filter(|_| request.operation == Operation::Scan)?;
        let Some(index) = target.index else { return Some(summary.items) };
        summary.indexes.iter().find(|i| i.name.as_str() == index).map(|index| index.items)
    }
}

fn request_of(draft: &Draft) -> Result<Request, DraftProblem> {
    let body = draft.to_request()?;
    let name = draft.operation();
    let operation = Operation::from_name(name)
        .ok_or_else(|| DraftProblem::NoSuchOperation { name: name.to_owned() })?;
    Ok(Request { operation, body })
}

/// The table or index that a request body names.
fn target_of(body: &Json) -> Target {
    let text = |member: &str| body.get(member).and_then(Json::as_str).map(str::to_owned);
    Target { table: text("TableName").unwrap_or_default(), index: text("IndexName") }
}

/// The stored row that the request reads first, and whether it goes backward from there. Not known
/// for a key condition that rows cannot say, for a segment, and for a start in the middle.
fn first_row(request: &Request, stock: &Stock) -> Option<(usize, bool)> {
    if request.body.get("ExclusiveStartKey").is_some() || request.body.get("Segment").is_some() {
        return None;
    }
    match request.operation {
        Operation::Scan => Some((0, false)),
        Operation::Query => {
            let mut draft = Draft::from_request("Query", &request.body);
            draft.fit(stock.schema.as_ref()?);
            let rows = stock.bracket(&draft.key.selection(stock.keys()?)?)?;
            let first = if draft.backward { rows.end.checked_sub(1)? } else { rows.start };
            (!rows.is_empty()).then_some((first, draft.backward))
        }
        _ => None,
    }
}

/// An exchange as an answer.
pub fn answer_of(exchange: &Exchange) -> Answer {
    let response = exchange.response.as_ref().map_err(|error| {
        let message = error.message().unwrap_or_default().to_owned();
        Refusal::of_body(error.type_name(), message, error.members())
    });
    let receipts = &exchange.receipts;
    Answer::of(exchange.request.operation, response, receipts, price(receipts))
        .answered_by(answered_by(exchange.served, exchange.follower))
}

/// Units in words: "0.5 RCU", "3 WCU", or both.
pub fn price(receipts: &[Receipt]) -> String {
    let read: ReadUnits = receipts.iter().map(Receipt::read_units).sum();
    let written: WriteUnits = receipts.iter().map(Receipt::write_units).sum();
    units_text(read, written)
}

/// Units in words.
pub fn units_text(read: ReadUnits, written: WriteUnits) -> String {
    let reads = (read > ReadUnits::ZERO || written == WriteUnits::ZERO)
        .then(|| format!("{} RCU", grouped(&read.to_string())));
    let writes =
        (written > WriteUnits::ZERO).then(|| format!("{} WCU", grouped(&written.to_string())));
    reads.into_iter().chain(writes).collect::<Vec<_>>().join(" and ")
}
