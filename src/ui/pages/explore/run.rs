//! Running the draft: one page, the next page, or all of them.
//!
//! Owns which stored rows a run goes through. What is kept of it is `ui::model::run`'s.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value as Json;

use super::desk::{Desk, Progress, Tab};
use super::stock::{Stock, Target};
use crate::api::json::item_from_json;
use crate::api::{Exchange, Request};
use crate::engine::Operation;
use crate::ui::model::answer::Answer;
use crate::ui::model::draft::{Draft, DraftProblem};
use crate::ui::model::marks::Marks;
use crate::ui::model::run::{Run, Trail};
use crate::ui::state::RunEnd;

impl Desk {
    /// Runs the draft; its first page, if it has pages.
    pub fn run_draft(self) {
        if let Some(request) = self.ask() {
            self.run_request(request);
        }
    }

    /// Runs a request that is not the draft's.
    pub fn run_request(self, request: Request) {
        let mut run = self.begin(request.clone());
        let exchange = self.app.send(request);
        run.add(&exchange);
        run.trail = self.written(&exchange).or(run.trail);
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
        let run = Rc::new(RefCell::new(self.begin(request.clone())));
        let ended = run.clone();
        let on_page = move |exchange: Arc<Exchange>| {
            let mut run = run.borrow_mut();
            run.add(&exchange);
            let read = |answer: &Answer| answer.rows().map_or(0, |rows| rows.scanned);
            let scanned = run.pages.iter().map(read).sum();
            self.progress.set(Some(Progress { pages: run.pages.len(), scanned, of }));
        };
        let on_end = move |_: RunEnd| {
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

    /// A run whose first page is yet to come; the data view looks at what it asks.
    fn begin(self, request: Request) -> Run {
        let target = target_of(&request.body);
        // Many operations name no table of their own; the data view then stays where it is.
        if self.summary(&target.table).is_some() {
            self.look_at(target.clone());
        }
        let revision = self.app.revision.get_untracked();
        let (first, columns) = self.stock.with_untracked(|stock| {
            let first = first_row(&request, stock).filter(|_| stock.target == target);
            (first, stock.key_names())
        });
        let marks = first.map(|(row, backward)| Marks::from(row, backward));
        let trail = marks.map(|marks| Trail { target, revision, marks });
        Run::new(request, trail, columns)
    }

    /// The row that was put or updated, among the rows as they are now.
    fn written(self, exchange: &Exchange) -> Option<Trail> {
        let body = &exchange.request.body;
        let keyed = match exchange.request.operation {
            Operation::PutItem => &body["Item"],
            Operation::UpdateItem => &body["Key"],
            _ => return None,
        };
        let item = item_from_json(keyed).ok().filter(|_| exchange.response.is_ok())?;
        let target = target_of(body);
        let row = self
            .stock
            .with_untracked(|stock| stock.place_of_key(&item).filter(|_| stock.target == target))?;
        let revision = self.app.revision.get_untracked();
        Some(Trail { target, revision, marks: Marks::of_written(row) })
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
