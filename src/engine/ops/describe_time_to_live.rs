//! DescribeTimeToLive: which attribute holds the time at which an item expires.

use crate::engine::control::{ControlError, TableStatus};
use crate::engine::plan::{Plan, Planned};
use crate::engine::{Engine, EngineError, Plane};
use crate::model::{AttributeName, TableName};

/// What DescribeTimeToLive is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The table.
    pub table: TableName,
}

/// What DescribeTimeToLive answers. The service changes it within seconds, and is not seen between.
#[derive(Debug, Clone)]
pub struct Output {
    /// The attribute, when enabled.
    pub attribute: Option<AttributeName>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let control = &engine.tables.entry(&input.table, Plane::Control)?.control;
    match control.status() {
        status @ (TableStatus::Creating | TableStatus::Deleting) => {
            Err(EngineError::Control(ControlError::TimeToLiveUnknown(status)).into())
        }
        _ => {
            let attribute = control.ttl.attribute().cloned();
            Ok(Plan::free(super::Output::DescribeTimeToLive(Output { attribute })))
        }
    }
}
