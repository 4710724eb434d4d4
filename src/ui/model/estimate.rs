//! What the run button says before it runs.
//!
//! Owns the words, and when they turn amber. What would be read comes from the engine's estimate;
//! units and their rounding are `capacity`'s own.

use super::draft::Verb;
use crate::capacity::{Consistency, ReadUnits, WriteUnits, read_blocks, write_blocks};

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
}

/// The forecast for a request of this operation, reach, limit and consistency.
pub fn forecast(verb: Verb, reach: Reach, limit: Option<u64>, consistent: bool) -> Forecast {
    let consistency = Consistency::from_consistent_read(consistent);
    let name = verb.name();
    let calm = |text: String| Forecast { text, amber: false, all_pages: None };
    match reach {
        Reach::Everything { items, bytes, index } => {
            everything(verb, Extent { items, bytes, index }, limit, consistency)
        }
        Reach::Collection { items, bytes, more } => {
            let (_, bytes) = limited(items, bytes, limit);
            let page = if more && limit.is_none() { "page 1 of " } else { "" };
            calm(format!("{name} · {page}1 collection · about {} RCU", read(bytes, consistency)))
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

/// The forecast for a request whose reach is not worked out, by its name alone.
pub fn unknown(operation: &str) -> Forecast {
    Forecast { text: operation.to_owned(), amber: false, all_pages: None }
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
        return Forecast { text, amber: true, all_pages: None };
    }
    let pages = bytes.div_ceil(PAGE_BYTES).max(1);
    if pages == 1 {
        let text = format!("{name} · {whole} · about {} RCU", read(bytes, consistency));
        return Forecast { text, amber: true, all_pages: None };
    }
    let text = format!(
        "{name} · page 1 of about {pages}, {whole} · about {} RCU",
        read(PAGE_BYTES, consistency)
    );
    let all = format!("All {pages} pages · about {} RCU", read(bytes, consistency));
    Forecast { text, amber: true, all_pages: Some(all) }
}

/// What a limit leaves of so many items: their number, and their share of the bytes.
fn limited(items: u64, bytes: u64, limit: Option<u64>) -> (u64, u64) {
    match limit {
        Some(limit) if limit < items => (limit, bytes / items * limit),
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
    }

    #[test]
    fn a_write_counts_the_indexes_that_hold_the_item() {
        let reach = Reach::Item { bytes: 1_500, copies: 3 };
        assert_eq!(text(Verb::PutItem, reach, None, false), "PutItem · 1 item · about 6 WCU");
        assert_eq!(text(Verb::GetItem, reach, None, false), "GetItem · 1 item · about 0.5 RCU");
        assert_eq!(text(Verb::Query, Reach::Unknown, None, false), "Query");
    }

    #[test]
    fn thousands_are_grouped() {
        let grouped = ["7", "999", "1000", "1234567.5"].map(grouped);
        assert_eq!(grouped, ["7", "999", "1,000", "1,234,567.5"]);
    }
}
