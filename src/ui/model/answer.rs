//! An answer as the page shows it.
//!
//! Owns which parts of a response are rows, a single item, counts or a key to go on from, and the
//! words for them. Refuses to know how the response came about: the bill is the receipt's.

use serde_json::{Map, Value as Json};

use super::advice::advice;
use super::words::visible;
use super::{grid, plain};
use crate::api::json::{item_to_json, value_to_json};
use crate::api::{ApiError, Request, Response};
use crate::capacity::Receipt;
use crate::engine::{Found, Operation};
use crate::model::{Item, Value};
use crate::store::EntryChange;

/// The most items that are written as JSON: the text of a full page would take longer to build and
/// to lay out than anyone waits.
pub const WRITTEN: usize = 200;

/// The most that one page of a Query or Scan evaluates, in bytes.
const PAGE_BYTES: u64 = 1_048_576;

/// One page of an answer, or the whole of one that has no pages.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The operation.
    pub operation: Operation,
    /// What came back.
    pub outcome: Outcome,
    /// The response; none for an error, and none when it was let go.
    response: Option<Response>,
    /// What became of the item that was written.
    pub became: Option<&'static str>,
    /// Its price, "0.5 RCU".
    pub price: String,
    /// Who answered, where that is worth a word.
    pub answered_by: Option<String>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Items of a Query or Scan.
    Rows(Rows),
    /// One item: of a Get, or the attributes that a write returned.
    One(Map<String, Json>),
    /// It worked and there is nothing to show.
    Nothing,
    /// Another operation's response, shown as JSON.
    Other,
    /// It was rejected.
    Rejected(Rejection),
}

/// The rows of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// How many passed the filter.
    pub count: u64,
    /// How many were evaluated.
    pub scanned: u64,
    /// Their bytes, which the limit of 1 MB a page is about.
    pub bytes: u64,
    /// What the request went over, and from where.
    pub asked: Asked,
    /// Where the next page begins.
    pub last_key: Option<Json>,
    /// Whether the items were let go.
    pub forgotten: bool,
}

/// What a Query or Scan went over, as far as its words need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Whether it had a key condition.
    pub is_query: bool,
    /// Whether it read an index.
    pub of_index: bool,
    /// Whether it began behind the key of an earlier page.
    pub continues: bool,
    /// Whether it had a Limit.
    pub limited: bool,
}

impl Asked {
    fn of_request(request: &Request) -> Self {
        // A member that is null counts as absent, as the service has it.
        let has = |member: &str| request.body.get(member).is_some_and(|value| !value.is_null());
        Self {
            is_query: request.operation == Operation::Query,
            of_index: has("IndexName"),
            continues: has("ExclusiveStartKey"),
            limited: has("Limit"),
        }
    }
}

/// A rejected or throttled request: the service's error, and its parts as they are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// The error itself, with the rule that was broken.
    pub error: ApiError,
    /// The text.
    pub message: String,
    /// The item that a failed condition returned.
    pub item: Option<Map<String, Json>>,
    /// Why it was throttled: the service's reason, and whose limit it was.
    pub reasons: Vec<(String, String)>,
}

impl Answer {
    /// The answer to this request, whose bill tells what became of the item that was written.
    pub fn new(
        request: &Request,
        response: Result<&Response, Rejection>,
        receipts: &[Receipt],
        price: String,
    ) -> Self {
        let operation = request.operation;
        let (outcome, response) = match response {
            Ok(response) => (outcome(request, response, receipts), Some(response.clone())),
            Err(rejection) => (Outcome::Rejected(rejection), None),
        };
        let became = response.as_ref().and_then(|_| written(operation, receipts));
        Self { operation, outcome, response, became, price, answered_by: None }
    }

    /// The same, with who answered.
    pub fn answered_by(self, answered_by: Option<String>) -> Self {
        Self { answered_by, ..self }
    }

    /// The items.
    pub fn items(&self) -> &[Found] {
        self.response.as_ref().map(Response::items).unwrap_or_default()
    }

