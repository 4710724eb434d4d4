//! What the run button says before it runs.
//!
//! Owns the words, and when they turn amber. What would be read comes from the engine's estimate;
//! units and their rounding are `capacity`'s own.

use super::draft::{Draft, FilterRow, Operator, Verb, whole_key};
use super::words::visible;
use crate::api::json::item_from_json;
use crate::api::{Operation, Request};
use crate::capacity::{Consistency, ReadUnits, WriteUnits, read_blocks, write_blocks};
use crate::engine::inspect::{Inspect, TableSummary};
use crate::model::size::item_size;
use crate::model::{IndexName, Item, KeySchema, TableName, TableSchema};

/// The most that one page of a Query or Scan evaluates, in bytes.
const PAGE_BYTES: u64 = 1_048_576;

/// What is known of a request before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A whole table or index.
    Everything {
        /// Its items.
        items: u64,
        /// Their bytes.
        bytes: u64,
        /// Whether it is an index.
        index: bool,
    },
    /// A run of one collection, up to a page.
    Collection {
        /// The items selected.
        items: u64,
        /// Their bytes.
        bytes: u64,
        /// Whether there is more than a page.
        more: bool,
    },
    /// One item.
    Item {
        /// Its bytes, or those of the larger of before and after; 0 when there is none.
        bytes: u64,
        /// The table and the indexes that hold it: each is written.
        copies: u64,
    },
    /// Not known: a value is missing, or the request is written as text.
    Unknown,
}

/// What the run button says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// "Query · 1 collection · about 0.5 RCU".
    pub text: String,
    /// Whether it goes over everything there is.
    pub amber: bool,
    /// What all pages cost together, when there are several.
    pub all_pages: Option<String>,
    /// What would be cheaper, or what doesn't make it so, in a sentence.
    pub note: Option<String>,
}

/// The forecast for a request of this operation, reach, limit and consistency.
pub fn forecast(verb: Verb, reach: Reach, limit: Option<u64>, consistent: bool) -> Forecast {
    let consistency = Consistency::from_consistent_read(consistent);
    let name = verb.name();
    let calm = |text: String| Forecast { text, amber: false, all_pages: None, note: None };
    match reach {
        Reach::Everything { items, bytes, index } => {
            everything(verb, Extent { items, bytes, index }, limit, consistency)
        }
        Reach::Collection { items, bytes, more } => {
            let (_, bytes) = limited(items, bytes, limit);
            let page = if more && limit.is_none() { ", page 1" } else { "" };
            calm(format!("{name} · 1 collection{page} · about {} RCU", read(bytes, consistency)))
        }
        Reach::Item { bytes, .. } if verb.is_read() => {
            calm(format!("{name} · 1 item · about {} RCU", read(bytes, consistency)))
        }
        Reach::Item { bytes, copies } => {
            let units = WriteUnits::new(write_blocks(bytes) * copies);
            calm(format!("{name} · 1 item · about {} WCU", grouped(&units.to_string())))
        }
        Reach::Unknown => calm(name.to_owned()),
    }
}

/// The forecast for a draft as it stands, over the data as it is.
pub fn forecast_of(draft: &Draft, inspect: &Inspect<'_>) -> Forecast {
    // What is sure to be rejected reads nothing, so that its cost would mislead.
    let request = draft
        .asked()
        .and_then(|(name, body)| Some(Request { operation: Operation::from_name(&name)?, body }));
    if request.is_none_or(|request| request.check().is_err()) {
        let text = draft.operation().to_owned();
        return Forecast { text, amber: false, all_pages: None, note: None };
    }
    if draft.raw.is_none() {
        return of_form(draft, inspect);
    }
    // JSON is forecast where a form could say the same.
    let operation = draft.operation();
    let form = draft.to_request().ok().filter(|_| Verb::from_name(operation).is_some());
    let form = form.map(|body| Draft::from_request(operation, &body));
    match form.filter(|form| form.raw.is_none()) {
        Some(mut form) => {
            if let Some(table) = table_of(&form, inspect) {
                form.fit(&table.schema);
            }
            of_form(&form, inspect)
        }
        // By its name alone.
        None => Forecast { text: operation.to_owned(), amber: false, all_pages: None, note: None },
    }
}

fn of_form(draft: &Draft, inspect: &Inspect<'_>) -> Forecast {
    let reach = Reach::of(draft, inspect).unwrap_or(Reach::Unknown);
    let forecast = forecast(draft.verb, reach, draft.limit.trim().parse().ok(), draft.consistent);
    Forecast { note: note(draft, inspect), ..forecast }
}

