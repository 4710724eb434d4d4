//! What a file would bring in.

use std::collections::HashSet;

use serde_json::{Map, Value as Json, json};

use crate::ui::model::words::{count, items};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    JsonLines,
    JsonItems,
    BatchWrite,
    Csv,
    NoSqlWorkbench,
    DataModel,
}

impl Format {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Format::JsonLines => "JSON lines, as an export to S3 writes them",
            Format::JsonItems => "items as JSON",
            Format::BatchWrite => "a BatchWriteItem request",
            Format::Csv => "CSV",
            Format::NoSqlWorkbench => "a NoSQL Workbench model",
            Format::DataModel => "a DynamoDB data model (dynamodb_data_model.json)",
        }
    }
}

/// Where in a file something is, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column; 0 if it isn't known.
    pub column: usize,
}

/// Why a file can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing in it.
    Empty,
    /// It is larger than what is read.
    TooLarge,
    /// It breaks the rules of its form.
    Syntax {
        /// Where.
        at: Position,
        /// What is wrong there.
        what: String,
    },
    /// It is the list of files of an export to S3.
    Manifest,
    /// It is a template of CloudFormation or SAM.
    Template,
    /// It is JSON, and holds neither items nor tables.
    NoItems,
    /// A table of it has no usable key.
    NoKey(String),
}

impl Fault {
    /// What is wrong and what to do, in a sentence or two.
    pub fn sentence(&self) -> String {
        match self {
            Fault::Empty => "The file is empty. Choose another one.".to_owned(),
            Fault::TooLarge => {
                "The file is larger than 64 MB. Split it into smaller ones and import them one \
                 after the other."
                    .to_owned()
            }
            Fault::Syntax { at: Position { line, column: 0 }, what } => {
                format!(
                    "Line {}: {what} Correct the file and choose it again.",
                    count(*line as u64)
                )
            }
            Fault::Syntax { at: Position { line, column }, what } => format!(
                "Line {}, column {}: {what} Correct the file and choose it again.",
                count(*line as u64),
                count(*column as u64)
            ),
            Fault::Manifest => {
                "This is the list of files of an export to S3. Choose the files in its folder \
                 “data” instead; all of them at once, packed as they are."
                    .to_owned()
            }
            Fault::Template => {
                "This is a CloudFormation or SAM template, which this page doesn't read. Paste its \
                 table as a create-table command into Explore's CLI, or create it in Tables."
                    .to_owned()
            }
            Fault::NoItems => {
                "The file is JSON, but holds neither items nor tables in a form that this page \
                 reads: JSON lines, an array of items, a BatchWriteItem request, a NoSQL Workbench \
                 model, or dynamodb_data_model.json."
                    .to_owned()
            }
            Fault::NoKey(table) => {
                format!("The table {table} has no partition key in the file. Add one to it.")
            }
        }
    }
}

/// A table that would be made, or filled.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedTable {
    /// Its name.
    pub name: String,
    /// The CreateTable request; none where the file holds items alone, so that the key is to be
    /// chosen.
    pub create: Option<Json>,
    /// Its items, as DynamoDB JSON.
    pub items: Vec<Json>,
}

/// What a file would bring in.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its form.
    pub format: Format,
    /// Its tables.
    pub tables: Vec<PlannedTable>,
    /// What the page leaves out or reads in its own way.
    pub warnings: Vec<String>,
}

impl Plan {
    /// How many items there are in all.
    pub fn items(&self) -> usize {
        self.tables.iter().map(|table| table.items.len()).sum()
    }

    /// This and another file's: items for a table of the same name come together.
    pub fn merged(mut self, other: Self) -> Self {
        // The parts of an export to S3 are files of lines; other files are tables of their own.
        let is_more_of_it = self.format == Format::JsonLines && other.format == self.format;
        for table in other.tables {
            let same = self.tables.iter_mut().find(|known| {
                let both_bare = known.create.is_none() && table.create.is_none();
                // The parts of an export have names that mean nothing.
                both_bare && (known.name == table.name || is_more_of_it)
            });
            match same {
                Some(known) => known.items.extend(table.items),
                None => self.tables.push(table),
            }
        }
        self.warnings.extend(other.warnings);
        self
    }

