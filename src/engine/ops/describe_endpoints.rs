//! DescribeEndpoints: where the service is to be found. The wire knows where.

use crate::engine::Engine;
use crate::engine::plan::{Plan, Planned};

/// DescribeEndpoints is asked nothing.
#[derive(Debug, Clone)]
pub struct Input;

/// DescribeEndpoints answers with what the wire knows.
#[derive(Debug, Clone)]
pub struct Output;

pub(crate) fn plan(_: &Engine, Input: Input) -> Planned {
    Ok(Plan::free(super::Output::DescribeEndpoints(Output)))
}