/// What to know of a Scan, and of a filter.
fn note(draft: &Draft, inspect: &Inspect<'_>) -> Option<String> {
    let has_filter = draft.filter.is_text() || draft.filter.active().next().is_some();
    let of_filter = || {
        "The filter runs after reading: it drops items, but you pay for all that it sees."
            .to_owned()
    };
    match draft.verb {
        Verb::Scan => {
            Some(match table_of(draft, inspect).and_then(|table| query_for(draft, &table.schema)) {
                Some(better) => better,
                None if has_filter => of_filter(),
                None => {
                    "A Scan evaluates every item. A Query reads one item collection.".to_owned()
                }
            })
        }
        Verb::Query => has_filter.then(of_filter),
        _ => None,
    }
}

/// The Query that a filter of a Scan could be instead: one of its conditions is `=` on the partition
/// key of the table or of an index.
fn query_for(draft: &Draft, schema: &TableSchema) -> Option<String> {
    let equals = |name: &str| {
        let is_equal =
            |row: &&FilterRow| row.operator == Operator::Equal && row.path.trim() == name;
        !draft.filter.is_text() && draft.filter.active().any(|row| is_equal(&row))
    };
    let serves = |keys: &KeySchema| {
        !keys.partition.is_empty() && keys.partition.iter().all(|key| equals(key.name.as_str()))
    };
    let index = schema.indexes.iter().find(|index| serves(&index.keys));
    let (on, keys) = match (serves(&schema.keys), index) {
        (true, _) => ("the table".to_owned(), &schema.keys),
        (false, Some(index)) => (visible(index.name.as_str()), &index.keys),
        (false, None) => return None,
    };
    let names: Vec<String> = keys.partition.iter().map(|key| visible(key.name.as_str())).collect();
    Some(format!(
        "A Query of {on} would read only what you want: {} is its partition key.",
        names.join(" and ")
    ))
}

fn table_of(draft: &Draft, inspect: &Inspect<'_>) -> Option<TableSummary> {
    inspect.table(&TableName::parse(&draft.table).ok()?)
}

impl Reach {
    /// What a form would reach; none while it lacks a value.
    fn of(draft: &Draft, inspect: &Inspect<'_>) -> Option<Self> {
        let table = table_of(draft, inspect)?;
        match draft.verb {
            Verb::Scan => Self::of_scan(draft, &table),
            Verb::Query => Self::of_query(draft, &table.schema, inspect),
            Verb::PutItem => Self::of_put(draft, &table.schema, inspect),
            Verb::GetItem | Verb::UpdateItem | Verb::DeleteItem => {
                Self::of_item(draft, &table.schema, inspect)
            }
        }
    }

    fn of_scan(draft: &Draft, table: &TableSummary) -> Option<Self> {
        let Some(name) = &draft.index else {
            return Some(Self::Everything { items: table.items, bytes: table.bytes, index: false });
        };
        let index = table.indexes.iter().find(|index| index.name.as_str() == name)?;
        Some(Self::Everything { items: index.items, bytes: index.bytes, index: true })
    }

    fn of_query(draft: &Draft, schema: &TableSchema, inspect: &Inspect<'_>) -> Option<Self> {
        let index = draft.index.as_deref().and_then(|name| IndexName::parse(name).ok());
        let keys = index.as_ref().and_then(|name| schema.index(name.as_str()));
        let selection = draft.key.selection(keys.map_or(&schema.keys, |index| &index.keys))?;
        let estimate = inspect.estimate(&schema.name, index.as_ref(), &selection);
        Some(Self::Collection { items: estimate.items, bytes: estimate.bytes, more: estimate.more })
    }

    fn of_put(draft: &Draft, schema: &TableSchema, inspect: &Inspect<'_>) -> Option<Self> {
        let body = draft.to_request().ok()?;
        let item = item_from_json(body.get("Item")?).ok()?;
        // What it replaces is paid for if it is the larger.
        let before = inspect.item(&schema.name, &item).map_or(0, |row| u64::from(row.size()));
        let bytes = before.max(item_size(&item) as u64);
        Some(Self::Item { bytes, copies: copies(schema, &item) })
    }

    fn of_item(draft: &Draft, schema: &TableSchema, inspect: &Inspect<'_>) -> Option<Self> {
        let key = whole_key(&draft.primary, &schema.keys)?;
        let Some(row) = inspect.item(&schema.name, &key) else {
            return Some(Self::Item { bytes: 0, copies: 1 });
        };
        Some(Self::Item { bytes: u64::from(row.size()), copies: copies(schema, row.item()) })
    }
}

