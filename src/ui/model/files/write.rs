//! Writing tables as files of other tools.

use serde_json::{Value as Json, json};

use super::{model, plain};

/// The form that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Export {
    JsonLines,
    PlainJson,
    Csv,
    NoSqlWorkbench,
}

impl Export {
    /// All, in the order in which they are offered.
    pub const ALL: [Export; 4] =
        [Export::JsonLines, Export::PlainJson, Export::Csv, Export::NoSqlWorkbench];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Export::JsonLines => "DynamoDB JSON lines",
            Export::PlainJson => "Plain JSON",
            Export::Csv => "CSV",
            Export::NoSqlWorkbench => "NoSQL Workbench model",
        }
    }

    /// What it can't hold, in a sentence; empty if it holds everything.
    pub fn loss(self) -> &'static str {
        match self {
            Export::JsonLines => "Holds every type and number exactly, and no table definition.",
            Export::PlainJson => "Sets become lists and binary values text.",
            Export::Csv => {
                "Has no types: numbers and text look alike, and nested values become JSON. Cells \
                 that a spreadsheet would run as a formula get an apostrophe."
            }
            Export::NoSqlWorkbench => "Has no place for LSIs, TTL and streams.",
        }
    }

    /// How its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Export::JsonLines | Export::PlainJson | Export::NoSqlWorkbench => "json",
            Export::Csv => "csv",
        }
    }
}

/// The file of a table: its CreateTable request and its items as DynamoDB JSON.
pub fn write(export: Export, create: &Json, items: &[Json]) -> String {
    match export {
        Export::JsonLines => {
            items.iter().map(|item| json!({ "Item": item }).to_string() + "\n").collect()
        }
        Export::PlainJson => {
            let plain = items.iter().filter_map(Json::as_object).map(plain::plain_members);
            serde_json::to_string_pretty(&plain.collect::<Vec<_>>()).unwrap_or_default() + "\n"
        }
        Export::Csv => csv(create, items),
        Export::NoSqlWorkbench => {
            let name = create["TableName"].as_str().unwrap_or("Model");
            model::to_nosql_workbench(name, &[(create.clone(), items.to_vec())])
        }
    }
}

fn csv(create: &Json, items: &[Json]) -> String {
    let keys = create["KeySchema"].as_array().into_iter().flatten();
    let mut names: Vec<&str> = keys.filter_map(|key| key["AttributeName"].as_str()).collect();
    for item in items.iter().filter_map(Json::as_object) {
        for name in item.keys() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    let mut writer =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Necessary).from_writer(Vec::new());
    // A vector takes whatever is written.
    let _ = writer.write_record(names.iter().map(|name| harmless(name)));
    for item in items {
        let cell = |name: &&str| item.get(*name).map(cell_of).unwrap_or_default();
        let _ = writer.write_record(names.iter().map(cell));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn cell_of(value: &Json) -> String {
    match plain::plain(value) {
        Json::String(text) => harmless(&text),
        // A number is none of a spreadsheet's formulas, with its minus sign or without.
        other => other.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
