//! ExecuteStatement, and what every PartiQL statement becomes: the Query, Scan, PutItem, UpdateItem
//! or DeleteItem that it is another way of writing, with that operation's checks and its bill.
//!
//! Refuses to know text, and how batches and transactions of statements differ.

mod batch;
mod select;
mod transaction;
mod write;

use std::num::NonZeroU32;

use super::Plannable;
use crate::engine::error::{EngineError, StatementError};
use crate::engine::plan::{Planned, Rejection};
use crate::engine::rules::key_from_map;
use crate::engine::state::State;
use crate::engine::statement::{Cursor, Statement, column_name};
use crate::engine::types::Found;
use crate::expression::Path;
use crate::model::{Item, KeyBytes};

pub use batch::{
    BatchExecuteStatementInput, BatchExecuteStatementOutput, MAX_STATEMENTS, StatementResponse,
};
pub use transaction::{ExecuteTransactionInput, ExecuteTransactionOutput};

/// What ExecuteStatement is asked.
#[derive(Debug, Clone)]
pub struct ExecuteStatementInput {
    /// The statement.
    pub statement: Statement,
    /// What else is asked.
    pub options: StatementOptions,
}

/// What is asked of a statement besides itself.
#[derive(Debug, Clone, Default)]
pub struct StatementOptions {
    /// Whether a read is strongly consistent.
    pub consistent: bool,
    /// At most so many items are read.
    pub limit: Option<NonZeroU32>,
    /// The fingerprint that cursors of this statement carry.
    pub fingerprint: u64,
    /// Where to go on.
    pub cursor: Option<Cursor>,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What ExecuteStatement answers.
#[derive(Debug, Clone, Default)]
pub struct ExecuteStatementOutput {
    /// What was selected, or the item that `RETURNING` asked for.
    pub items: Vec<Found>,
    /// Where to go on, when a page ended before the selection did.
    pub next: Option<Cursor>,
}

impl Plannable for ExecuteStatementInput {
    type Output = ExecuteStatementOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        plan_statement(state, self.statement, &self.options)
    }
}

/// Plans one statement.
fn plan_statement(
    state: &State,
    statement: Statement,
    options: &StatementOptions,
) -> Planned<ExecuteStatementOutput> {
    let returning = statement.returning();
    let action = match statement {
        Statement::Select(select) => return select::plan(state, select, options),
        Statement::Exists(_) => return Err(rejected(StatementError::ExistsAlone)),
        other => write::action(state, other, options.return_old_on_failure)?,
    };
    write::plan(state, action, returning)
}

/// The key of the one item that a statement is about; `None` when it names none that can be.
fn key_of(state: &State, statement: &Statement) -> Option<KeyBytes> {
    let keys = &state.tables.data(&statement.target().table).ok()?.schema().keys;
    key_from_map(keys, &statement.key(keys)?).ok()
}

fn rejected(error: StatementError) -> Box<Rejection> {
    EngineError::Statement(error).into()
}

/// The columns of a `SELECT`: each path's value under the name of its last component, and the whole
/// item when there are none.
fn show_columns(columns: &[Path], found: Found) -> Found {
    if columns.is_empty() {
        return found;
    }
    let column = |path: &Path| Some((column_name(path), path.get(found.item())?.clone()));
    Found::Part(columns.iter().filter_map(column).collect::<Item>())
}
