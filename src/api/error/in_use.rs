//! What keeps a table from being changed or deleted now, in AWS's words.

use super::{ApiError, ErrorKind, Rule, list_of};
use crate::api::error::class_name;
use crate::engine::TableStatus;
use crate::engine::error::InUse;

/// The refusal of a change that has to wait.
pub fn refusal(error: &InUse) -> ApiError {
    let (rule, reason) = reason(error);
    let sentence = format!("Attempt to change a resource which is still in use: {reason}");
    ApiError::new(ErrorKind::ResourceInUse, rule, sentence)
}

fn reason(error: &InUse) -> (Rule, String) {
    let state = |deleted: bool| if deleted { "deleted" } else { "created" };
    match error {
        InUse::Created(table) => (Rule::TableCreated, format!("Table is being created: {table}")),
        InUse::Deleted(table) => {
            (Rule::TableNotBeingDeleted, format!("Table is being deleted: {table}"))
        }
        InUse::Updated(table) => (
            Rule::TableNotBeingUpdated,
            format!("Table: {table} is in the process of being updated."),
        ),
        InUse::TimeToLive(table, TableStatus::Deleting) => {
            (Rule::TableNotBeingDeleted, format!("Table {table} is being deleted"))
        }
        InUse::TimeToLive(table, _) => {
            (Rule::TableCreated, format!("Table {table} is being created"))
        }
        InUse::Throughput(table) => (
            Rule::ThroughputNotChanging,
            format!("Table IOPS are currently being updated. Table: {table}"),
        ),
        InUse::ThroughputForIndexes(table) => (
            Rule::ThroughputNotChanging,
            format!(
                "Can't create or delete indexes while table IOPS are being updated. Table: {table}"
            ),
        ),
        InUse::ThroughputForStream(table) => (
            Rule::ThroughputNotChanging,
            format!(
                "Can't enable or disable stream while table IOPS are being updated. Table: {table}"
            ),
        ),
        InUse::BillingForMax => (
            Rule::ThroughputNotChanging,
            "OnDemandThroughput cannot be updated while BillingMode update is in progress".into(),
        ),
        InUse::Indexes => (
            Rule::IndexNotChanging,
            "Cannot delete table while indexes are being created, updated, or deleted.".into(),
        ),
        InUse::IndexesForThroughput { table, indexes, deleted } => (
            Rule::IndexNotChanging,
            format!(
                "Can't change table IOPS when an index is being {}. Table: {table} Indexes: {}",
                state(*deleted),
                list_of(indexes)
            ),
        ),
        InUse::IndexesForStream { deleted } => (
            Rule::IndexNotChanging,
            format!("Can't change stream status when an index is being {}", state(*deleted)),
        ),
        InUse::IndexesForMax { indexes, deleted } => (
            Rule::IndexNotChanging,
            format!(
                "OnDemandThroughput cannot be updated while index {} is in progress for indexes: {}",
                if *deleted { "deletion" } else { "creation" },
                list_of(indexes)
            ),
        ),
        InUse::Index { table, index, deleted } => {
            let state = if *deleted { "deleted" } else { "updated" };
            (
                Rule::IndexNotChanging,
                format!("Index is being {state}. Table: {table} Index: {index}"),
            )
        }
        InUse::IndexAllocated(table, index) => (
            Rule::IndexNotChanging,
            format!(
                "Index creation is in resource allocation phase. Retry deletion during backfilling \
                 phase or when the index is active. Table: {table} Index: {index}"
            ),
        ),
        InUse::IndexNotFilling(table, index) => (
            Rule::IndexNotChanging,
            format!(
                "Index is being created but is not backfilling yet. Table: {table}  Index: {index}"
            ),
        ),
        InUse::Stream => (
            Rule::StreamNotChanging,
            "Cannot delete table while stream is being enabled/disabled.".into(),
        ),
        InUse::StreamForIndexes => (
            Rule::StreamNotChanging,
            "Can't create or delete an index when stream status is being updated.".into(),
        ),
        InUse::StreamForStream(table) => (
            Rule::StreamNotChanging,
            format!("A stream status change is currently in progress. Table: {table}"),
        ),
        InUse::StreamForThroughput(table) => (
            Rule::StreamNotChanging,
            format!("Can't change table IOPS when stream status is being updated. Table: {table}"),
        ),
        InUse::Class(table, class) => (
            Rule::TableClassNotChanging,
            format!(
                "Can't update table class when a table class update is in progress. Table: {table} \
                 TableClassUpdateInProgress: {}",
                class_name(*class)
            ),
        ),
        InUse::ClassForIndexes => (
            Rule::TableClassNotChanging,
            "Can't create or delete an index when a table class update is in progress.".into(),
        ),
    }
}
