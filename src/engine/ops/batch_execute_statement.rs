//! BatchExecuteStatement: up to 25 statements, all reads of single items or all writes, each of
//! which succeeds or fails by itself.

use std::collections::BTreeSet;

use super::statement::{self, Asked, Carried};
use crate::engine::plan::{Effect, Plan, Planned, Refusal};
use crate::engine::statement::{Statement, StatementError};
use crate::engine::{Engine, EngineError, Found};
use crate::model::{KeyBytes, TableName};

/// Most statements of a batch.
pub const MAX_STATEMENTS: usize = 25;

/// What BatchExecuteStatement is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The statements, as far as they can be read.
    pub statements: Vec<(Result<Statement, StatementError>, Asked)>,
}

/// What BatchExecuteStatement answers.
#[derive(Debug, Clone)]
pub struct Output {
    /// What became of each statement.
    pub responses: Vec<Response>,
}

/// What became of one statement.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its table, as far as it could be read.
    pub table: Option<TableName>,
    /// The item that it read or returned, if any, or why it failed.
    pub result: Result<Option<Found>, EngineError>,
}

pub(crate) fn plan(engine: &Engine, input: Input) -> Planned {
    check_kinds(&input)?;
    let mut output = Output { responses: Vec::new() };
    let mut batch = Plan::free(super::Output::BatchExecuteStatement(output.clone()));
    let (mut changes, mut keys) = (Vec::new(), BTreeSet::new());
    for (statement, asked) in input.statements {
        let table = statement.as_ref().ok().map(|s| s.target().table.clone());
        check_distinct(engine, statement.as_ref().ok(), &mut keys)?;
        let planned = statement
            .map_err(|error| Box::<Refusal>::from(EngineError::Statement(error)))
            .and_then(|statement| carry(engine, statement, &asked));
        let result = match planned {
            Ok(carried) => {
                batch.receipts.extend(carried.receipts);
                batch.touched.extend(carried.touched);
                changes.extend(carried.changes);
                Ok(carried.answer.items.into_iter().next())
            }
            Err(refusal) => {
                batch.receipts.extend(refusal.receipts);
                batch.touched.extend(refusal.touched);
                Err(refusal.error)
            }
        };
        output.responses.push(Response { table, result });
    }
    batch.output = super::Output::BatchExecuteStatement(output);
    Ok(batch.with_effect(Effect::of(changes)))
}

/// All that can be read must be reads, or all writes.
fn check_kinds(input: &Input) -> Result<(), EngineError> {
    let mut kinds = input.statements.iter().filter_map(|(s, _)| s.as_ref().ok());
    let first = kinds.next().is_none_or(Statement::is_read);
    match kinds.all(|statement| statement.is_read() == first) {
        true => Ok(()),
        false => Err(StatementError::MixedBatch.into()),
    }
}

fn carry(engine: &Engine, statement: Statement, asked: &Asked) -> Result<Carried, Box<Refusal>> {
    match &statement {
        Statement::Select(select) if !statement::has_full_key(engine, select) => {
            Err(EngineError::Statement(StatementError::SelectWithoutKeyInBatch).into())
        }
        _ => statement::plan(engine, statement, asked),
    }
}

/// No two statements may be about one item.
fn check_distinct(
    engine: &Engine,
    statement: Option<&Statement>,
    keys: &mut BTreeSet<(TableName, KeyBytes)>,
) -> Result<(), EngineError> {
    let Some(statement) = statement else { return Ok(()) };
    let key = statement::key_of(engine, statement);
    match key.is_none_or(|key| keys.insert((statement.target().table.clone(), key))) {
        true => Ok(()),
        false => Err(EngineError::DuplicateKeys),
    }
}
