//! What the draft would reach, asked of the engine's estimates.

use leptos::prelude::*;

use super::desk::Desk;
use crate::api::json;
use crate::model::size::item_size;
use crate::model::{IndexName, Item, TableSchema};
use crate::ui::model::draft::{Draft, Verb, whole_key};
use crate::ui::model::estimate::{Forecast, Reach, forecast, unknown};

/// The forecast for the draft as it stands, followed as it changes.
pub fn forecast_of(desk: Desk) -> Forecast {
    let draft = desk.app.draft.get();
    desk.tables.track();
    if draft.raw.is_none() {
        return of_form(desk, &draft);
    }
    let operation = draft.operation().to_owned();
    match draft.to_request() {
        Ok(body) if Verb::from_name(&operation).is_some() => {
            let mut form = Draft::from_request(&operation, &body);
            desk.schema(&form.table).into_iter().for_each(|schema| form.fit(&schema));
            if form.raw.is_some() { unknown(&operation) } else { of_form(desk, &form) }
        }
        _ => unknown(&operation),
    }
}

fn of_form(desk: Desk, draft: &Draft) -> Forecast {
    let reach = reach(desk, draft).unwrap_or(Reach::Unknown);
    forecast(draft.verb, reach, draft.limit.trim().parse().ok(), draft.consistent)
}

fn reach(desk: Desk, draft: &Draft) -> Option<Reach> {
    let schema = desk.schema(&draft.table)?;
    match draft.verb {
        Verb::Scan => whole(desk, draft),
        Verb::Query => collection(desk, draft, &schema),
        Verb::PutItem => put(draft, &schema),
        Verb::GetItem | Verb::UpdateItem | Verb::DeleteItem => one(desk, draft, &schema),
    }
}

fn whole(desk: Desk, draft: &Draft) -> Option<Reach> {
    let summary = desk.summary(&draft.table)?;
    let Some(name) = &draft.index else {
        return Some(Reach::Everything {
            items: summary.items,
            bytes: summary.bytes,
            index: false,
        });
    };
    let index = summary.indexes.iter().find(|index| index.name.as_str() == name)?;
    Some(Reach::Everything { items: index.items, bytes: index.bytes, index: true })
}

fn collection(desk: Desk, draft: &Draft, schema: &TableSchema) -> Option<Reach> {
    let index = draft.index.as_deref().and_then(|name| IndexName::parse(name).ok());
    let keys = draft.index.as_deref().and_then(|name| schema.index(name)).map(|index| &index.keys);
    let selection = draft.key.selection(keys.unwrap_or(&schema.keys))?;
    let estimate = untrack(|| {
        desk.app.look(|engine| engine.inspect().estimate(&schema.name, index.as_ref(), &selection))
    });
    Some(Reach::Collection { items: estimate.items, bytes: estimate.bytes, more: estimate.more })
}

fn put(draft: &Draft, schema: &TableSchema) -> Option<Reach> {
    let body = draft.to_request().ok()?;
    let item = json::item_from_json(body.get("Item")?).ok()?;
    Some(Reach::Item { bytes: item_size(&item) as u64, copies: copies(schema, &item) })
}

fn one(desk: Desk, draft: &Draft, schema: &TableSchema) -> Option<Reach> {
    let key = whole_key(&draft.primary, &schema.keys)?;
    let row = untrack(|| desk.app.look(|engine| engine.inspect().item(&schema.name, &key)));
    let bytes = row.as_ref().map_or(0, |row| u64::from(row.size()));
    Some(Reach::Item { bytes, copies: row.map_or(1, |row| copies(schema, row.item())) })
}

/// The table and the indexes that hold the item.
fn copies(schema: &TableSchema, item: &Item) -> u64 {
    1 + schema.indexes.iter().filter(|index| index.keys.key_of(item).is_ok()).count() as u64
}
