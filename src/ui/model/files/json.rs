//! Files of JSON: items, lines of items, a BatchWriteItem request, models.

use serde_json::{Map, Value as Json, json};

use super::plan::{Fault, Format, Plan, PlannedTable, Position};
use super::{model, table_name, typed_item};

/// Reads a file that begins as JSON does.
pub(super) fn read(name: &str, text: &str) -> Result<Plan, Fault> {
    match serde_json::from_str::<Json>(text) {
        Ok(whole) => of_whole(name, whole),
        Err(error) => match lines(name, text) {
            Some(plan) => plan,
            None => match serde_json::from_str::<Json>(&without_python(text)) {
                Ok(whole) => of_whole(name, whole),
                Err(_) => Err(syntax(&error, 0)),
            },
        },
    }
}

fn syntax(error: &serde_json::Error, line: usize) -> Fault {
    let message = error.to_string();
    // Its place is told apart from it.
    let what = message.split(" at line ").next().unwrap_or(&message);
    let at = Position { line: line + error.line().max(1), column: error.column() };
    Fault::Syntax { at, what: format!("this isn't JSON ({what}).") }
}

/// A file with a JSON value on each line; `None` if its first line is none.
fn lines(name: &str, text: &str) -> Option<Result<Plan, Fault>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let first = lines.next()?.1;
    serde_json::from_str::<Json>(first).ok()?;
    let mut items = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value = match serde_json::from_str::<Json>(line) {
            Ok(value) => value,
            Err(error) => return Some(Err(syntax(&error, number))),
        };
        if value.get("dataFileS3Key").is_some() {
            return Some(Err(Fault::Manifest));
        }
        match typed_item(unwrapped(value)) {
            Some(item) => items.push(item),
            None => {
                let at = Position { line: number + 1, column: 0 };
                let what = "this isn't an item: an object of attributes, all of them as DynamoDB \
                            JSON or all as plain JSON."
                    .to_owned();
                return Some(Err(Fault::Syntax { at, what }));
            }
        }
    }
    Some(Ok(of_items(name, Format::JsonLines, items)))
}

fn of_items(name: &str, format: Format, items: Vec<Json>) -> Plan {
    let table = PlannedTable { name: table_name(name), create: None, items };
    Plan { format, tables: vec![table], warnings: Vec::new() }
}

/// A line of an export to S3 holds its item in `Item`.
fn unwrapped(value: Json) -> Json {
    match value {
        Json::Object(mut members) if members.len() == 1 && members.contains_key("Item") => {
            members.remove("Item").unwrap_or_default()
        }
        value => value,
    }
}

fn of_whole(name: &str, whole: Json) -> Result<Plan, Fault> {
    match whole {
        Json::Array(values) => {
            let items: Option<Vec<_>> =
                values.into_iter().map(|value| typed_item(unwrapped(value))).collect();
            let items = items.filter(|items| !items.is_empty()).ok_or(Fault::NoItems)?;
            Ok(of_items(name, Format::JsonItems, items))
        }
        Json::Object(members) => of_object(name, members),
        _ => Err(Fault::NoItems),
    }
}

fn of_object(name: &str, mut members: Map<String, Json>) -> Result<Plan, Fault> {
    if let Some(Json::Array(tables)) = members.get("DataModel") {
        return model::nosql_workbench(tables);
    }
    if let Some(Json::Array(tables)) = members.get("tables") {
        return data_model(tables, members.get("items"), members.contains_key("access_patterns"));
    }
    let is_manifest = |name: &str| members.get(name).is_some_and(Json::is_string);
    if is_manifest("manifestFilesS3Key") || is_manifest("dataFileS3Key") {
        return Err(Fault::Manifest);
    }
    let has = |name: &str| members.contains_key(name);
    if has("AWSTemplateFormatVersion") || members.get("Resources").is_some_and(Json::is_object) {
        return Err(Fault::Template);
    }
    if let Some(items @ Json::Array(_)) = members.remove("Items") {
        return of_whole(name, items);
    }
    if let Some(tables) =
        batch(members.get("RequestItems").unwrap_or(&Json::Object(members.clone())))
    {
        return Ok(Plan { format: Format::BatchWrite, tables, warnings: Vec::new() });
    }
    // An export's file may have a single line.
    let is_line = members.len() == 1 && members.contains_key("Item");
    let format = if is_line { Format::JsonLines } else { Format::JsonItems };
    let item = typed_item(unwrapped(Json::Object(members))).ok_or(Fault::NoItems)?;
    let is_item = item.as_object().is_some_and(|members| !members.is_empty());
    if is_item { Ok(of_items(name, format, vec![item])) } else { Err(Fault::NoItems) }
}

