//! The request in progress: what the form of Explore holds.
//!
//! Owns the fields, their meaning for each operation, and the way from form to request JSON and
//! back. Refuses to know what the engine would answer: a wrong value goes out as it was typed, so
//! that the answer is the service's own. Only text that is no JSON at all stays here, as a
//! [`DraftProblem`].

mod example;
mod face;
mod key;
mod partiql;
mod place;
mod problem;
mod read;
mod request;
mod rows;
mod switch;
mod text;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

pub use example::Examples;
pub use face::{Face, Mark, Notation};
pub use key::{KeyField, KeyForm, SortRow, whole_key};
pub use place::Place;
pub use problem::{DraftProblem, FormPart, parse_object};
pub(super) use request::{insert_placeholders, take_placeholders};
pub use rows::{FilterForm, FilterRow, Kind, NameRow, Operator, Typed, ValueRow};

use super::words::visible;
use crate::editor::cli::Given;
use crate::model::TableSchema;

/// The operations that the form has fields for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Verb {
    Query,
    Scan,
    GetItem,
    PutItem,
    UpdateItem,
    DeleteItem,
}

impl Verb {
    /// All, in the order in which the form offers them.
    pub const ALL: [Verb; 6] =
        [Verb::Query, Verb::Scan, Verb::GetItem, Verb::PutItem, Verb::UpdateItem, Verb::DeleteItem];

    /// The operation's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Verb::Query => "Query",
            Verb::Scan => "Scan",
            Verb::GetItem => "GetItem",
            Verb::PutItem => "PutItem",
            Verb::UpdateItem => "UpdateItem",
            Verb::DeleteItem => "DeleteItem",
        }
    }

    /// The verb with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.name() == name)
    }

    /// Whether it reads a page of items: Query and Scan.
    pub fn is_page(self) -> bool {
        matches!(self, Verb::Query | Verb::Scan)
    }

    /// Whether it reads at all.
    pub fn is_read(self) -> bool {
        self.is_page() || self == Verb::GetItem
    }

    /// Whether it names one item by its primary key.
    pub fn takes_key(self) -> bool {
        matches!(self, Verb::GetItem | Verb::UpdateItem | Verb::DeleteItem)
    }

    /// Whether it writes.
    pub fn is_write(self) -> bool {
        !self.is_read()
    }

    /// What `ReturnValues` may ask of it.
    pub fn return_values(self) -> &'static [&'static str] {
        match self {
            Verb::PutItem | Verb::DeleteItem => &["NONE", "ALL_OLD"],
            Verb::UpdateItem => &["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"],
            _ => &[],
        }
    }
}

/// A request written as a text, for every operation that there is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawRequest {
    /// The operation's name: of a command, as of the last time that it could be read.
    pub operation: String,
    /// The text as typed, valid or not yet.
    pub text: String,
    /// What it is written in.
    #[serde(default, skip_serializing_if = "Notation::is_json")]
    pub notation: Notation,
    /// What a command names and doesn't hold.
    #[serde(default, skip_serializing_if = "is_default")]
    pub given: Given,
}

fn is_default(given: &Given) -> bool {
    *given == Given::default()
}

impl RawRequest {
    /// A request written as JSON.
    pub fn from_json(operation: &str, text: String) -> Self {
        Self { operation: operation.to_owned(), text, ..Self::default() }
    }
}