    /// The response body with the first [`WRITTEN`] items.
    pub fn body(&self) -> Json {
        let body = |response: &Response| response.to_json_of_first(WRITTEN);
        self.response.as_ref().map_or(Json::Null, body)
    }

    /// That not all items are written as JSON, if that is so.
    pub fn cut_note(&self) -> Option<String> {
        let items = self.items().len();
        let all = super::estimate::grouped(&items.to_string());
        (items > WRITTEN).then(|| format!("Showing the first {WRITTEN} of {all} items."))
    }

    /// The rows, if it has some.
    pub fn rows(&self) -> Option<&Rows> {
        match &self.outcome {
            Outcome::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    /// Lets the items go and keeps their counts: for long runs, whose early pages nobody reads.
    pub fn forget_items(&mut self) {
        if let Outcome::Rows(rows) = &mut self.outcome {
            rows.forgotten = true;
            self.response = None;
        }
    }

    /// Where the next page begins.
    pub fn last_key(&self) -> Option<&Json> {
        self.rows().and_then(|rows| rows.last_key.as_ref())
    }

    /// What came of it in a few words: "5 items, 0.5 RCU".
    pub fn outcome_text(&self) -> String {
        match &self.outcome {
            Outcome::Rejected(rejection) => rejection.name().to_owned(),
            _ => self.announcement(),
        }
    }

    /// What a screen reader is told: "5 items, 0.5 RCU".
    pub fn announcement(&self) -> String {
        let what = match &self.outcome {
            Outcome::Rows(rows) => items_text(rows.count),
            Outcome::One(_) => self.became.unwrap_or("1 item").to_owned(),
            Outcome::Nothing => self.became.unwrap_or(NOT_FOUND).to_owned(),
            Outcome::Other => "Done".to_owned(),
            Outcome::Rejected(rejection) => format!("{}: {}", rejection.name(), rejection.message),
        };
        format!("{what}, {}", self.price)
    }
}

impl Rows {
    /// "5 items" or, when a filter took some away, "5 items returned of 30 evaluated".
    pub fn count_text(&self) -> String {
        match self.count == self.scanned {
            true => items_text(self.count),
            false => {
                let scanned = super::estimate::grouped(&self.scanned.to_string());
                format!("{} returned of {scanned} evaluated", items_text(self.count))
            }
        }
    }

    /// Why the page ended where it did; nothing for the last page, nor for one that read nothing.
    pub fn end_note(&self) -> Option<String> {
        self.last_key.as_ref().filter(|_| self.scanned > 0)?;
        // Without reaching 1 MB only a Limit ends a page early, however its number is written.
        let end = match self.asked.limited && self.bytes < PAGE_BYTES {
            true => format!("The page ended at its Limit: {} evaluated.", items_text(self.scanned)),
            false => "The page ended at 1 MB, the most that one page can read.".to_owned(),
        };
        Some(end + " Pass LastEvaluatedKey as ExclusiveStartKey to get the next page.")
    }

    /// Why a page without items is not the end.
    pub fn empty_note(&self) -> Option<&'static str> {
        match (self.count == 0, &self.last_key, self.scanned) {
            (true, Some(_), 0) => Some(
                "This page is empty, but it has a LastEvaluatedKey. Only a page without one is the last.",
            ),
            (true, Some(_), _) => Some(
                "No items on this page matched the filter, but there are more pages. You still pay \
                 for what was read.",
            ),
            (true, None, 0) if self.asked.continues => Some(
                "The last page is empty: the page before it ended exactly at the last item. \
                 LastEvaluatedKey only says where DynamoDB stopped reading, not that more items follow.",
            ),
            (true, None, 0) if self.asked.is_query => {
                Some("No items match this key condition. You still pay for the read.")
            }
            (true, None, 0) if self.asked.of_index => Some("The index is empty."),
            (true, None, 0) => Some("The table is empty."),
            (true, None, _) => {
                Some("No items matched the filter. You still pay for what was read.")
            }
            _ => None,
        }
    }
}

impl Rejection {
    /// The error as it is shown.
    pub fn from_error(error: &ApiError) -> Self {
        let members = error.members();
        let reasons = members.get("ThrottlingReasons").or(members.get("throttlingReasons"));
        let text = |json: &Json, name: &str| json[name].as_str().unwrap_or_default().to_owned();
        let reasons = reasons.and_then(Json::as_array).into_iter().flatten();
        Self {
            error: error.clone(),
            message: visible(error.message().unwrap_or_default()),
            item: members.get("Item").and_then(Json::as_object).cloned(),
            reasons: reasons.map(|why| (text(why, "reason"), text(why, "resource"))).collect(),
        }
    }