/// `{table: [{PutRequest: {Item}}]}`, with which `aws dynamodb batch-write-item` fills tables.
fn batch(requests: &Json) -> Option<Vec<PlannedTable>> {
    let put = |request: &Json| request.pointer("/PutRequest/Item").cloned().and_then(typed_item);
    let table = |(name, requests): (&String, &Json)| {
        let items: Option<Vec<_>> = requests.as_array()?.iter().map(put).collect();
        Some(PlannedTable { name: name.clone(), create: None, items: items? })
    };
    let tables: Option<Vec<_>> = requests.as_object()?.iter().map(table).collect();
    tables.filter(|tables| !tables.is_empty())
}

/// `dynamodb_data_model.json`: CreateTable requests, items for a BatchWriteItem, access patterns.
fn data_model(tables: &[Json], items: Option<&Json>, has_patterns: bool) -> Result<Plan, Fault> {
    let filled = items.and_then(batch).unwrap_or_default();
    let mut warnings = Vec::new();
    let mut planned = Vec::new();
    for table in tables {
        let (create, name) = match table.get("table_config") {
            // The form that names its key in words and types nothing.
            Some(config) => {
                let text = |name: &str| config.get(name).and_then(Json::as_str).unwrap_or_default();
                let name = text("table_name").to_owned();
                let key = super::KeyChoice {
                    partition: text("partition_key").to_owned(),
                    sort: text("sort_key").to_owned(),
                };
                if key.partition.is_empty() {
                    return Err(Fault::NoKey(name));
                }
                if table.get("entities").is_some() {
                    let warning = "Entities and their access patterns are code for a generator; \
                                   the tables were read, with keys of type string.";
                    warnings.push(warning.to_owned());
                }
                let empty = PlannedTable { name: name.clone(), create: None, items: Vec::new() };
                (empty.create_with(&name, &key), name)
            }
            None => {
                let name = table.get("TableName").and_then(Json::as_str).ok_or(Fault::NoItems)?;
                if table.get("KeySchema").is_none() {
                    return Err(Fault::NoKey(name.to_owned()));
                }
                (table.clone(), name.to_owned())
            }
        };
        let items = filled.iter().find(|known| known.name == name);
        let items = items.map(|known| known.items.clone()).unwrap_or_default();
        planned.push(PlannedTable { name, create: Some(create), items });
    }
    if planned.is_empty() {
        return Err(Fault::NoItems);
    }
    if has_patterns {
        let warning =
            "The file's access patterns are commands: paste each of them into Explore's CLI.";
        warnings.push(warning.to_owned());
    }
    warnings.dedup();
    Ok(Plan { format: Format::DataModel, tables: planned, warnings })
}

/// Agents write Python's words for true, false and null into JSON: outside of texts they become its
/// own.
fn without_python(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_text = false;
    while let Some(c) = rest.chars().next() {
        if !is_text {
            let words = [("True", "true"), ("False", "false"), ("None", "null")];
            if let Some((python, json)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
                out.push_str(json);
                rest = &rest[python.len()..];
                continue;
            }
        }
        let mut taken = c.len_utf8();
        match c {
            '"' => is_text = !is_text,
            '\\' if is_text => taken += rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => {}
        }
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

/// A key attribute of a CreateTable request.
pub(super) fn key_part(name: &str, role: &str) -> Json {
    json!({ "AttributeName": name, "KeyType": role })
}
