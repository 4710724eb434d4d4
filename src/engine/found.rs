//! An item in an answer: shared with the store when whole, own when projected.

use std::sync::Arc;

use crate::expression::ProjectionPaths;
use crate::model::Item;
use crate::store::Row;

/// An item in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The item as stored.
    Whole(Arc<Row>),
    /// Some of its attributes.
    Part(Item),
}

impl Found {
    /// What a projection leaves of the row.
    pub(crate) fn project(row: &Arc<Row>, projection: Option<&ProjectionPaths>) -> Self {
        match projection {
            None => Found::Whole(row.clone()),
            Some(paths) => Found::Part(paths.apply(row.item())),
        }
    }

    /// The row, if nothing was left out of it.
    pub fn whole(&self) -> Option<&Arc<Row>> {
        match self {
            Found::Whole(row) => Some(row),
            Found::Part(_) => None,
        }
    }

    /// The attributes.
    pub fn item(&self) -> &Item {
        match self {
            Found::Whole(row) => row.item(),
            Found::Part(item) => item,
        }
    }
}
