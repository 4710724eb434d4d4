//! How long what the service does in the background takes, all in one place.

/// Durations in milliseconds of the engine's clock. Zero is done by the next request: the answer
/// of the request itself still tells of the state in between, as the service's does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations {
    /// CREATING of a table.
    pub create_table: u64,
    /// DELETING of a table.
    pub delete_table: u64,
    /// UPDATING of a table or an index whose settings change.
    pub update: u64,
    /// UPDATING of a table to which an index is being added.
    pub allocate_index: u64,
    /// CREATING of an index, from the request on.
    pub create_index: u64,
    /// DELETING of an index.
    pub delete_index: u64,
    /// How long an item that has expired is still there. The service promises some days; of small
    /// tables it is some ten minutes.
    pub expire_item: u64,
}

impl Durations {
    /// Everything is done at once, but for the deletion of expired items.
    pub const AT_ONCE: Self = Self {
        create_table: 0,
        delete_table: 0,
        update: 0,
        allocate_index: 0,
        create_index: 0,
        delete_index: 0,
        expire_item: 600_000,
    };

    /// About as long as the service takes for small tables, measured in October 2026.
    pub const AS_THE_SERVICE: Self = Self {
        create_table: 6_000,
        delete_table: 5_000,
        update: 4_000,
        allocate_index: 27_000,
        create_index: 510_000,
        delete_index: 5_000,
        expire_item: 600_000,
    };
}

impl Default for Durations {
    fn default() -> Self {
        Self::AT_ONCE
    }
}
