//! Reading page after page, one page a task.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::App;
use crate::api::{Exchange, Request};
use crate::ui::dom::time;
use crate::ui::model::workbench::{PagedRun, RunEnd, Workbench};

/// A run over all pages that is under way.
#[derive(Debug, Clone, Default)]
pub struct RunHandle {
    is_cancelled: Rc<Cell<bool>>,
}

impl RunHandle {
    /// Ends the run before its next page.
    pub fn cancel(&self) {
        self.is_cancelled.set(true);
    }
}

/// What is told of a run.
struct Listener<P, E> {
    app: App,
    handle: RunHandle,
    on_page: P,
    on_end: E,
}

impl App {
    /// Sends a Query or Scan and follows `LastEvaluatedKey` to the end, one page a task.
    pub fn run_pages(
        &self,
        first: Request,
        on_page: impl Fn(Arc<Exchange>) + 'static,
        on_end: impl Fn(RunEnd) + 'static,
    ) -> RunHandle {
        let handle = RunHandle::default();
        let run = PagedRun::new(first, self.bench.with_value(Workbench::load_number));
        let listener = Listener { app: *self, handle: handle.clone(), on_page, on_end };
        time::soon(move || listener.read_page(run));
        handle
    }
}

impl<P, E> Listener<P, E>
where
    P: Fn(Arc<Exchange>) + 'static,
    E: Fn(RunEnd) + 'static,
{
    fn read_page(self, mut run: PagedRun) {
        if self.app.is_gone() {
            // So is whoever would have been told.
            return;
        }
        if self.handle.is_cancelled.get() {
            return (self.on_end)(RunEnd::Cancelled);
        }
        match run.next(self.app.bench.with_value(Workbench::load_number)) {
            Ok(request) => {
                let page = self.app.send(request);
                let ended = run.add(&page);
                (self.on_page)(page);
                match ended {
                    None => time::soon(move || self.read_page(run)),
                    Some(end) => (self.on_end)(end),
                }
            }
            Err(end) => (self.on_end)(end),
        }
    }
}