/// The table and the indexes that hold the item.
fn copies(schema: &TableSchema, item: &Item) -> u64 {
    1 + schema.indexes.iter().filter(|index| index.keys.key_of(item).is_ok()).count() as u64
}

struct Extent {
    items: u64,
    bytes: u64,
    index: bool,
}

fn everything(
    verb: Verb,
    extent: Extent,
    limit: Option<u64>,
    consistency: Consistency,
) -> Forecast {
    let name = verb.name();
    let whole = if extent.index { "whole index" } else { "whole table" };
    let (items, bytes) = limited(extent.items, extent.bytes, limit);
    if items < extent.items {
        let text = format!(
            "{name} · first {} items · about {} RCU",
            grouped(&items.to_string()),
            read(bytes, consistency)
        );
        return Forecast { text, amber: true, all_pages: None, note: None };
    }
    let pages = bytes.div_ceil(PAGE_BYTES).max(1);
    if pages == 1 {
        let text = format!("{name} · {whole} · about {} RCU", read(bytes, consistency));
        return Forecast { text, amber: true, all_pages: None, note: None };
    }
    let text = format!(
        "{name} · page 1 of about {pages}, {whole} · about {} RCU",
        read(PAGE_BYTES, consistency)
    );
    let all = format!("All {pages} pages · about {} RCU", read(bytes, consistency));
    Forecast { text, amber: true, all_pages: Some(all), note: None }
}

/// What a limit leaves of so many items: their number, and their share of the bytes.
fn limited(items: u64, bytes: u64, limit: Option<u64>) -> (u64, u64) {
    match limit {
        Some(limit) if limit < items => {
            let share = u128::from(bytes) * u128::from(limit) / u128::from(items);
            (limit, u64::try_from(share).unwrap_or(bytes))
        }
        _ => (items, bytes),
    }
}

fn read(bytes: u64, consistency: Consistency) -> String {
    let units: ReadUnits = consistency.units(read_blocks(bytes));
    grouped(&units.to_string())
}

