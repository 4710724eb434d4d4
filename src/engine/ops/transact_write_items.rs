//! TransactWriteItems: up to 100 writes and checks of different items, all or none.

use super::transaction::{self, Action};
use crate::engine::plan::Planned;
use crate::engine::{Engine, Token};

/// What TransactWriteItems is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The actions, in order.
    pub actions: Vec<Action>,
    /// `ClientRequestToken`
    pub token: Option<Token>,
}

/// What TransactWriteItems answers.
#[derive(Debug, Clone, Copy)]
pub struct Output;

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let output = super::Output::TransactWriteItems(Output);
    transaction::plan(engine, input.actions, input.token, output)
}
