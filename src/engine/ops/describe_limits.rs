//! DescribeLimits: how much throughput an account and a table may have.

use super::capacity_rules::{ACCOUNT_QUOTA, TABLE_QUOTA};
use crate::engine::Engine;
use crate::engine::plan::{Plan, Planned};

/// DescribeLimits is asked nothing.
#[derive(Debug, Clone)]
pub struct Input;

/// What DescribeLimits answers, of reads and writes alike.
#[derive(Debug, Clone)]
pub struct Output {
    /// Units of all provisioned tables.
    pub account: u64,
    /// Units of one.
    pub table: u64,
}

pub(crate) fn plan(_: &Engine, Input: Input) -> Planned {
    let output = Output { account: ACCOUNT_QUOTA, table: TABLE_QUOTA };
    Ok(Plan::free(super::Output::DescribeLimits(output)))
}
