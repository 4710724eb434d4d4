//! An answer as the page shows it.
//!
//! Owns which parts of a response are rows, a single item, counts or a key to go on from, and the
//! words for them. Refuses to know how the response came about: the bill is the receipt's.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::advice::advice;
use super::plain;

/// One page of an answer, or the whole of one that has no pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The operation's name.
    pub operation: String,
    /// What came back.
    pub outcome: Outcome,
    /// The response body; empty for an error.
    pub body: Json,
    /// Its price, "0.5 RCU".
    pub price: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Items of a Query or Scan.
    Rows(Rows),
    /// One item: of a Get, or the attributes that a write returned.
    One(Map<String, Json>),
    /// It worked and there is nothing to show, for this reason.
    Nothing(&'static str),
    /// Another operation's response, shown as JSON.
    Other,
    /// It was refused.
    Refused(Refusal),
}

/// The rows of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The items.
    pub items: Vec<Map<String, Json>>,
    /// How many passed the filter.
    pub count: u64,
    /// How many were read.
    pub scanned: u64,
    /// Where the next page begins.
    pub last_key: Option<Json>,
    /// Whether the items were let go.
    pub forgotten: bool,
}

/// An error in the service's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The type, with or without a prefix.
    pub kind: String,
    /// The text.
    pub message: String,
    /// The item that a failed condition returned.
    pub item: Option<Map<String, Json>>,
}

impl Answer {
    /// The answer in this response.
    pub fn of(operation: &str, response: Result<&Json, Refusal>, price: String) -> Self {
        let (outcome, body) = match response {
            Ok(body) => (outcome(operation, body), body.clone()),
            Err(refusal) => (Outcome::Refused(refusal), Json::Null),
        };
        Self { operation: operation.to_owned(), outcome, body, price }
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
            rows.items = Vec::new();
            rows.forgotten = true;
            self.body = Json::Null;
        }
    }

    /// Where the next page begins.
    pub fn last_key(&self) -> Option<&Json> {
        self.rows().and_then(|rows| rows.last_key.as_ref())
    }

    /// What a screen reader is told: "5 items, 0.5 RCU".
    pub fn announcement(&self) -> String {
        let what = match &self.outcome {
            Outcome::Rows(rows) => items_text(rows.count),
            Outcome::One(_) => "1 item".to_owned(),
            Outcome::Nothing(words) => (*words).to_owned(),
            Outcome::Other => "Done".to_owned(),
            Outcome::Refused(refusal) => format!("{}: {}", refusal.name(), refusal.message),
        };
        format!("{what}, {}", self.price)
    }
}

impl Rows {
    /// "5 items" or, when a filter took some away, "5 of 30 read".
    pub fn count_text(&self) -> String {
        match self.count == self.scanned {
            true => items_text(self.count),
            false => {
                let scanned = super::estimate::grouped(&self.scanned.to_string());
                format!("{} of {scanned} read", items_text(self.count))
            }
        }
    }

    /// "page 2 · more" or "page 2 · no more".
    pub fn page_text(&self, page: usize) -> String {
        let more = if self.last_key.is_some() { "more" } else { "no more" };
        format!("page {page} · {more}")
    }

    /// Why a page without items is not the end.
    pub fn empty_note(&self) -> Option<&'static str> {
        match (self.items.is_empty() && self.count == 0, &self.last_key, self.scanned) {
            (true, Some(_), 0) => Some(
                "This page is empty and still has a key: the page before ended exactly at its limit. \
                 Only a page without a key is the last.",
            ),
            (true, Some(_), _) => Some(
                "The filter let nothing of this page through, but there is more to read: go on with \
                 the next page. What was read is billed.",
            ),
            (true, None, 0) => Some("No item has such a key."),
            (true, None, _) => Some("The filter let nothing through. What was read is billed."),
            _ => None,
        }
    }
}

impl Refusal {
    /// The type without its prefix.
    pub fn name(&self) -> &str {
        self.kind.rsplit('#').next().unwrap_or(&self.kind)
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&'static str> {
        advice(&self.kind, &self.message)
    }
}

/// "1 item", "1,000 items".
pub fn items_text(count: u64) -> String {
    match count {
        1 => "1 item".to_owned(),
        _ => format!("{} items", super::estimate::grouped(&count.to_string())),
    }
}

