//! What tells of tables and changes nothing: DescribeTable, ListTables, DescribeTimeToLive,
//! ListTagsOfResource, DescribeLimits and DescribeEndpoints.

use super::Plannable;
use super::capacity_rules::{ACCOUNT_QUOTA, TABLE_QUOTA};
use super::table_settings::tagged;
use crate::engine::control::{TableDescription, Tag};
use crate::engine::error::{ControlError, EngineError, Plane};
use crate::engine::plan::{Plan, Planned};
use crate::engine::state::State;
use crate::engine::types::TableStatus;
use crate::model::{AttributeName, TableName};

/// What DescribeTable is asked.
#[derive(Debug, Clone)]
pub struct DescribeTableInput {
    /// The table.
    pub table: TableName,
}

/// What DescribeTable answers.
#[derive(Debug, Clone)]
pub struct DescribeTableOutput {
    /// The table.
    pub description: TableDescription,
}

impl Plannable for DescribeTableInput {
    type Output = DescribeTableOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let entry = state.tables.entry(&self.table, Plane::Control)?;
        let description = entry.describe(state.now());
        Ok(Plan::free(DescribeTableOutput { description }))
    }
}

/// Most names of a page, and how many a page has unless told.
pub const MAX_TABLE_NAMES: u32 = 100;

/// What ListTables is asked.
#[derive(Debug, Clone, Default)]
pub struct ListTablesInput {
    /// `ExclusiveStartTableName`: begin behind this name. No table need have it.
    pub start: Option<String>,
    /// At most so many names, 1 to 100.
    pub limit: Option<u32>,
}

/// What ListTables answers.
#[derive(Debug, Clone)]
pub struct ListTablesOutput {
    /// Names in ascending order.
    pub names: Vec<TableName>,
    /// `LastEvaluatedTableName`: the last name, when there are more.
    pub last: Option<TableName>,
}

impl Plannable for ListTablesInput {
    type Output = ListTablesOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let limit = self.limit.unwrap_or(MAX_TABLE_NAMES).clamp(1, MAX_TABLE_NAMES) as usize;
        let start = self.start.as_deref();
        let behind = |name: &&TableName| start.is_none_or(|start| name.as_str() > start);
        let mut rest = state.tables.iter().map(|(name, _)| name).filter(behind);
        let names: Vec<TableName> = rest.by_ref().take(limit).cloned().collect();
        let more = rest.next().is_some();
        let last = names.last().filter(|_| more).cloned();
        Ok(Plan::free(ListTablesOutput { names, last }))
    }
}

/// What DescribeTimeToLive is asked.
#[derive(Debug, Clone)]
pub struct DescribeTimeToLiveInput {
    /// The table.
    pub table: TableName,
}

/// What DescribeTimeToLive answers. The service changes it within seconds, and is not seen between.
#[derive(Debug, Clone)]
pub struct DescribeTimeToLiveOutput {
    /// The attribute, when enabled.
    pub attribute: Option<AttributeName>,
}

impl Plannable for DescribeTimeToLiveInput {
    type Output = DescribeTimeToLiveOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let control = &state.tables.entry(&self.table, Plane::Control)?.control;
        match control.status() {
            status @ (TableStatus::Creating | TableStatus::Deleting) => {
                Err(EngineError::Control(ControlError::TimeToLiveUnknown(status)).into())
            }
            _ => {
                let attribute = control.ttl.attribute().cloned();
                Ok(Plan::free(DescribeTimeToLiveOutput { attribute }))
            }
        }
    }
}

/// What DescribeContinuousBackups is asked.
#[derive(Debug, Clone)]
pub struct DescribeContinuousBackupsInput {
    /// The table.
    pub table: TableName,
}

/// What DescribeContinuousBackups answers. There is nothing to tell: the service keeps backups of
/// every table, and here nobody can switch recovery to a point in time on.
#[derive(Debug, Clone)]
pub struct DescribeContinuousBackupsOutput;

impl Plannable for DescribeContinuousBackupsInput {
    type Output = DescribeContinuousBackupsOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        state.tables.entry(&self.table, Plane::Backups)?;
        Ok(Plan::free(DescribeContinuousBackupsOutput))
    }
}

/// What ListTagsOfResource is asked.
#[derive(Debug, Clone)]
pub struct ListTagsOfResourceInput {
    /// The table.
    pub table: TableName,
}

/// What ListTagsOfResource answers.
#[derive(Debug, Clone)]
pub struct ListTagsOfResourceOutput {
    /// The tags.
    pub tags: Vec<Tag>,
}

impl Plannable for ListTagsOfResourceInput {
    type Output = ListTagsOfResourceOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let tags = tagged(state, &self.table)?.control.tags.iter().cloned().collect();
        Ok(Plan::free(ListTagsOfResourceOutput { tags }))
    }
}

/// DescribeLimits is asked nothing.
#[derive(Debug, Clone)]
pub struct DescribeLimitsInput;

/// What DescribeLimits answers, of reads and writes alike.
#[derive(Debug, Clone)]
pub struct DescribeLimitsOutput {
    /// Units of all provisioned tables.
    pub account: u64,
    /// Units of one.
    pub table: u64,
}

impl Plannable for DescribeLimitsInput {
    type Output = DescribeLimitsOutput;

    fn plan(self, _: &State) -> Planned<Self::Output> {
        let output = DescribeLimitsOutput { account: ACCOUNT_QUOTA, table: TABLE_QUOTA };
        Ok(Plan::free(output))
    }
}

/// DescribeEndpoints is asked nothing.
#[derive(Debug, Clone)]
pub struct DescribeEndpointsInput;

/// DescribeEndpoints answers with what the wire knows.
#[derive(Debug, Clone)]
pub struct DescribeEndpointsOutput;

impl Plannable for DescribeEndpointsInput {
    type Output = DescribeEndpointsOutput;

    fn plan(self, _: &State) -> Planned<Self::Output> {
        Ok(Plan::free(DescribeEndpointsOutput))
    }
}
