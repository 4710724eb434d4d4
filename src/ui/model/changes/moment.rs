//! A moment of the history: the tables and indexes as they are then, what the event before it changed,
//! and what lies around that in the table and in each index.

use super::record::{Attribute, key_text, side_by_side};
use super::timeline::{Event, Timeline, What};
use crate::engine::inspect::{Inspect, Neighbors};
use crate::model::{Item, KeySchema};
use crate::ui::model::clock::time_of_day;
use crate::ui::model::words::{bytes, count, items, plural};

/// Neighbors of an item to each side.
const NEIGHBORS: usize = 6;
/// Changed items that are shown in full.
const MOST_ITEMS: usize = 20;

/// An event of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct EventLine {
    /// Its number.
    pub number: u64,
    /// Its place in the list, from 0.
    pub place: usize,
    /// When.
    pub time: String,
    /// What it was: "PutItem on Clinic".
    pub heading: String,
    /// What it asked for.
    pub condition: String,
    /// What came of it.
    pub outcome: String,
    /// What it cost.
    pub units: String,
    /// Whether it changed anything.
    pub changes: bool,
    /// Whether it can't be taken back.
    pub is_final: bool,
    /// The request, to run again.
    pub request: Option<crate::api::Request>,
}

/// The events as lines, the newest first.
pub fn lines(timeline: &Timeline) -> Vec<EventLine> {
    timeline.events().iter().enumerate().rev().map(|(place, event)| line(place, event)).collect()
}

fn line(place: usize, event: &Event) -> EventLine {
    let blank = |heading: String, outcome: String| EventLine {
        number: event.number,
        place,
        time: time_of_day(event.at.0),
        heading,
        condition: String::new(),
        outcome,
        units: String::new(),
        changes: event.step.is_some(),
        is_final: event.step.as_ref().is_some_and(crate::engine::Step::is_final),
        request: None,
    };
    match &event.what {
        What::Request(past) => EventLine {
            condition: past.condition.clone(),
            units: past.units.clone(),
            request: Some(past.request.clone()),
            ..blank(past.heading.clone(), past.outcome.clone())
        },
        What::Background => blank("Background work".into(), "An index or a shard changed".into()),
        What::WentBack(over) => {
            blank("Went back".into(), format!("Over {}", plural(*over as u64, "event", "events")))
        }
    }
}

/// A table or index at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Its name: "Clinic" or "Clinic · GSI1".
    pub name: String,
    /// Its items and their bytes.
    pub words: String,
    /// How many.
    pub items: u64,
}

/// A changed item: before, after, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedLine {
    /// Its table.
    pub table: String,
    /// Its key.
    pub key: String,
    /// INSERT, MODIFY or REMOVE.
    pub event: &'static str,
    /// Both images.
    pub attributes: Vec<Attribute>,
}

/// The collection around a changed item, in a table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The table or index.
    pub name: String,
    /// The partition key of the collection.
    pub collection: String,
    /// Sort keys in order, and whether it is the changed item.
    pub rows: Vec<(String, bool)>,
    /// Whether the changed item isn't in it at this moment.
    pub is_absent: bool,
    /// Whether there is more before and behind.
    pub has_more: (bool, bool),
}

/// What is to be seen of a moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moment {
    /// Every table and index.
    pub extents: Vec<Extent>,
    /// What the event before it changed.
    pub changed: Vec<ChangedLine>,
    /// How many more items it changed.
    pub more: usize,
    /// The tables that it created, changed or deleted.
    pub tables: Vec<String>,
    /// Around the first changed item, in its table and in each index.
    pub lanes: Vec<Lane>,
}

