//! Datasets: tables with rows in any size, made from a seed, and ready-made access patterns.
//!
//! Owns what a dataset is and the recipe that names one exactly: the same recipe gives the same
//! bytes on every platform. Refuses to know how rows are shown. A new dataset is one more folder
//! here and one more [`DatasetId`].

mod clinic;
mod compose;
mod generate;
mod loader;
mod medical;
mod orders;
mod recipe;
mod sensors;

#[cfg(test)]
mod session_tests;
#[cfg(test)]
mod tests;

pub use crate::model::random::SplitMix64;
pub use clinic::handler as clinic_handler;
pub use generate::{FINGERPRINTS, Items, fingerprint, items};
pub use loader::{LoadError, Loader, Progress, load};
pub use recipe::{Recipe, RecipeError};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::api::Request;
use crate::engine::Operation;
use crate::model::Item;

/// A dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatasetId {
    /// Patients, bookings, tests and results.
    Medical,
    /// Clinics, staff, appointments and patients.
    Clinic,
    /// Customers, their orders and carts, and products.
    Orders,
    /// Devices and their readings.
    Sensors,
}

impl DatasetId {
    /// Every dataset, in the order of a menu.
    pub const ALL: [DatasetId; 4] =
        [DatasetId::Medical, DatasetId::Clinic, DatasetId::Orders, DatasetId::Sensors];

    /// The name to show.
    pub fn title(self) -> &'static str {
        match self {
            DatasetId::Medical => "Medical",
            DatasetId::Clinic => "Clinic",
            DatasetId::Orders => "Orders",
            DatasetId::Sensors => "Sensors",
        }
    }

    /// The table that the dataset fills.
    pub fn table(self) -> &'static str {
        match self {
            DatasetId::Medical => medical::TABLE,
            DatasetId::Clinic => clinic::TABLE,
            DatasetId::Orders => orders::TABLE,
            DatasetId::Sensors => sensors::TABLE,
        }
    }

    /// The attributes of the table's primary key: partition key, sort key.
    pub fn keys(self) -> [&'static str; 2] {
        match self {
            DatasetId::Medical | DatasetId::Clinic | DatasetId::Orders => ["PK", "SK"],
            DatasetId::Sensors => sensors::KEYS,
        }
    }

    /// The entities of the dataset, in the order of a legend.
    pub fn entities(self) -> &'static [Entity] {
        match self {
            DatasetId::Medical => &medical::ENTITIES,
            DatasetId::Clinic => &clinic::ENTITIES,
            DatasetId::Orders => &orders::ENTITIES,
            DatasetId::Sensors => &sensors::ENTITIES,
        }
    }
}

impl fmt::Display for DatasetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DatasetId::Medical => "medical",
            DatasetId::Clinic => "clinic",
            DatasetId::Orders => "orders",
            DatasetId::Sensors => "sensors",
        })
    }
}

impl FromStr for DatasetId {
    type Err = UnknownDataset;

    fn from_str(text: &str) -> Result<Self, UnknownDataset> {
        Self::ALL.into_iter().find(|id| id.to_string() == text).ok_or(UnknownDataset)
    }
}

/// The text names no dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDataset;

/// How many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Size {
    /// The hand-written rows alone.
    #[serde(rename = "article")]
    Article,
    /// 1,000 rows.
    #[serde(rename = "1000")]
    Thousand,
    /// 10,000 rows.
    #[serde(rename = "10000")]
    TenThousand,
    /// 100,000 rows.
    #[serde(rename = "100000")]
    HundredThousand,
}

impl Size {
    /// Every size, ascending.
    pub const ALL: [Size; 4] =
        [Size::Article, Size::Thousand, Size::TenThousand, Size::HundredThousand];

    /// The number of rows; `None` for the article's, which each dataset has its own number of.
    pub fn items(self) -> Option<usize> {
        match self {
            Size::Article => None,
            Size::Thousand => Some(1_000),
            Size::TenThousand => Some(10_000),
            Size::HundredThousand => Some(100_000),
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.items() {
            Some(items) => write!(f, "{items}"),
            None => f.write_str("article"),
        }
    }
}

/// The skew of generated rows: keys follow Zipf's law with exponent 1, and this one leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hottest {
    /// The partition key.
    pub key: String,
    /// What is skewed, in the plural.
    pub of: &'static str,
    /// The share of the generated ones that this key is expected to hold, in thousandths.
    pub permille: u32,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    /// The letter that marks it beside the colour.
    pub letter: char,
    /// The name to show.
    pub name: &'static str,
    /// Which of the eight entity colours.
    pub colour: u8,
}

/// A row that fits no entity of its dataset: one that somebody made up.
pub const OTHER: Entity = Entity { letter: '?', name: "Other", colour: 7 };

/// What the row is.
pub fn entity_of(dataset: DatasetId, item: &Item) -> Entity {
    let text = |name| item.get(name).and_then(|value| value.as_text());
    match dataset.keys().map(text) {
        [Some(partition), Some(sort)] => match dataset {
            DatasetId::Medical => medical::entity(partition, sort),
            DatasetId::Clinic => clinic::entity(partition, sort),
            DatasetId::Orders => orders::entity(partition, sort),
            DatasetId::Sensors => sensors::entity(partition, sort),
        },
        _ => OTHER,
    }
}

/// An access pattern that a dataset was designed for, as a request that can be sent as it is.
#[derive(Debug, Clone)]
pub struct AccessPattern {
    /// Unique within the dataset. It stays the same when texts change.
    pub id: &'static str,
    /// The access pattern in words.
    pub title: &'static str,
    /// How the request answers it, in a sentence.
    pub note: &'static str,
    /// What surprises people about the answer.
    pub trap: &'static str,
    /// The request.
    pub request: Request,
    /// The same rows asked for by a Scan with a filter; `None` where the request writes or where
    /// the comparison says nothing new.
    pub as_scan: Option<Request>,
}

/// The access patterns of the dataset.
pub fn access_patterns(dataset: DatasetId) -> Vec<AccessPattern> {
    match dataset {
        DatasetId::Medical => medical::patterns(),
        DatasetId::Clinic => clinic::patterns(),
        DatasetId::Orders => orders::patterns(),
        DatasetId::Sensors => sensors::patterns(),
    }
}

/// The request that creates the dataset's table.
pub fn table_request(dataset: DatasetId) -> Request {
    let body = match dataset {
        DatasetId::Medical => medical::table(),
        DatasetId::Clinic => clinic::table(),
        DatasetId::Orders => orders::table(),
        DatasetId::Sensors => sensors::table(),
    };
    Request { operation: Operation::CreateTable, body }
}

fn key_schema(partition: &str, sort: &str) -> Json {
    json!([
        { "AttributeName": partition, "KeyType": "HASH" },
        { "AttributeName": sort, "KeyType": "RANGE" },
    ])
}

/// An index of every attribute, global or local.
fn index(name: &str, partition: &str, sort: &str) -> Json {
    json!({
        "IndexName": name,
        "KeySchema": key_schema(partition, sort),
        "Projection": { "ProjectionType": "ALL" },
    })
}