fn outcome(operation: &str, body: &Json) -> Outcome {
    let object = |member: &str| body.get(member).and_then(Json::as_object).cloned();
    match operation {
        "Query" | "Scan" => Outcome::Rows(rows(body)),
        "GetItem" => match object("Item") {
            Some(item) => Outcome::One(item),
            None => Outcome::Nothing("No item has this key"),
        },
        "PutItem" | "UpdateItem" | "DeleteItem" => match object("Attributes") {
            Some(item) => Outcome::One(item),
            None => Outcome::Nothing("Done; nothing was asked to be returned"),
        },
        _ => Outcome::Other,
    }
}

fn rows(body: &Json) -> Rows {
    let number = |member: &str| body.get(member).and_then(Json::as_u64).unwrap_or(0);
    let items = body.get("Items").and_then(Json::as_array).into_iter().flatten();
    Rows {
        items: items.filter_map(|item| item.as_object().cloned()).collect(),
        count: number("Count"),
        scanned: number("ScannedCount"),
        last_key: body.get("LastEvaluatedKey").cloned(),
        forgotten: false,
    }
}

/// The columns of these items: those named first if some item has them, then the others by name.
pub fn columns(items: &[Map<String, Json>], first: &[String]) -> Vec<String> {
    let names: BTreeSet<&String> = items.iter().flat_map(Map::keys).collect();
    let mut columns: Vec<String> = Vec::new();
    for name in first.iter().filter(|name| names.contains(name)) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let others = names.into_iter().filter(|name| !first.contains(name)).cloned();
    columns.extend(others);
    columns
}

/// A DynamoDB JSON value in one short line: scalars bare, documents as plain JSON.
pub fn cell(value: &Json) -> String {
    match plain::plain(value) {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(body: &Json) -> Answer {
        Answer::of("Query", Ok(body), "0.5 RCU".to_owned())
    }

    #[test]
    fn a_page_says_whether_there_is_more() {
        let body = json!({"Items": [{"PK": {"S": "a"}}], "Count": 1, "ScannedCount": 4,
            "LastEvaluatedKey": {"PK": {"S": "a"}}});
        let answer = page(&body);
        let rows = answer.rows().unwrap();
        assert_eq!(rows.count_text(), "1 item of 4 read");
        assert_eq!(rows.page_text(2), "page 2 · more");
        assert_eq!(answer.last_key(), Some(&json!({"PK": {"S": "a"}})));
        assert_eq!(answer.announcement(), "1 item, 0.5 RCU");
    }

    #[test]
    fn an_empty_page_with_a_key_is_explained() {
        let empty = |scanned: u64, key: bool| {
            let mut body = json!({"Items": [], "Count": 0, "ScannedCount": scanned});
            if key {
                body["LastEvaluatedKey"] = json!({});
            }
            page(&body).rows().unwrap().empty_note().unwrap()
        };
        assert!(empty(10, true).contains("go on with"));
        assert!(empty(0, true).contains("exactly at its limit"));
        assert!(empty(0, false).contains("No item"));
    }

    #[test]
    fn a_get_without_item_and_a_refusal_have_words() {
        let none = Answer::of("GetItem", Ok(&json!({})), "0.5 RCU".to_owned());
        assert_eq!(none.outcome, Outcome::Nothing("No item has this key"));
        let refusal = Refusal {
            kind: "com.amazon.coral.validate#ValidationException".to_owned(),
            message: "The provided key element does not match the schema".to_owned(),
            item: None,
        };
        let refused = Answer::of("GetItem", Err(refusal.clone()), "0 RCU".to_owned());
        assert!(refused.announcement().starts_with("ValidationException: The provided"));
        assert!(refusal.advice().unwrap().starts_with("Give every attribute"));
    }

    #[test]
    fn columns_put_keys_first_and_cells_are_short() {
        let items =
            [json!({"b": {"N": "1.0"}, "SK": {"S": "x"}}), json!({"a": {"L": [{"N": "1"}]}})];
        let items: Vec<_> = items.iter().map(|i| i.as_object().unwrap().clone()).collect();
        assert_eq!(columns(&items, &["PK", "SK", "PK", "SK"].map(str::to_owned)), ["SK", "a", "b"]);
        assert_eq!(cell(&items[0]["b"]), "1.0");
        assert_eq!(cell(&items[1]["a"]), "[1]");
    }
}