    /// The type without its prefix.
    pub fn name(&self) -> &'static str {
        self.error.kind().name()
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<String> {
        Some(advice(&self.error))
    }
}

/// "1 item", "1,000 items".
pub fn items_text(count: u64) -> String {
    match count {
        1 => "1 item".to_owned(),
        _ => format!("{} items", super::estimate::grouped(&count.to_string())),
    }
}

fn outcome(request: &Request, response: &Response, receipts: &[Receipt]) -> Outcome {
    let operation = request.operation;
    if let Some(page) = response.page() {
        return Outcome::Rows(Rows {
            count: u64::from(page.count),
            scanned: u64::from(page.scanned),
            bytes: receipts.iter().map(Receipt::bytes_evaluated).sum(),
            asked: Asked::of_request(request),
            last_key: page.last_key.as_ref().map(item_to_json),
            forgotten: false,
        });
    }
    match operation {
        Operation::GetItem | Operation::PutItem | Operation::UpdateItem | Operation::DeleteItem => {
            response.item().map_or(Outcome::Nothing, |item| Outcome::One(members(item)))
        }
        _ => Outcome::Other,
    }
}

/// What a Get says that found nothing.
pub const NOT_FOUND: &str = "No item has this key. You still pay for the read";

/// What became of the item that was written. The table's charge stands first in a bill.
fn written(operation: Operation, receipts: &[Receipt]) -> Option<&'static str> {
    let charge = receipts.first().and_then(|receipt| receipt.writes.first());
    let change = charge.map_or(EntryChange::None, |charge| charge.change);
    match operation {
        Operation::PutItem => Some(match change {
            EntryChange::Insert => "Created a new item",
            EntryChange::None => {
                "Nothing changed: the same item was already stored. You still pay for the write"
            }
            _ => "Replaced the whole item that had this key",
        }),
        Operation::UpdateItem => Some(match change {
            EntryChange::Insert => {
                "Created a new item: no item had this key, so UpdateItem created one (an upsert). \
                 To prevent that, add a condition such as attribute_exists on the key"
            }
            EntryChange::None => "Nothing changed. You still pay for the write",
            _ => "Updated the item",
        }),
        Operation::DeleteItem => Some(match change {
            EntryChange::None => {
                "No item had this key, so nothing was deleted. You still pay for the attempt"
            }
            _ => "Deleted the item",
        }),
        _ => None,
    }
}

/// An item's members as DynamoDB JSON.
pub fn members(item: &Item) -> Map<String, Json> {
    item.iter().map(|(name, value)| (name.to_string(), value_to_json(value))).collect()
}

/// The columns of these items: those named first if some item has them, then the others by name.
pub fn columns(items: &[Found], first: &[String]) -> Vec<String> {
    let names = grid::names(items.iter().map(Found::item));
    let mut columns: Vec<String> = Vec::new();
    for name in first.iter().filter(|name| names.contains(*name)) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    columns.extend(names.into_iter().filter(|name| !first.contains(name)));
    columns
}

/// A value in one short line: scalars bare, documents as plain JSON.
pub fn cell(value: &Value) -> String {
    match plain::plain(&value_to_json(value)) {
        Json::String(text) => visible(&text),
        other => visible(&other.to_string()),
    }
}

#[cfg(test)]
mod tests;