    /// What it is, in a sentence.
    pub fn words(&self) -> String {
        let tables = match self.tables.len() {
            1 => "1 table".to_owned(),
            many => format!("{many} tables"),
        };
        format!("This is {}: {tables}, {}.", self.format.label(), items(self.items() as u64))
    }
}

/// The key that a table is made with, for items that came without one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyChoice {
    /// The partition key.
    pub partition: String,
    /// The sort key; empty if there is none.
    pub sort: String,
}

/// Names that are keys in most tables, the likeliest first.
const USUAL: [(&str, &str); 5] =
    [("PK", "SK"), ("pk", "sk"), ("partition_key", "sort_key"), ("id", ""), ("ID", "")];

impl PlannedTable {
    /// The attributes that every item has with one key type: what a key may be made of.
    pub fn key_candidates(&self) -> Vec<String> {
        let Some(Json::Object(first)) = self.items.first() else { return Vec::new() };
        let is_key = |name: &String| {
            let kind = key_type(self.items[0].get(name)?)?;
            let same = |item: &Json| item.get(name).and_then(key_type) == Some(kind);
            self.items.iter().all(same).then_some(())
        };
        first.keys().filter(|name| is_key(name).is_some()).cloned().collect()
    }

    /// The likeliest key: a usual pair of names, or else the first attribute whose values differ, or
    /// else the first two.
    pub fn likely_key(&self) -> Option<KeyChoice> {
        let names = self.key_candidates();
        let has = |name: &str| name.is_empty() || names.iter().any(|known| known == name);
        let usual = USUAL.iter().find(|(partition, sort)| has(partition) && has(sort));
        let choice = |partition: &str, sort: &str| KeyChoice {
            partition: partition.to_owned(),
            sort: sort.to_owned(),
        };
        if let Some((partition, sort)) = usual {
            return Some(choice(partition, sort));
        }
        let alone = names.iter().map(|name| choice(name, ""));
        let first = names.first()?;
        let pairs = names.iter().skip(1).map(|name| choice(first, name));
        let unique = alone.chain(pairs).find(|key| self.duplicates(key) == 0);
        Some(unique.unwrap_or_else(|| choice(first, names.get(1).map_or("", String::as_str))))
    }

    /// How many items would be replaced by a later one with the same key.
    pub fn duplicates(&self, key: &KeyChoice) -> usize {
        let of = |item: &Json| {
            let part = |name: &str| item.get(name).map(Json::to_string).unwrap_or_default();
            (part(&key.partition), part(&key.sort))
        };
        let different: HashSet<_> = self.items.iter().map(of).collect();
        self.items.len() - different.len()
    }

    /// The request that makes the table with this key; its own where the file has one.
    pub fn create_with(&self, name: &str, key: &KeyChoice) -> Json {
        let mut create = self.create.clone().unwrap_or_else(|| {
            let kind = |name: &str| {
                let value = self.items.first().and_then(|item| item.get(name));
                value.and_then(key_type).unwrap_or("S")
            };
            let parts = [(&key.partition, "HASH"), (&key.sort, "RANGE")];
            let parts = parts.into_iter().filter(|(name, _)| !name.is_empty());
            let schema =
                parts.clone().map(|(name, role)| json!({ "AttributeName": name, "KeyType": role }));
            let types = parts
                .map(|(name, _)| json!({ "AttributeName": name, "AttributeType": kind(name) }));
            json!({
                "KeySchema": schema.collect::<Vec<_>>(),
                "AttributeDefinitions": types.collect::<Vec<_>>(),
                "BillingMode": "PAY_PER_REQUEST",
            })
        });
        if let Json::Object(body) = &mut create {
            body.insert("TableName".into(), json!(name));
        }
        create
    }
}

/// The type of a value that may be in a key.
fn key_type(value: &Json) -> Option<&'static str> {
    let members: &Map<String, Json> = value.as_object()?;
    ["S", "N", "B"].into_iter().find(|kind| members.contains_key(*kind))
}
