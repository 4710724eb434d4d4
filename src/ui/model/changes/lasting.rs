//! What happens some time after a write: items that expire, and indexes that follow.

use serde_json::json;

use super::record::key_text;
use crate::api::json::item_to_json;
use crate::api::{Exchange, Operation, Request};
use crate::capacity::Receipt;
use crate::engine::inspect::Inspect;
use crate::model::{Number, TableName};
use crate::ui::model::clock::time_of_day;
use crate::ui::model::words::{count, plural, read_units};

/// The items that are listed.
const MOST: usize = 50;

/// A duration to read at a glance: "42 s", "5 min", "3 h 20 min", "2 d 4 h".
pub fn duration(millis: u64) -> String {
    let seconds = millis / 1_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{} d {hours} h", count(days)),
    }
}

/// An item that expires.
#[derive(Debug, Clone, PartialEq)]
pub struct Expiring {
    /// Its key.
    pub key: String,
    /// The TTL attribute, as it is written.
    pub value: String,
    /// What that means now.
    pub state: String,
    /// Whether it has expired and can still be read.
    pub is_expired: bool,
    /// The request that reads it.
    pub read: Request,
}

/// Time to live of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TtlPicture {
    /// The attribute.
    pub attribute: String,
    /// How many items expire and how many have, in a sentence.
    pub words: String,
    /// The first of them, the earliest first.
    pub items: Vec<Expiring>,
}

impl TtlPicture {
    /// What of a table expires; none while TTL is off.
    pub fn read(inspect: &Inspect<'_>, table: &str) -> Option<Self> {
        let table = TableName::parse(table).ok()?;
        let view = inspect.expiry(&table, MOST)?;
        let keys = &inspect.table(&table)?.schema.keys;
        let (now, after) = (inspect.now().0, inspect.deleted_after());
        let item = |(at, row): &(Number, std::sync::Arc<crate::store::Row>)| {
            let key = keys.project(row.item());
            // Far beyond any date it is only "later".
            let due = at.to_string().split('.').next().and_then(|text| text.parse::<u64>().ok());
            let due = due.map(|seconds| seconds.saturating_mul(1_000));
            let body = json!({ "TableName": table.as_str(), "Key": item_to_json(&key) });
            let (state, is_expired) = expiry_words(due, now, after);
            Expiring {
                key: key_text(&key, keys),
                value: at.to_string(),
                state,
                is_expired,
                read: Request { operation: Operation::GetItem, body },
            }
        };
        let words = format!(
            "{} with a time to expire at; {} expired and can still be read.",
            plural(view.due as u64, "item", "items"),
            count(view.expired as u64),
        );
        let items = view.first.iter().map(item).collect();
        Some(Self { attribute: view.attribute.to_string(), words, items })
    }
}

fn expiry_words(due: Option<u64>, now: u64, after: u64) -> (String, bool) {
    match due {
        // The second must be over: an item whose time is this second has not expired.
        Some(due) if due / 1_000 < now / 1_000 => {
            let deleted = due.saturating_add(after) + 1_000;
            let when = match deleted.checked_sub(now).filter(|left| *left > 0) {
                Some(left) => format!(
                    "deleted by the first request after {} UTC, in {}",
                    time_of_day(deleted),
                    duration(left)
                ),
                None => "deleted by the next request".to_owned(),
            };
            (format!("Expired {} ago, still readable; {when}", duration(now - due)), true)
        }
        Some(due) => (format!("Expires in {}", duration(due - now.min(due))), false),
        None => ("Doesn't expire within any date".to_owned(), false),
    }
}

/// What reading such an item came to.
pub fn read_words(exchange: &Exchange) -> String {
    let units = exchange.receipts.iter().map(Receipt::read_units).sum();
    let units = read_units(units);
    match &exchange.response {
        Ok(response) if response.to_json().get("Item").is_some() => {
            format!("GetItem returned the item and consumed {units} RCU.")
        }
        Ok(_) => {
            format!("GetItem returned nothing and consumed {units} RCU: the item was deleted.")
        }
        Err(error) => error.message().map_or_else(|| error.type_name(), str::to_owned),
    }
}

