//! CSV: a heading line with the attributes' names, an item on each further line.
//!
//! CSV has no types. A column whose values are all numbers becomes numbers, one of `true` and `false`
//! booleans, JSON objects and arrays maps and lists, and all else strings. An empty cell is no
//! attribute.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value as Json, json};

use super::plan::{Fault, Format, Plan, PlannedTable, Position};
use super::{plain, table_name};
use crate::model::Number;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Numbers,
    Booleans,
    Documents,
    Strings,
}

/// Reads a file of lines with commas, semicolons or tabs between their cells.
pub(super) fn read(name: &str, text: &str) -> Result<Plan, Fault> {
    // YAML's comments and keys are no heading line.
    let is_template = |line: &str| {
        line.starts_with("AWSTemplateFormatVersion:") || line.trim_end() == "Resources:"
    };
    if text.lines().any(is_template) {
        return Err(Fault::Template);
    }
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.matches(mark).count();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == ','));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.map_or(b',', |mark| mark as u8))
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().map_err(fault)?.iter().map(str::to_owned).collect();
    if let Some(at) = names.iter().position(|name| name.is_empty()) {
        let what = format!("column {} of the heading line has no name.", at + 1);
        return Err(Fault::Syntax { at: Position { line: 1, column: 0 }, what });
    }
    if let Some(twice) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        let what = format!("two columns have the name “{}”.", twice.1);
        return Err(Fault::Syntax { at: Position { line: 1, column: 0 }, what });
    }
    let records = reader.records().collect::<Result<Vec<_>, _>>().map_err(fault)?;
    if records.is_empty() {
        return Err(Fault::NoItems);
    }
    let columns: Vec<Column> = (0..names.len()).map(|at| column(&records, at)).collect();
    let items = records.iter().map(|record| item(&names, &columns, record)).collect();
    let numbers = named(&names, &columns, Column::Numbers);
    let mut warnings = Vec::new();
    if !numbers.is_empty() {
        warnings.push(format!("CSV has no types. Read as numbers: {numbers}. All else is text."));
    }
    let table = PlannedTable { name: table_name(name), create: None, items };
    Ok(Plan { format: Format::Csv, tables: vec![table], warnings })
}

fn named(names: &[String], columns: &[Column], kind: Column) -> String {
    let of = names.iter().zip(columns).filter(|(_, column)| **column == kind);
    of.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn fault(error: csv::Error) -> Fault {
    let line = error.position().map_or(1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this line has {len} cells where the heading line has {expected_len}.")
        }
        _ => "this line isn't CSV.".to_owned(),
    };
    Fault::Syntax { at: Position { line, column: 0 }, what }
}

fn column(records: &[StringRecord], at: usize) -> Column {
    let cells =
        || records.iter().filter_map(|record| record.get(at)).filter(|cell| !cell.is_empty());
    let all = |test: fn(&str) -> bool| cells().next().is_some() && cells().all(test);
    if all(|cell| matches!(cell, "true" | "false")) {
        Column::Booleans
    } else if all(is_number) {
        Column::Numbers
    } else if all(|cell| document(cell).is_some()) {
        Column::Documents
    } else {
        Column::Strings
    }
}

/// Whether a cell is a number and nothing is lost by taking it for one: not `007`, not `+1`.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let leads = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.");
    digits.starts_with(|c: char| c.is_ascii_digit()) && !leads && cell.parse::<Number>().is_ok()
}

/// The value of a cell that holds a JSON object or array.
fn document(cell: &str) -> Option<Json> {
    let value: Json = serde_json::from_str(cell).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

fn item(names: &[String], columns: &[Column], record: &StringRecord) -> Json {
    let cells = names.iter().zip(columns).zip(record.iter());
    let cells = cells.filter(|(_, cell)| !cell.is_empty());
    let value = |column: Column, cell: &str| match column {
        Column::Numbers => json!({ "N": cell }),
        Column::Booleans => json!({ "BOOL": cell == "true" }),
        Column::Documents => document(cell).map_or_else(
            || json!({ "S": cell }),
            |value| {
                if plain::is_typed(&value) { value } else { plain::typed(&value) }
            },
        ),
        Column::Strings => json!({ "S": cell }),
    };
    let members = cells.map(|((name, column), cell)| (name.clone(), value(*column, cell)));
    Json::Object(members.collect::<Map<_, _>>())
}
