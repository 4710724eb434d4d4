//! BatchExecuteStatement: up to 25 statements, all reads of single items or all writes, each of
//! which succeeds or fails by itself.

use std::collections::BTreeSet;

use super::{ExecuteStatementOutput, StatementOptions, key_of, plan_statement, select};
use crate::capacity::WriteUnits;
use crate::engine::error::{EngineError, StatementError};
use crate::engine::ops::Plannable;
use crate::engine::plan::{Effect, Plan, Planned, Rejection};
use crate::engine::state::State;
use crate::engine::statement::Statement;
use crate::engine::types::Found;
use crate::model::{KeyBytes, TableName};

/// Most statements of a batch.
pub const MAX_STATEMENTS: usize = 25;

/// What BatchExecuteStatement is asked.
#[derive(Debug, Clone)]
pub struct BatchExecuteStatementInput {
    /// The statements, as far as they can be read.
    pub statements: Vec<(Result<Statement, StatementError>, StatementOptions)>,
}

/// What BatchExecuteStatement answers.
#[derive(Debug, Clone)]
pub struct BatchExecuteStatementOutput {
    /// What became of each statement.
    pub responses: Vec<StatementResponse>,
    /// What writes that failed cost, table by table.
    pub failed: Vec<(TableName, WriteUnits)>,
}

/// What became of one statement.
#[derive(Debug, Clone)]
pub struct StatementResponse {
    /// Its table, as far as it could be read.
    pub table: Option<TableName>,
    /// The item that it read or returned, if any, or why it failed.
    pub result: Result<Option<Found>, EngineError>,
}

impl Plannable for BatchExecuteStatementInput {
    type Output = BatchExecuteStatementOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        check_kinds(&self)?;
        let output = BatchExecuteStatementOutput { responses: Vec::new(), failed: Vec::new() };
        let mut batch = Plan::free(output);
        let mut changes = Vec::new();
        let mut keys = BTreeSet::new();
        for (statement, options) in self.statements {
            // A failed condition shows no item here, though a statement can ask for it.
            let options = StatementOptions { return_old_on_failure: false, ..options };
            let table = statement.as_ref().ok().map(|s| s.target().table.clone());
            check_distinct(state, statement.as_ref().ok(), &mut keys)?;
            let planned = statement
                .map_err(|error| Box::<Rejection>::from(EngineError::Statement(error)))
                .and_then(|statement| plan_of_one_item(state, statement, &options));
            let result = match planned {
                Ok(plan) => {
                    for receipt in plan.receipts {
                        receipt.join(&mut batch.receipts);
                    }
                    batch.touched.extend(plan.touched);
                    changes.extend(plan.effect.into_changes());
                    Ok(plan.output.items.into_iter().next())
                }
                Err(rejection) => {
                    for receipt in rejection.receipts {
                        batch.output.failed.push((receipt.table.clone(), receipt.write_units()));
                        receipt.join(&mut batch.receipts);
                    }
                    batch.touched.extend(rejection.touched);
                    Err(rejection.error)
                }
            };
            batch.output.responses.push(StatementResponse { table, result });
        }
        Ok(batch.with_effect(Effect::from_changes(changes)))
    }
}

/// All that can be read must be reads, or all writes.
fn check_kinds(input: &BatchExecuteStatementInput) -> Result<(), EngineError> {
    let mut kinds = input.statements.iter().filter_map(|(s, _)| s.as_ref().ok());
    let first = kinds.next().is_none_or(Statement::is_read);
    if kinds.all(|statement| statement.is_read() == first) {
        Ok(())
    } else {
        Err(StatementError::MixedBatch.into())
    }
}

/// Plans a statement, which may not be a `SELECT` of more than one item.
fn plan_of_one_item(
    state: &State,
    statement: Statement,
    options: &StatementOptions,
) -> Planned<ExecuteStatementOutput> {
    match &statement {
        Statement::Select(select) if !select::has_full_key(state, select) => {
            Err(EngineError::Statement(StatementError::SelectWithoutKeyInBatch).into())
        }
        _ => plan_statement(state, statement, options),
    }
}

/// No two statements may be about one item.
fn check_distinct(
    state: &State,
    statement: Option<&Statement>,
    keys: &mut BTreeSet<(TableName, KeyBytes)>,
) -> Result<(), EngineError> {
    let Some(statement) = statement else { return Ok(()) };
    let key = key_of(state, statement);
    if key.is_none_or(|key| keys.insert((statement.target().table.clone(), key))) {
        Ok(())
    } else {
        Err(EngineError::DuplicateKeys)
    }
}
