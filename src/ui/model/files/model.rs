//! NoSQL Workbench models, both ways.
//!
//! Files differ: items may be in the facets alone, `BillingMode` and versions may be missing, and a
//! map may hold plain JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::json::key_part;
use super::plan::{Fault, Format, Plan, PlannedTable};
use crate::ui::model::plain;

/// Reads the tables of a model.
pub(super) fn nosql_workbench(tables: &[Json]) -> Result<Plan, Fault> {
    let mut warnings = Vec::new();
    let tables = tables.iter().map(|table| planned(table, &mut warnings));
    let tables = tables.collect::<Result<Vec<_>, _>>()?;
    if tables.is_empty() {
        return Err(Fault::NoItems);
    }
    Ok(Plan { format: Format::NoSqlWorkbench, tables, warnings })
}

fn planned(table: &Json, warnings: &mut Vec<String>) -> Result<PlannedTable, Fault> {
    let name = text(table, "TableName").ok_or(Fault::NoItems)?.to_owned();
    let mut types = BTreeMap::new();
    let keys = key_schema(table, &mut types).ok_or_else(|| Fault::NoKey(name.clone()))?;
    let mut indexes = Vec::new();
    for index in array(table, "GlobalSecondaryIndexes") {
        let index_name = text(index, "IndexName").unwrap_or_default();
        let Some(keys) = key_schema(index, &mut types) else {
            warnings.push(format!("{name}: the index “{index_name}” has no key and was left out."));
            continue;
        };
        let projection = index.get("Projection").cloned();
        let projection = projection.unwrap_or_else(|| json!({ "ProjectionType": "ALL" }));
        indexes.push(json!({
            "IndexName": index_name, "KeySchema": keys, "Projection": projection,
        }));
    }
    if text(table, "BillingMode") == Some("PROVISIONED") {
        let note = "The capacity mode of the model is provisioned; the table is made on-demand. \
                    Change it in Tables.";
        warnings.push(format!("{name}: {note}"));
    }
    let definitions = types
        .iter()
        .map(|(name, kind)| json!({ "AttributeName": name, "AttributeType": kind }))
        .collect::<Vec<_>>();
    let mut create = json!({
        "TableName": name, "KeySchema": keys, "AttributeDefinitions": definitions,
        "BillingMode": "PAY_PER_REQUEST",
    });
    if !indexes.is_empty() {
        create["GlobalSecondaryIndexes"] = Json::Array(indexes);
    }
    let mut items: Vec<Json> = Vec::new();
    let own = array(table, "TableData");
    let of_facets = array(table, "TableFacets").flat_map(|facet| array(facet, "TableData"));
    let mut left_out = 0;
    for data in own.chain(of_facets) {
        match item(data) {
            // An item may be in several facets.
            Some(item) if !items.contains(&item) => items.push(item),
            Some(_) => {}
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        warnings.push(format!("{name}: {left_out} of its items can't be read and were left out."));
    }
    Ok(PlannedTable { name, create: Some(create), items })
}

fn text<'a>(of: &'a Json, name: &str) -> Option<&'a str> {
    of.get(name)?.as_str().filter(|text| !text.is_empty())
}

fn array<'a>(of: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> {
    of.get(name).and_then(Json::as_array).into_iter().flatten()
}

/// The key schema of a table or index; the types of its attributes are added to those known.
fn key_schema(of: &Json, types: &mut BTreeMap<String, String>) -> Option<Vec<Json>> {
    let keys = of.get("KeyAttributes")?;
    let mut schema = Vec::new();
    for (part, role) in [("PartitionKey", "HASH"), ("SortKey", "RANGE")] {
        let Some(name) = keys.get(part).and_then(|key| text(key, "AttributeName")) else {
            // Without a partition key there is no key.
            if role == "HASH" {
                return None;
            }
            continue;
        };
        let kind = keys.get(part).and_then(|key| text(key, "AttributeType")).unwrap_or("S");
        types.entry(name.to_owned()).or_insert_with(|| kind.to_owned());
        schema.push(key_part(name, role));
    }
    Some(schema)
}

/// An item: each attribute a typed value, in whose maps and lists plain JSON may stand.
fn item(data: &Json) -> Option<Json> {
    let members = data.as_object()?;
    let typed = |(name, value): (&String, &Json)| Some((name.clone(), typed_value(value)?));
    members.iter().map(typed).collect::<Option<Map<_, _>>>().map(Json::Object)
}

fn typed_value(value: &Json) -> Option<Json> {
    if !plain::is_typed(value) {
        return None;
    }
    let inner = |value: &Json| typed_value(value).unwrap_or_else(|| plain::typed(value));
    let (tag, held) = value.as_object()?.iter().next()?;
    Some(match (tag.as_str(), held) {
        ("M", Json::Object(members)) => {
            let members = members.iter().map(|(name, value)| (name.clone(), inner(value)));
            json!({ "M": members.collect::<Map<_, _>>() })
        }
        ("L", Json::Array(values)) => json!({ "L": values.iter().map(inner).collect::<Vec<_>>() }),
        _ => value.clone(),
    })
}

/// A model of tables: for each its CreateTable request and its items as DynamoDB JSON.
pub(super) fn to_nosql_workbench(name: &str, tables: &[(Json, Vec<Json>)]) -> String {
    let table = |(create, items): &(Json, Vec<Json>)| {
        let kind = |name: &str| {
            let known = array(create, "AttributeDefinitions")
                .find(|known| text(known, "AttributeName") == Some(name));
            known.and_then(|known| text(known, "AttributeType")).unwrap_or("S").to_owned()
        };
        let keys = |of: &Json| {
            let part = |role: &str| {
                let part =
                    array(of, "KeySchema").find(|part| text(part, "KeyType") == Some(role))?;
                let name = text(part, "AttributeName")?;
                Some(json!({ "AttributeName": name, "AttributeType": kind(name) }))
            };
            let mut keys = Map::new();
            keys.extend(part("HASH").map(|part| ("PartitionKey".to_owned(), part)));
            keys.extend(part("RANGE").map(|part| ("SortKey".to_owned(), part)));
            Json::Object(keys)
        };
        let of_table: Vec<&str> =
            array(create, "KeySchema").filter_map(|part| text(part, "AttributeName")).collect();
        let others = array(create, "AttributeDefinitions")
            .filter(|known| text(known, "AttributeName").is_some_and(|n| !of_table.contains(&n)));
        let index = |index: &Json| {
            json!({
                "IndexName": index["IndexName"], "KeyAttributes": keys(index),
                "Projection": index["Projection"],
            })
        };
        json!({
            "TableName": create["TableName"],
            "KeyAttributes": keys(create),
            "NonKeyAttributes": others.collect::<Vec<_>>(),
            "GlobalSecondaryIndexes": array(create, "GlobalSecondaryIndexes").map(index).collect::<Vec<_>>(),
            "TableData": items,
            "DataAccess": { "MySql": {} },
            "BillingMode": create.get("BillingMode").cloned().unwrap_or_else(|| json!("PROVISIONED")),
        })
    };
    let model = json!({
        "ModelName": name,
        "ModelMetadata": {
            "Author": "", "DateCreated": "", "DateLastModified": "", "Description": "",
            "AWSService": "Amazon DynamoDB", "Version": "3.0",
        },
        "DataModel": tables.iter().map(table).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&model).unwrap_or_default()
}
