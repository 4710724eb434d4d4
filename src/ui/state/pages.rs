//! Reading page after page, one page a task.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use serde_json::Value as Json;

use super::App;
use crate::api::json::item_to_json;
use crate::api::{Exchange, Request};
use crate::ui::dom::tasks;

/// How a run over all pages ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// There are no more pages.
    Done,
    /// It was cancelled, or the data was replaced under it.
    Cancelled,
    /// A page was refused.
    Failed,
}

/// A run over all pages that is under way.
#[derive(Debug, Clone, Default)]
pub struct RunHandle {
    cancelled: Arc<AtomicBool>,
}

impl RunHandle {
    /// Ends the run before its next page.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// What a run needs for its next page.
struct Run<P, E> {
    app: App,
    handle: RunHandle,
    load_number: u64,
    on_page: P,
    on_end: E,
}

impl App {
    /// Sends a Query or Scan and follows `LastEvaluatedKey` to the end, one page a task.
    pub fn run_pages(
        &self,
        first: Request,
        on_page: impl Fn(Arc<Exchange>) + 'static,
        on_end: impl Fn(End) + 'static,
    ) -> RunHandle {
        let handle = RunHandle::default();
        let load_number = self.load_number.get_value();
        let run = Run { app: *self, handle: handle.clone(), load_number, on_page, on_end };
        tasks::soon(move || run.page(first));
        handle
    }
}

impl<P, E> Run<P, E>
where
    P: Fn(Arc<Exchange>) + 'static,
    E: Fn(End) + 'static,
{
    fn page(self, request: Request) {
        if self.handle.is_cancelled() || self.app.load_number.get_value() != self.load_number {
            return (self.on_end)(End::Cancelled);
        }
        let exchange = self.app.send(request);
        let next = match &exchange.response {
            Ok(response) => Ok(response.last_key().map(item_to_json)),
            Err(_) => Err(()),
        };
        let request = exchange.request.clone();
        (self.on_page)(exchange);
        match next {
            Ok(Some(key)) => tasks::soon(move || self.page(behind(request, key))),
            Ok(None) => (self.on_end)(End::Done),
            Err(()) => (self.on_end)(End::Failed),
        }
    }
}

/// The request for the page that starts behind this key.
fn behind(mut request: Request, key: Json) -> Request {
    if let Json::Object(body) = &mut request.body {
        body.insert("ExclusiveStartKey".to_owned(), key);
    }
    request
}
