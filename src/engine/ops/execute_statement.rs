//! ExecuteStatement: one PartiQL statement.

use super::statement::{self, Answer, Asked};
use crate::engine::Engine;
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::statement::Statement;

/// What ExecuteStatement is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The statement.
    pub statement: Statement,
    /// What else is asked.
    pub asked: Asked,
}

/// What ExecuteStatement answers.
pub type Output = Answer;

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    let carried = statement::plan(engine, input.statement, &input.asked)?;
    Ok(Plan {
        output: super::Output::ExecuteStatement(carried.answer),
        receipts: carried.receipts,
        touched: carried.touched,
        effect: Effect::of(carried.changes),
    })
}
