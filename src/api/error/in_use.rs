//! What keeps a table from being changed or deleted now, in AWS's words.

use super::{ApiError, ErrorKind, list_of};
use crate::api::error::class_name;
use crate::engine::TableStatus;
use crate::engine::control::InUse;

/// The refusal of a change that has to wait.
pub fn refusal(error: &InUse) -> ApiError {
    let sentence = format!("Attempt to change a resource which is still in use: {}", reason(error));
    ApiError::new(ErrorKind::ResourceInUse, sentence)
}

/// Of a whole table; changes that stand in each other's way have their reasons in [`conflict`].
fn reason(error: &InUse) -> String {
    match error {
        InUse::Created(table) => format!("Table is being created: {table}"),
        InUse::Deleted(table) => format!("Table is being deleted: {table}"),
        InUse::Updated(table) => format!("Table: {table} is in the process of being updated."),
        InUse::Indexes => {
            "Cannot delete table while indexes are being created, updated, or deleted.".to_owned()
        }
        InUse::Stream => "Cannot delete table while stream is being enabled/disabled.".to_owned(),
        InUse::TimeToLive(table, status) => {
            let state = if *status == TableStatus::Deleting { "deleted" } else { "created" };
            format!("Table {table} is being {state}")
        }
        other => conflict(other),
    }
}

/// Two changes at a time that do not go together.
fn conflict(error: &InUse) -> String {
    let index_state = |deleted: &bool| if *deleted { "deleted" } else { "created" };
    match error {
        InUse::Throughput(table) => {
            format!("Table IOPS are currently being updated. Table: {table}")
        }
        InUse::ThroughputForIndexes(table) => format!(
            "Can't create or delete indexes while table IOPS are being updated. Table: {table}"
        ),
        InUse::ThroughputForStream(table) => format!(
            "Can't enable or disable stream while table IOPS are being updated. Table: {table}"
        ),
        InUse::IndexesForThroughput { table, indexes, deleted } => format!(
            "Can't change table IOPS when an index is being {}. Table: {table} Indexes: {}",
            index_state(deleted),
            list_of(indexes)
        ),
        InUse::IndexesForStream { deleted } => {
            format!("Can't change stream status when an index is being {}", index_state(deleted))
        }
        InUse::BillingForMax => {
            "OnDemandThroughput cannot be updated while BillingMode update is in progress".into()
        }
        InUse::IndexesForMax { indexes, deleted } => format!(
            "OnDemandThroughput cannot be updated while index {} is in progress for indexes: {}",
            if *deleted { "deletion" } else { "creation" },
            list_of(indexes)
        ),
        InUse::Class(table, class) => format!(
            "Can't update table class when a table class update is in progress. Table: {table} \
             TableClassUpdateInProgress: {}",
            class_name(*class)
        ),
        InUse::ClassForIndexes => {
            "Can't create or delete an index when a table class update is in progress.".into()
        }
        InUse::StreamForIndexes => {
            "Can't create or delete an index when stream status is being updated.".into()
        }
        InUse::StreamForStream(table) => {
            format!("A stream status change is currently in progress. Table: {table}")
        }
        InUse::StreamForThroughput(table) => {
            format!("Can't change table IOPS when stream status is being updated. Table: {table}")
        }
        InUse::Index { table, index, deleted } => {
            let state = if *deleted { "deleted" } else { "updated" };
            format!("Index is being {state}. Table: {table} Index: {index}")
        }
        InUse::IndexAllocated(table, index) => format!(
            "Index creation is in resource allocation phase. Retry deletion during backfilling \
             phase or when the index is active. Table: {table} Index: {index}"
        ),
        InUse::IndexNotFilling(table, index) => format!(
            "Index is being created but is not backfilling yet. Table: {table}  Index: {index}"
        ),
        _ => String::new(),
    }
}
