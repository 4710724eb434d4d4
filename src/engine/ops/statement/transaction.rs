//! ExecuteTransaction: up to 100 PartiQL statements, all reads of single items, or all writes and
//! checks with `EXISTS`; all are carried out or none is. They become the gets or the actions of the
//! other transactions.

use super::select::checked_columns;
use super::show_columns;
use super::write::action;
use crate::engine::error::{CancellationReason, EngineError, StatementError};
use crate::engine::ops::Plannable;
use crate::engine::ops::transaction::{Action, TransactGet, plan_actions, plan_gets, reasons};
use crate::engine::plan::{Planned, Rejection};
use crate::engine::state::State;
use crate::engine::statement::access::take_key;
use crate::engine::statement::{Select, Statement};
use crate::engine::tokens::Token;
use crate::engine::types::{Found, ReturnValues};
use crate::expression::Path;

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
    /// For each statement the item that it read, if there is one; nothing at all of writes.
    pub items: Vec<Option<Found>>,
}

impl Plannable for ExecuteTransactionInput {
    type Output = ExecuteTransactionOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        let reads = self.statements.iter().filter(|(statement, _)| statement.is_read()).count();
        match reads {
            0 => write(state, self),
            _ if reads == self.statements.len() => read(state, self),
            _ => Err(EngineError::Statement(StatementError::MixedTransaction).into()),
        }
    }
}

fn write(state: &State, input: ExecuteTransactionInput) -> Planned<ExecuteTransactionOutput> {
    let inserts = input.statements.iter().map(|(s, _)| matches!(s, Statement::Insert(_)));
    let inserts: Vec<bool> = inserts.collect();
    let statements = input.statements.into_iter().enumerate();
    let actions = statements.map(|(at, (statement, shows))| {
        check(at, &statement)?;
        or_reason(at, action(state, statement, shows))
    });
    let actions: Vec<Action> = unless_cancelled(actions.collect::<Result<Vec<_>, EngineError>>()?)?;
    let output = ExecuteTransactionOutput { items: Vec::new() };
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
    Err(wrong.in_transaction(at).into())
}

/// What a statement becomes, or why it alone cancels the transaction.
type OrReason<T> = Result<T, CancellationReason>;

/// An error of the statement's form rejects the request and says which statement it is. A table that
/// is not there, and a key that is none of the table's, cancel the transaction.
fn or_reason<T>(at: usize, made: Result<T, EngineError>) -> Result<OrReason<T>, EngineError> {
    use StatementError::{ManyKeyValues, NoKeyEquality};
    match made {
        Ok(made) => Ok(Ok(made)),
        Err(EngineError::TableNotFound { table, .. }) => {
            Ok(Err(CancellationReason::NoTable(table)))
        }
        Err(EngineError::Statement(NoKeyEquality | ManyKeyValues(_))) => {
            Ok(Err(CancellationReason::Invalid(Box::new(EngineError::KeyMismatch))))
        }
        Err(EngineError::Statement(error)) => Err(error.in_transaction(at).into()),
        Err(other) => Err(other),
    }
}

/// What all statements become, unless one of them cancels the transaction before any item is looked
/// at.
fn unless_cancelled<T>(made: Vec<OrReason<T>>) -> Result<Vec<T>, EngineError> {
    if made.iter().all(Result::is_ok) {
        return Ok(made.into_iter().flatten().collect());
    }
    let found = made.into_iter().map(|made| made.err().unwrap_or(CancellationReason::None));
    Err(EngineError::TransactionCanceled(reasons(found.collect())))
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

fn read(state: &State, input: ExecuteTransactionInput) -> Planned<ExecuteTransactionOutput> {
    let mut gets = Vec::new();
    for (at, (statement, _)) in input.statements.into_iter().enumerate() {
        check(at, &statement)?;
        let Statement::Select(select) = statement else { continue };
        gets.push(or_reason(at, get(state, select))?);
    }
    let gets = unless_cancelled(gets)?;
    let (gets, columns): (Vec<TransactGet>, Vec<Vec<Path>>) = gets.into_iter().unzip();
    Ok(plan_gets(state, gets)?.map(|read| {
        let items = read.items.into_iter().zip(&columns).map(|(found, columns)| {
            Some(show_columns(columns, found?)).filter(|shown| !shown.item().is_empty())
        });
        ExecuteTransactionOutput { items: items.collect() }
    }))
}

/// The item that a `SELECT` reads, which it must name by its key and by nothing else, and the
/// columns that it shows.
fn get(state: &State, select: Select) -> Result<(TransactGet, Vec<Path>), EngineError> {
    let table = state.tables.data(&select.from.table)?;
    let (key, _) = take_key(&table.schema().keys, select.condition)
        .filter(|(_, rest)| rest.is_empty())
        .ok_or(StatementError::SelectWithoutKeyInTransaction)?;
    checked_columns(table, &select.columns)?;
    Ok((TransactGet { table: select.from.table, key, projection: None }, select.columns))
}