/// The state of the request form. Fields that an operation does not take keep what they hold, so
/// that going from Query to Scan and back loses nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The operation.
    pub verb: Verb,
    /// The table's name.
    pub table: String,
    /// The index to read, or none for the table itself.
    pub index: Option<String>,
    /// Query: the key condition.
    pub key: KeyForm,
    /// Get, Update and Delete: the primary key.
    pub primary: Vec<KeyField>,
    /// Query and Scan: the filter.
    pub filter: FilterForm,
    /// The attributes wanted, with commas between; all when blank.
    pub projection: String,
    /// `ExpressionAttributeNames` for expressions written as text.
    pub names: Vec<NameRow>,
    /// `ExpressionAttributeValues` for expressions written as text.
    pub values: Vec<ValueRow>,
    /// `Limit` as typed; none when blank.
    pub limit: String,
    /// `ExclusiveStartKey` as JSON; none when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub start_key: String,
    /// From the highest sort key down (`ScanIndexForward: false`).
    pub backward: bool,
    /// `ConsistentRead`.
    pub consistent: bool,
    /// Only count (`Select: COUNT`).
    pub count_only: bool,
    /// Put: the item, as DynamoDB JSON or as plain JSON.
    pub item: String,
    /// Update: the update expression.
    pub update: String,
    /// Writes: the condition expression.
    pub condition: String,
    /// Writes: `ReturnValues`; blank for the default.
    pub return_values: String,
    /// Members of the request that the form has no field for; they go out as they came.
    pub extra: Map<String, Json>,
    /// The request as a text, when it is written so. It is then what counts.
    pub raw: Option<RawRequest>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            verb: Verb::Query,
            table: String::new(),
            index: None,
            key: KeyForm::default(),
            primary: Vec::new(),
            filter: FilterForm::default(),
            projection: String::new(),
            names: Vec::new(),
            values: Vec::new(),
            limit: String::new(),
            start_key: String::new(),
            backward: false,
            consistent: false,
            count_only: false,
            item: "{\n}".to_owned(),
            update: String::new(),
            condition: String::new(),
            return_values: String::new(),
            extra: Map::new(),
            raw: None,
        }
    }
}

/// What a draft asks: the operation and its body.
pub type Asked = (String, Json);

impl Draft {
    /// What it asks, whichever way it is written; nothing while it cannot be sent.
    pub fn asked(&self) -> Option<Asked> {
        self.to_request().ok().map(|body| (self.operation().to_owned(), body))
    }

    /// The name of the operation that would run.
    pub fn operation(&self) -> &str {
        self.raw.as_ref().map_or(self.verb.name(), |raw| raw.operation.as_str())
    }

    /// Follows the schema of the table: key fields take its names and types. Text stays where it
    /// was; an index that the table does not have is let go.
    pub fn fit(&mut self, schema: &TableSchema) {
        if self.raw.is_some() {
            return;
        }
        let index = self.index.as_deref().and_then(|name| schema.index(name));
        self.index = index.map(|index| index.name.as_str().to_owned());
        self.fit_key(index.map_or(&schema.keys, |index| &index.keys));
        let place = |field: &KeyField| {
            let mut names = schema.keys.attributes().map(|key| key.name.as_str());
            names.position(|name| name == field.name).unwrap_or(usize::MAX)
        };
        self.primary.sort_by_key(place);
        key::fit_fields(&mut self.primary, schema.keys.attributes());
        if self.verb == Verb::PutItem {
            self.begin_item(&schema.keys);
        }
    }

    /// What the write is asked to return, as it is sent: what the operation does not know counts
    /// for nothing, and is there again with the operation that does.
    pub fn returns(&self) -> &'static str {
        let known = self.verb.return_values().iter().find(|value| **value == self.return_values);
        known.copied().unwrap_or("NONE")
    }

    /// Whether some expression of this draft is written as text, and so may use names and values.
    pub fn has_text_expressions(&self) -> bool {
        let filled = |text: &str| !text.trim().is_empty();
        match self.verb {
            Verb::Query => self.key.text.is_some() || self.filter.is_text(),
            Verb::Scan => self.filter.is_text(),
            Verb::GetItem => false,
            Verb::PutItem | Verb::DeleteItem => filled(&self.condition),
            Verb::UpdateItem => filled(&self.condition) || filled(&self.update),
        }
    }
}

/// An input of the form that holds a plain text, so that one component serves them all. An input
/// that is no longer there (its row was removed) reads as nothing, and writing to it does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TextSlot {
    KeyCondition,
    Filter,
    FilterPath(usize),
    Projection,
    Limit,
    StartKey,
    Item,
    Update,
    Condition,
    ReturnValues,
    NamePlaceholder(usize),
    Name(usize),
    ValuePlaceholder(usize),
    Json,
}

/// An input of the form that holds a typed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ValueSlot {
    Partition(usize),
    SortFirst(usize),
    SortSecond(usize),
    Primary(usize),
    FilterFirst(usize),
    FilterSecond(usize),
    Value(usize),
}