/// The request that turns TTL on or off.
pub fn set_ttl(table: &str, attribute: &str, enabled: bool) -> Request {
    let specification = json!({ "AttributeName": attribute, "Enabled": enabled });
    let body = json!({ "TableName": table, "TimeToLiveSpecification": specification });
    Request { operation: Operation::UpdateTimeToLive, body }
}

/// The request that lets an item of a table expire so many seconds from now: the first that has no
/// time to expire at. None while the table has no item.
pub fn let_expire(
    inspect: &Inspect<'_>,
    table: &str,
    attribute: &str,
    seconds: u64,
) -> Option<Request> {
    let table = TableName::parse(table).ok()?;
    let schema = inspect.table(&table)?.schema;
    let rows = inspect.first_rows(&table, MOST);
    let row = rows.iter().find(|row| row.item().get(attribute).is_none()).or(rows.first())?;
    // TTL counts whole seconds: of the next one on, so that the time is not shorter than promised.
    let at = inspect.now().0.div_ceil(1_000) + seconds;
    let body = json!({
        "TableName": table.as_str(),
        "Key": item_to_json(&schema.keys.project(row.item())),
        "UpdateExpression": "SET #ttl = :at",
        "ExpressionAttributeNames": { "#ttl": attribute },
        "ExpressionAttributeValues": { ":at": { "N": at.to_string() } },
    });
    Some(Request { operation: Operation::UpdateItem, body })
}

/// How far a global index is behind its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Lag {
    /// The index.
    pub index: String,
    /// Changes that have not arrived.
    pub waiting: usize,
    /// Milliseconds since the first of them was written.
    pub behind: u64,
    /// In words.
    pub words: String,
    /// Where the hand of its dial is, from 0 to 1: each tenth of it is about twice the lag.
    pub share: f64,
}

/// The longest lag of the dial, in milliseconds.
const DIAL_END: u64 = 60_000;

/// How far each global index of a table is behind; none while the simulation is off.
pub fn lags(inspect: &Inspect<'_>, table: &str) -> Option<Vec<Lag>> {
    let limits = inspect.limits();
    let lag = |view: &crate::engine::LimitsView| {
        let (index, queue) = (view.index.as_ref()?, view.queue?);
        let words = match queue.waiting {
            0 => "Up to date".to_owned(),
            waiting => format!(
                "{} ms behind, {} on the way{}",
                count(queue.behind),
                plural(waiting as u64, "change", "changes"),
                if queue.blocked.is_some() { ", throttled" } else { "" },
            ),
        };
        Some(Lag {
            index: index.to_string(),
            waiting: queue.waiting,
            behind: queue.behind,
            words,
            share: dial(queue.behind),
        })
    };
    let own = limits.iter().filter(|view| view.table.as_str() == table);
    (!limits.is_empty()).then(|| own.filter_map(lag).collect())
}

fn dial(behind: u64) -> f64 {
    let log = |millis: u64| ((millis + 1) as f64).ln();
    (log(behind.min(DIAL_END)) / log(DIAL_END)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_at_a_glance() {
        let said = [0, 42_000, 300_000, 12_000_000, 188_000_000].map(duration);
        assert_eq!(said, ["0 s", "42 s", "5 min", "3 h 20 min", "2 d 4 h"]);
    }

    #[test]
    fn an_expired_item_says_when_it_is_deleted() {
        let of = |due| expiry_words(Some(due), 1_000_000, 600_000);
        assert_eq!(of(1_000_000), ("Expires in 0 s".to_owned(), false));
        assert_eq!(of(1_300_000), ("Expires in 5 min".to_owned(), false));
        let (words, is_expired) = of(940_000);
        assert!(is_expired && words.contains("Expired 1 min ago, still readable"), "{words}");
        assert!(words.contains("00:25:41 UTC, in 9 min"), "{words}");
        assert!(of(1_000).0.ends_with("deleted by the next request"));
    }

    #[test]
    fn the_dial_moves_with_each_doubling() {
        assert_eq!([dial(0), dial(DIAL_END), dial(u64::MAX)], [0.0, 1.0, 1.0]);
        assert!(dial(200) > dial(100) && dial(100) > 0.3);
    }
}
