//! What of an answer a request wants to see besides its items.
//!
//! Presentation only: the engine bills every request alike.

use serde_json::{Map, Value as Json};

use crate::api::error::Constraints;
use crate::api::shape::Members;
use crate::model::{Item, TableName};

/// `ReturnConsumedCapacity`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CapacityDetail {
    /// Nothing.
    #[default]
    None,
    /// The sum.
    Total,
    /// The sum and its parts by table and index.
    Indexes,
}

/// What to show.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// `ReturnConsumedCapacity`
    pub capacity: CapacityDetail,
    /// The tables whose names were given as ARNs, which are shown as given.
    pub given: Vec<(TableName, String)>,
    /// What BatchGetItem was asked of each table besides keys, to be asked again of those left over.
    pub settings: Vec<(TableName, Map<String, Json>)>,
    /// The written items or keys whose collections `ReturnItemCollectionMetrics` asks for.
    pub collections: Vec<(TableName, Item)>,
}

impl Shown {
    /// Reads `ReturnConsumedCapacity`.
    pub fn read(constraints: &mut Constraints, members: Members<'_>) -> Self {
        let choices = [
            ("INDEXES", CapacityDetail::Indexes),
            ("TOTAL", CapacityDetail::Total),
            ("NONE", CapacityDetail::None),
        ];
        let given = members.text("ReturnConsumedCapacity");
        let capacity = constraints.choice("returnConsumedCapacity", given, &choices);
        Self { capacity: capacity.unwrap_or_default(), ..Self::default() }
    }

    /// The same with a table's name as given.
    pub fn of_table(mut self, name: &TableName, given: &str) -> Self {
        if name.as_str() != given {
            self.given.push((name.clone(), given.to_owned()));
        }
        self
    }

    /// How a table is called in the answer.
    pub fn name_of<'a>(&'a self, table: &'a TableName) -> &'a str {
        name_as_given(table, &self.given)
    }
}

/// How a table is called, among names that were given as ARNs.
pub fn name_as_given<'a>(table: &'a TableName, given: &'a [(TableName, String)]) -> &'a str {
    let given = given.iter().find(|(name, _)| name == table);
    given.map_or(table.as_str(), |(_, given)| given)
}

/// Reads `ReturnItemCollectionMetrics`: whether they are asked for.
pub fn wants_metrics(constraints: &mut Constraints, members: Members<'_>) -> bool {
    let given = members.text("ReturnItemCollectionMetrics");
    let choices = [("SIZE", true), ("NONE", false)];
    constraints.choice("returnItemCollectionMetrics", given, &choices).unwrap_or(false)
}
