//! What `Select` and a projection mean for a table or an index.
//!
//! Owns which combinations are refused, and when a local index has to fetch whole items.

use super::read::{Select, Source};
use crate::engine::error::SelectError;
use crate::expression::ProjectionPaths;
use crate::model::{AttributeName, IndexKind, Projection};

/// What a page shows of its items.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    items: bool,
    fetches: bool,
    projection: Option<&'a ProjectionPaths>,
}

impl<'a> Shown<'a> {
    /// What is shown, if it can be.
    pub(super) fn decide(
        source: &Source<'_>,
        select: Option<Select>,
        projection: Option<&'a ProjectionPaths>,
    ) -> Result<Self, SelectError> {
        let fetches = match (select, projection) {
            (Some(Select::SpecificAttributes), None) => {
                return Err(SelectError::SpecificWithoutProjection);
            }
            (Some(Select::SpecificAttributes) | None, Some(paths)) => {
                fetches_named(source, &mut paths.top_level_names())?
            }
            (Some(select), Some(paths)) => {
                let legacy = paths.is_legacy();
                return Err(SelectError::ProjectionWith { select, legacy });
            }
            (Some(Select::AllAttributes), None) => fetches_all(source)?,
            (Some(Select::AllProjectedAttributes), None) if source.index.is_none() => {
                return Err(SelectError::ProjectedWithoutIndex);
            }
            (Some(Select::AllProjectedAttributes | Select::Count) | None, None) => false,
        };
        Ok(Self { items: select != Some(Select::Count), fetches, projection })
    }

    /// Whether items are shown at all.
    pub(super) fn items(&self) -> bool {
        self.items
    }

    /// Whether whole items are fetched behind the entries of a local index.
    pub(super) fn fetches(&self) -> bool {
        self.fetches
    }

    /// Which parts are shown.
    pub(super) fn projection(&self) -> Option<&'a ProjectionPaths> {
        self.projection
    }
}

/// Whole items are in a table and in an index that projects everything; a local index can fetch
/// them, a global one cannot.
fn fetches_all(source: &Source<'_>) -> Result<bool, SelectError> {
    match source.index {
        None => Ok(false),
        Some(index) if index.projection == Projection::All => Ok(false),
        Some(index) if index.kind == IndexKind::Local => Ok(true),
        Some(index) => Err(SelectError::AllOfPartialGlobalIndex(index.name.clone())),
    }
}

/// Whether whole items must be fetched for these attributes, if they can be.
pub(super) fn fetches_named(
    source: &Source<'_>,
    names: &mut dyn Iterator<Item = &AttributeName>,
) -> Result<bool, SelectError> {
    let Some(index) = source.index else { return Ok(false) };
    let unprojected = names.filter(|name| !source.table.projects(index, name.as_str()));
    let attributes: Vec<AttributeName> = unprojected.cloned().collect();
    match index.kind {
        _ if attributes.is_empty() => Ok(false),
        IndexKind::Local => Ok(true),
        IndexKind::Global => {
            Err(SelectError::NotProjected { index: index.name.clone(), attributes })
        }
    }
}