/// A number with commas between thousands; what stands behind a point stays.
pub fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut text = String::with_capacity(number.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(verb: Verb, reach: Reach, limit: Option<u64>, consistent: bool) -> String {
        forecast(verb, reach, limit, consistent).text
    }

    #[test]
    fn a_query_names_one_collection_and_stays_calm() {
        let reach = Reach::Collection { items: 5, bytes: 612, more: false };
        assert_eq!(text(Verb::Query, reach, None, false), "Query · 1 collection · about 0.5 RCU");
        assert_eq!(text(Verb::Query, reach, None, true), "Query · 1 collection · about 1 RCU");
        assert!(!forecast(Verb::Query, reach, None, false).amber);
    }

    #[test]
    fn a_scan_is_amber_and_counts_its_pages() {
        let reach = Reach::Everything { items: 1_000, bytes: 335_000, index: false };
        let one = forecast(Verb::Scan, reach, None, false);
        assert_eq!((one.text.as_str(), one.amber), ("Scan · whole table · about 41 RCU", true));
        let reach = Reach::Everything { items: 100_000, bytes: 33_500_000, index: true };
        let many = forecast(Verb::Scan, reach, None, false);
        assert_eq!(many.text, "Scan · page 1 of about 32, whole index · about 128 RCU");
        assert_eq!(many.all_pages.unwrap(), "All 32 pages · about 4,089.5 RCU");
        assert_eq!(
            text(Verb::Scan, reach, Some(10), false),
            "Scan · first 10 items · about 0.5 RCU"
        );
        // The share isn't rounded down item by item.
        let reach = Reach::Everything { items: 1_000, bytes: 4_096_999, index: false };
        assert_eq!(
            text(Verb::Scan, reach, Some(999), true),
            "Scan · first 999 items · about 1,000 RCU"
        );
    }

    #[test]
    fn a_scan_says_what_would_be_cheaper_and_a_filter_what_it_does_not_do() {
        use crate::ui::model::orders;
        let session = orders::session();
        let noted = |operation: &str, body: serde_json::Value| {
            let mut draft = Draft::from_request(operation, &body);
            let inspect = session.engine().inspect();
            draft.fit(&inspect.table(&TableName::parse("Orders").unwrap()).unwrap().schema);
            forecast_of(&draft, &inspect).note
        };
        let scan = |filter: &str| {
            serde_json::json!({
                "TableName": "Orders", "FilterExpression": filter,
                "ExpressionAttributeValues": { ":v": { "S": "red" } },
            })
        };
        let plain = noted("Scan", serde_json::json!({ "TableName": "Orders" })).unwrap();
        assert!(plain.starts_with("A Scan evaluates every item."), "{plain}");
        let index = noted("Scan", scan("tag = :v")).unwrap();
        assert!(
            index.starts_with("A Query of ByTag would read only what you want: tag is"),
            "{index}"
        );
        let table = noted("Scan", scan("pk = :v")).unwrap();
        assert!(table.starts_with("A Query of the table would"), "{table}");
        let other = noted("Scan", scan("n = :v")).unwrap();
        assert!(other.starts_with("The filter runs after reading"), "{other}");
        let get = serde_json::json!({ "TableName": "Orders", "Key": orders::key("a", 1) });
        assert_eq!(noted("GetItem", get), None);
    }

    #[test]
    fn a_put_is_forecast_by_the_larger_of_what_it_writes_and_replaces() {
        use crate::ui::model::orders::{self, send};
        let mut session = orders::session();
        let mut large = orders::item("a", 1, "mon", "red");
        large["text"] = serde_json::json!({ "S": "x".repeat(3_000) });
        send(&mut session, "PutItem", serde_json::json!({ "TableName": "Orders", "Item": large }));
        let small = serde_json::json!({ "TableName": "Orders", "Item": orders::key("a", 1) });
        let forecast =
            forecast_of(&Draft::from_request("PutItem", &small), &session.engine().inspect());
        assert_eq!(forecast.text, "PutItem · 1 item · about 3 WCU");
    }

    #[test]
    fn a_write_counts_the_indexes_that_hold_the_item() {
        let reach = Reach::Item { bytes: 1_500, copies: 3 };
        assert_eq!(text(Verb::PutItem, reach, None, false), "PutItem · 1 item · about 6 WCU");
        assert_eq!(text(Verb::GetItem, reach, None, false), "GetItem · 1 item · about 0.5 RCU");
        assert_eq!(text(Verb::Query, Reach::Unknown, None, false), "Query");
    }

    #[test]
    fn a_draft_is_forecast_over_the_data_that_is_there() {
        use crate::api::Session;
        use crate::datasets::{DatasetId, Loader, Recipe, Size, access_patterns};
        use crate::engine::{Clock, Millis};
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        let inspect = session.engine().inspect();
        let text = |draft: &Draft| forecast_of(draft, &inspect).text;

        let query = access_patterns(DatasetId::Medical).remove(0).request;
        let mut draft = Draft::from_request("Query", &query.body);
        let by_form = text(&draft);
        assert!(by_form.starts_with("Query · 1 collection · about "), "{by_form}");
        draft.write_as_json().unwrap();
        assert_eq!(text(&draft), by_form, "JSON that a form could say");

        let table = inspect.tables().remove(0);
        let row = inspect.rows(&table.schema.name, None).remove(0);
        let key = crate::api::json::item_to_json(&table.schema.keys.project(row.item.item()));
        let body = serde_json::json!({ "TableName": table.schema.name.as_str(), "Key": key });
        let mut get = Draft::from_request("GetItem", &body);
        assert_eq!(text(&get), "GetItem · 1 item · about 0.5 RCU");
        get.primary.clear();
        assert_eq!(text(&get), "GetItem", "a value is missing");
        let delete = text(&Draft::from_request("DeleteItem", &body));
        let copies = copies(&table.schema, row.item.item());
        assert_eq!(delete, format!("DeleteItem · 1 item · about {copies} WCU"));

        let mut scan =
            Draft::from_request("Scan", &serde_json::json!({ "TableName": draft.table }));
        scan.limit = "abc".to_owned();
        assert_eq!(forecast_of(&scan, &inspect).text, "Scan", "it can't be sent");
        scan.limit = "0".to_owned();
        let rejected = forecast_of(&scan, &inspect);
        assert_eq!(
            (rejected.text.as_str(), rejected.amber),
            ("Scan", false),
            "Limit is at least 1"
        );

        let elsewhere = serde_json::json!({ "TableName": "Gone" });
        assert_eq!(text(&Draft::from_request("Scan", &elsewhere)), "Scan");
    }

    #[test]
    fn thousands_are_grouped() {
        let grouped = ["7", "999", "1000", "1234567.5"].map(grouped);
        assert_eq!(grouped, ["7", "999", "1,000", "1,234,567.5"]);
    }
}
