//! Running the draft: one page, the next page, or all of them.
//!
//! Owns when a request is sent and which page is shown. What a run comes to is `ui::model::run`'s.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::desk::{Desk, Progress, Tab};
use crate::api::{Exchange, Operation, Request};
use crate::ui::model::answer::{Answer, Outcome};
use crate::ui::model::draft::{Draft, DraftProblem, Place};
use crate::ui::model::history::{Past, remember};
use crate::ui::model::rows::TableRows;
use crate::ui::model::run::{Run, items_to_read};
use crate::ui::state::RunEnd;

impl Desk {
    /// Runs the draft; its first page, if it has pages. A table is deleted only after a yes.
    pub fn run_draft(self) {
        let Some(request) = self.ask() else { return };
        match request.operation {
            Operation::DeleteTable => self.waiting.set(Some(request)),
            _ => self.run_request(request),
        }
    }

    /// Runs the request that waited for a yes.
    pub fn confirm(self) {
        if let Some(request) = self.waiting.get_untracked() {
            self.waiting.set(None);
            self.run_request(request);
        }
    }

    /// Runs a request that is not the draft's.
    pub fn run_request(self, request: Request) {
        let mut run = Run::new(request.clone());
        self.add(&mut run, &self.app.send(request));
        self.show(run, 0);
    }

    /// Shows a run that a lesson has sent, and its last page.
    pub fn show_sent(self, pages: &[Arc<Exchange>]) {
        let Some(first) = pages.first() else { return };
        let mut run = Run::new(first.request.clone());
        pages.iter().for_each(|page| self.add(&mut run, page));
        self.show(run, pages.len() - 1);
    }

    /// Runs the page behind the last one.
    pub fn next_page(self) {
        let Some(run) = self.run.get_untracked() else { return };
        let Some(request) = run.next_request() else { return };
        let mut run = Run::clone(&run);
        self.add(&mut run, &self.app.send(request));
        let page = run.pages.len() - 1;
        self.show(run, page);
    }

    /// Runs page after page until there are no more, or until cancelled.
    pub fn run_all(self) {
        let Some(request) = self.ask() else { return };
        self.progress.set(Some(Progress::default()));
        // Not a signal: it would end with the button that was pressed, which the run takes away.
        let run = Rc::new(RefCell::new(Run::new(request.clone())));
        let ended = run.clone();
        let on_page = move |exchange: Arc<Exchange>| {
            let mut run = run.borrow_mut();
            self.add(&mut run, &exchange);
            let read = |answer: &Answer| answer.rows().map_or(0, |rows| rows.scanned);
            let scanned = run.pages.iter().map(read).sum();
            let of = self.app.look_once(|inspect| items_to_read(&exchange, inspect));
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

    /// Adds a page to a run. The first one tells what the data view looks at.
    fn add(self, run: &mut Run, exchange: &Exchange) {
        // A run over all pages goes on when one leaves for another place, and there is no view then.
        let is_shown = self.selected.try_get_untracked().is_some();
        if run.pages.is_empty() && is_shown {
            self.look_at(self.shown.get_untracked().after(exchange));
            run.columns = self.rows.with_untracked(TableRows::key_names);
        }
        let revision = self.app.revision.get_untracked();
        self.app.look_once(|inspect| run.add(exchange, inspect, revision));
    }

    fn show(self, run: Run, page: usize) {
        self.wrong.set(self.place_of_rejection(&run));
        self.page.set(page);
        self.app.history.update(|history| remember(history, Past::from_run(&run)));
        self.run.set(Some(Arc::new(run)));
        self.show_tab(Tab::Result);
    }

    /// The field that a rejected request is about, if it was the draft's.
    fn place_of_rejection(self, run: &Run) -> Option<Place> {
        let Outcome::Rejected(rejection) = &run.pages.last()?.outcome else { return None };
        let asked = (run.request.operation.name().to_owned(), run.request.body.clone());
        self.app.draft.with_untracked(|draft| {
            let same = draft.asked() == Some(asked);
            same.then(|| draft.place_of_error(&rejection.error, &run.request.body)).flatten()
        })
    }
}

fn request_of(draft: &Draft) -> Result<Request, DraftProblem> {
    let body = draft.to_request()?;
    let name = draft.operation();
    let operation = Operation::from_name(name)
        .ok_or_else(|| DraftProblem::NoSuchOperation { name: name.to_owned() })?;
    Ok(Request { operation, body })
}
