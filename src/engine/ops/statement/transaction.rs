//! ExecuteTransaction: up to 100 PartiQL statements, all reads of single items, or all writes and
//! checks with `EXISTS`; all are carried out or none is. They become the gets or the actions of the
//! other transactions.

use super::select::checked_columns;
use super::show_columns;
use super::write::action;
use crate::engine::error::{CancellationReason, EngineError, StatementError};
use crate::engine::ops::Plannable;
use crate::engine::ops::transaction::{TransactGet, plan_actions, plan_gets};
use crate::engine::plan::{Planned, Rejection};
use crate::engine::rules::check_scalar_paths;
use crate::engine::state::State;
use crate::engine::statement::access::{all, take_key};
use crate::engine::statement::{Select, Statement};
use crate::engine::tokens::Token;
use crate::engine::types::{Found, ReturnValues};
use crate::expression::{Condition, Path};
use crate::model::Item;

/// What ExecuteTransaction is asked.
#[derive(Debug, Clone)]
pub struct ExecuteTransactionInput {
    /// The statements, each with whether its failed condition shows the item.
    pub statements: Vec<(Statement, bool)>,
    /// `ClientRequestToken`, which reads have no use for.
    pub token: Option<Token>,
}

/// What ExecuteTransaction answers.
#[derive(Debug, Clone)]
pub struct ExecuteTransactionOutput {
    /// For each statement the item that it read, if there is one.
    pub items: Vec<Option<Found>>,
}

impl Plannable for ExecuteTransactionInput {
    type Output = ExecuteTransactionOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let reads = self.statements.iter().filter(|(statement, _)| statement.is_read()).count();
        match reads {
            0 => write(state, self),
            _ if reads == self.statements.len() => read(state, self),
            _ => Err(EngineError::Statement(StatementError::MixedBatch).into()),
        }
    }
}

fn write(state: &State, input: ExecuteTransactionInput) -> Planned<ExecuteTransactionOutput> {
    let inserts = input.statements.iter().map(|(s, _)| matches!(s, Statement::Insert(_)));
    let inserts: Vec<bool> = inserts.collect();
    let statements = input.statements.into_iter().enumerate();
    let actions = statements.map(|(at, (statement, shows))| {
        check(at, &statement)?;
        action(state, statement, shows).map_err(|error| name_statement(at, error))
    });
    let actions = actions.collect::<Result<Vec<_>, EngineError>>()?;
    let output = ExecuteTransactionOutput { items: vec![None; inserts.len()] };
    plan_actions(state, actions, input.token, output)
        .map_err(|rejection| name_duplicates(rejection, &inserts))
}

/// What a transaction does not carry out.
fn check(at: usize, statement: &Statement) -> Result<(), EngineError> {
    let wrong = match statement {
        Statement::Select(select) | Statement::Exists(select) if select.from.index.is_some() => {
            StatementError::IndexInTransaction
        }
        other if other.returning() != ReturnValues::None => StatementError::ReturningInTransaction,
        _ => return Ok(()),
    };
    Err(name_statement(at, wrong.into()))
}

/// An error of the statement's form says which statement it is.
fn name_statement(at: usize, error: EngineError) -> EngineError {
    match error {
        EngineError::Statement(error) => error.in_transaction(at).into(),
        other => other,
    }
}

/// An insert that found an item is not called a failed condition.
fn name_duplicates(mut rejection: Box<Rejection>, inserts: &[bool]) -> Box<Rejection> {
    if let EngineError::TransactionCanceled(reasons) = &mut rejection.error {
        for (reason, _) in reasons.iter_mut().zip(inserts).filter(|(_, insert)| **insert) {
            if matches!(reason, CancellationReason::ConditionFailed { .. }) {
                *reason = CancellationReason::DuplicateItem;
            }
        }
    }
    rejection
}

/// What is shown of an item that was read: these columns, if it meets this condition.
type View = (Vec<Path>, Option<Condition>);

fn read(state: &State, input: ExecuteTransactionInput) -> Planned<ExecuteTransactionOutput> {
    let mut gets = Vec::new();
    let mut views = Vec::new();
    for (at, (statement, _)) in input.statements.into_iter().enumerate() {
        check(at, &statement)?;
        let Statement::Select(select) = statement else { continue };
        let (get, view) = get(state, select).map_err(|error| name_statement(at, error))?;
        gets.push(get);
        views.push(view);
    }
    let passes = |at: usize, item: &Item| {
        let (_, filter): &View = &views[at];
        filter.as_ref().is_none_or(|filter| filter.holds(item))
    };
    let plan = plan_gets(state, gets, passes)?;
    Ok(plan.map(|read| {
        let items = read.items.into_iter().zip(&views).map(|(found, (columns, _))| {
            Some(show_columns(columns, found?)).filter(|shown| !shown.item().is_empty())
        });
        ExecuteTransactionOutput { items: items.collect() }
    }))
}

/// The item that a `SELECT` reads, which it must name by its key.
fn get(state: &State, select: Select) -> Result<(TransactGet, View), EngineError> {
    let table = state.tables.data(&select.from.table)?;
    let (key, rest) = take_key(&table.schema().keys, select.condition)
        .ok_or(StatementError::SelectWithoutKeyInTransaction)?;
    let filter = all(rest);
    checked_columns(table, &select.columns)?;
    check_scalar_paths(table, filter.iter().flat_map(Condition::nested_names))?;
    let get = TransactGet { table: select.from.table, key, projection: None };
    Ok((get, (select.columns, filter)))
}
