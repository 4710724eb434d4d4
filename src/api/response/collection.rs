//! `ItemCollectionMetrics`: only tables with a local index have item collections to watch.

use serde_json::{Value as Json, json};

use super::{Context, decimal, item_to_json};
use crate::model::{IndexKind, Item, TableName};

/// The metrics of the collection that a request of one item wrote to.
pub fn of_one(context: Context<'_>) -> Option<Json> {
    let (table, item) = context.shown.collections.first()?;
    of_item(table, item, context)
}

/// The metrics of the collections that a batch wrote to, by table, each collection once.
pub fn of_each(context: Context<'_>) -> Option<Json> {
    let mut by_table = serde_json::Map::new();
    for (table, item) in &context.shown.collections {
        let Some(metrics) = of_item(table, item, context) else { continue };
        let name = context.shown.name_of(table).to_owned();
        let list = by_table.entry(name).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = list
            && !list.contains(&metrics)
        {
            list.push(metrics);
        }
    }
    (!by_table.is_empty()).then_some(Json::Object(by_table))
}

fn of_item(table: &TableName, item: &Item, context: Context<'_>) -> Option<Json> {
    let schema = context.inspect.table(table)?.schema;
    let watched = schema.indexes.iter().any(|index| index.kind == IndexKind::Local);
    let partition = schema.keys.partition.iter().filter_map(|attribute| {
        let value = item.get(attribute.name.as_str())?;
        Some((attribute.name.clone(), value.clone()))
    });
    // A page holds far less than a gigabyte, which is the estimate's first step.
    watched.then(|| {
        json!({
            "ItemCollectionKey": item_to_json(&partition.collect()),
            "SizeEstimateRangeGB": [decimal(0), decimal(1000)],
        })
    })
}
