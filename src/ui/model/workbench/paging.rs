//! Reading page after page: what comes next, and when a run is over.

use serde_json::Value as Json;

use super::LoadNumber;
use crate::api::json::item_to_json;
use crate::api::{Exchange, Request};

/// How a run over all pages ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// There are no more pages.
    Done,
    /// It was cancelled, or the data was replaced under it.
    Cancelled,
    /// A page was rejected or throttled.
    Failed,
}

/// A run that follows `LastEvaluatedKey` to the end, or `NextToken` where it is one of statements.
#[derive(Debug, Clone)]
pub struct PagedRun {
    next: Result<Request, RunEnd>,
    /// The load whose data it reads.
    over: LoadNumber,
}

impl PagedRun {
    /// A run that begins with this request, over the data of this load.
    pub fn new(first: Request, over: LoadNumber) -> Self {
        Self { next: Ok(first), over }
    }

    /// The request of the next page, given the load whose data is there now; or how it ended.
    pub fn next(&self, now: LoadNumber) -> Result<Request, RunEnd> {
        // The keys of other data lead nowhere, or worse, somewhere.
        if now == self.over { self.next.clone() } else { Err(RunEnd::Cancelled) }
    }

    /// Takes a page: the next one begins behind it. Tells how the run ended, if it did.
    pub fn add(&mut self, page: &Exchange) -> Option<RunEnd> {
        self.next = match &page.response {
            Err(_) => Err(RunEnd::Failed),
            Ok(response) => match (response.last_key(), response.statement_token()) {
                (Some(key), _) => Ok(starting_behind(page.request.clone(), item_to_json(key))),
                (None, Some(token)) => Ok(going_on(page.request.clone(), token)),
                (None, None) => Err(RunEnd::Done),
            },
        };
        self.next.as_ref().err().copied()
    }
}

/// The statement for the page that this token leads to.
fn going_on(mut request: Request, token: String) -> Request {
    if let Json::Object(body) = &mut request.body {
        body.insert("NextToken".to_owned(), token.into());
    }
    request
}

/// The request for the page that starts behind this key.
pub fn starting_behind(mut request: Request, key: Json) -> Request {
    if let Json::Object(body) = &mut request.body {
        body.insert("ExclusiveStartKey".to_owned(), key);
    }
    request
}