impl Draft {
    /// The text of an input.
    pub fn text(&self, slot: TextSlot) -> Option<&str> {
        Some(match slot {
            TextSlot::KeyCondition => self.key.text.as_deref()?,
            TextSlot::Filter => self.filter.text.as_deref()?,
            TextSlot::FilterPath(at) => &self.filter.rows.get(at)?.path,
            TextSlot::Projection => &self.projection,
            TextSlot::Limit => &self.limit,
            TextSlot::StartKey => &self.start_key,
            TextSlot::Item => &self.item,
            TextSlot::Update => &self.update,
            TextSlot::Condition => &self.condition,
            TextSlot::ReturnValues => &self.return_values,
            TextSlot::NamePlaceholder(at) => &self.names.get(at)?.placeholder,
            TextSlot::Name(at) => &self.names.get(at)?.name,
            TextSlot::ValuePlaceholder(at) => &self.values.get(at)?.placeholder,
            TextSlot::Json => &self.raw.as_ref()?.text,
        })
    }

    /// Puts a text into an input.
    pub fn set_text(&mut self, slot: TextSlot, text: String) {
        if let Some(held) = self.text_mut(slot) {
            *held = text;
        }
        if slot == TextSlot::Json {
            self.follow_command();
        }
    }

    fn text_mut(&mut self, slot: TextSlot) -> Option<&mut String> {
        Some(match slot {
            TextSlot::KeyCondition => self.key.text.as_mut()?,
            TextSlot::Filter => self.filter.text.as_mut()?,
            TextSlot::FilterPath(at) => &mut self.filter.rows.get_mut(at)?.path,
            TextSlot::Projection => &mut self.projection,
            TextSlot::Limit => &mut self.limit,
            TextSlot::StartKey => &mut self.start_key,
            TextSlot::Item => &mut self.item,
            TextSlot::Update => &mut self.update,
            TextSlot::Condition => &mut self.condition,
            TextSlot::ReturnValues => &mut self.return_values,
            TextSlot::NamePlaceholder(at) => &mut self.names.get_mut(at)?.placeholder,
            TextSlot::Name(at) => &mut self.names.get_mut(at)?.name,
            TextSlot::ValuePlaceholder(at) => &mut self.values.get_mut(at)?.placeholder,
            TextSlot::Json => &mut self.raw.as_mut()?.text,
        })
    }

    /// The value of an input.
    pub fn value(&self, slot: ValueSlot) -> Option<&Typed> {
        Some(match slot {
            ValueSlot::Partition(at) => &self.key.partition.get(at)?.value,
            ValueSlot::SortFirst(at) => &self.key.sort.get(at)?.first,
            ValueSlot::SortSecond(at) => &self.key.sort.get(at)?.second,
            ValueSlot::Primary(at) => &self.primary.get(at)?.value,
            ValueSlot::FilterFirst(at) => &self.filter.rows.get(at)?.first,
            ValueSlot::FilterSecond(at) => &self.filter.rows.get(at)?.second,
            ValueSlot::Value(at) => &self.values.get(at)?.value,
        })
    }

    /// The value of an input, to be changed.
    pub fn value_mut(&mut self, slot: ValueSlot) -> Option<&mut Typed> {
        Some(match slot {
            ValueSlot::Partition(at) => &mut self.key.partition.get_mut(at)?.value,
            ValueSlot::SortFirst(at) => &mut self.key.sort.get_mut(at)?.first,
            ValueSlot::SortSecond(at) => &mut self.key.sort.get_mut(at)?.second,
            ValueSlot::Primary(at) => &mut self.primary.get_mut(at)?.value,
            ValueSlot::FilterFirst(at) => &mut self.filter.rows.get_mut(at)?.first,
            ValueSlot::FilterSecond(at) => &mut self.filter.rows.get_mut(at)?.second,
            ValueSlot::Value(at) => &mut self.values.get_mut(at)?.value,
        })
    }
}

/// JSON as a person reads it: two spaces for each level, and characters that can't be seen escaped,
/// which they can be, since they stand only in strings.
pub fn pretty(value: &Json) -> String {
    visible(&serde_json::to_string_pretty(value).expect("a JSON value always has a text"))
}
