//! What Query and Scan share: what to show, and reading one page.

use crate::engine::Found;
use crate::model::Item;

/// Which attributes Query and Scan show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// `ALL_ATTRIBUTES`
    AllAttributes,
    /// `ALL_PROJECTED_ATTRIBUTES`
    AllProjectedAttributes,
    /// `SPECIFIC_ATTRIBUTES`
    SpecificAttributes,
    /// `COUNT`
    Count,
}

/// One page of a Query or a Scan.
#[derive(Debug, Clone, PartialEq)]
pub struct PageOutput {
    /// The items; `None` when only the count was asked for.
    pub items: Option<Vec<Found>>,
    /// Items that the filter let through.
    pub count: u32,
    /// Items read.
    pub scanned: u32,
    /// `LastEvaluatedKey`: where to go on, when the page ended before the range did.
    pub last_key: Option<Item>,
}