impl Moment {
    /// The moment behind so many events. The engine must be there.
    pub fn read(inspect: &Inspect<'_>, timeline: &Timeline, shown: usize) -> Self {
        let mut moment = Self { extents: extents(inspect), ..Self::default() };
        let event = shown.checked_sub(1).and_then(|place| timeline.events().get(place));
        let Some(step) = event.and_then(|event| event.step.as_ref()) else { return moment };
        moment.tables = step.tables().map(ToString::to_string).collect();
        moment.tables.dedup();
        let changed = step.items();
        moment.more = changed.len().saturating_sub(MOST_ITEMS);
        for item in changed.iter().take(MOST_ITEMS) {
            let Some(table) = inspect.table(item.table) else { continue };
            let keys = &table.schema.keys;
            let (before, after) =
                (item.before.map(|row| row.item()), item.after.map(|row| row.item()));
            moment.changed.push(ChangedLine {
                table: item.table.to_string(),
                key: key_text(item.named, keys),
                event: match (before, after) {
                    (None, _) => "INSERT",
                    (_, None) => "REMOVE",
                    _ => "MODIFY",
                },
                attributes: side_by_side(keys, before, after),
            });
        }
        if let Some(first) = changed.first() {
            moment.lanes = lanes(inspect, first);
        }
        moment
    }
}

fn extents(inspect: &Inspect<'_>) -> Vec<Extent> {
    let words = |n: u64, size: u64| format!("{}, {}", items(n), bytes(size));
    let of_table = |table: crate::engine::inspect::TableSummary| {
        let name = table.schema.name.to_string();
        let own = Extent {
            name: name.clone(),
            words: words(table.items, table.bytes),
            items: table.items,
        };
        let of_index = move |index: crate::engine::inspect::IndexSummary| Extent {
            name: format!("{name} · {}", index.name),
            words: words(index.items, index.bytes),
            items: index.items,
        };
        std::iter::once(own).chain(table.indexes.into_iter().map(of_index))
    };
    inspect.tables().into_iter().flat_map(of_table).collect()
}

/// In the table and in each index in which the item is or was.
fn lanes(inspect: &Inspect<'_>, item: &crate::engine::ChangedItem<'_>) -> Vec<Lane> {
    let Some(table) = inspect.table(item.table) else { return Vec::new() };
    let now = inspect.item(item.table, item.named);
    // The item as it is at this moment, else as it was before.
    let row = now.as_ref().or(item.after).or(item.before);
    let item_now = row.map_or(item.named, |row| row.item());
    let own = inspect.neighbors(item.table, None, item_now, NEIGHBORS);
    let own =
        own.map(|near| lane(table.schema.name.to_string(), &table.schema.keys, item_now, near));
    let in_index = table.indexes.iter().filter_map(|index| {
        let near = inspect.neighbors(item.table, Some(&index.name), item_now, NEIGHBORS)?;
        let name = format!("{} · {}", table.schema.name, index.name);
        Some(lane(name, &index.keys, item_now, near))
    });
    own.into_iter().chain(in_index).collect()
}

fn lane(name: String, keys: &KeySchema, item: &Item, near: Neighbors) -> Lane {
    let part = |item: &Item, names: &[crate::model::KeyAttribute]| {
        let values = names.iter().filter_map(|key| item.get(key.name.as_str()));
        let texts: Vec<String> = values.map(crate::ui::model::answer::cell).collect();
        texts.join(" · ")
    };
    let row = |(at, row): (usize, &crate::engine::inspect::RowView)| {
        let sort = part(row.item.item(), &keys.sort);
        let shown = if sort.is_empty() { part(row.item.item(), &keys.partition) } else { sort };
        (shown, near.place == Some(at))
    };
    Lane {
        name,
        collection: part(item, &keys.partition),
        rows: near.rows.iter().enumerate().map(row).collect(),
        is_absent: near.place.is_none(),
        has_more: near.has_more,
    }
}

/// Where one stands, for the scrubber: "Event 12 of 40", "Before the first event".
pub fn standing_words(timeline: &Timeline, shown: usize) -> String {
    let events = timeline.events();
    match shown.checked_sub(1).and_then(|place| events.get(place)) {
        None => "Before the first event".to_owned(),
        Some(event) => {
            let line = line(shown - 1, event);
            let all = count(events.len() as u64);
            format!("After event {} of {all}: {}, {}", count(shown as u64), line.heading, line.time)
        }
    }
}
