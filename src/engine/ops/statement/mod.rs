//! What a PartiQL statement becomes: the Query, Scan, PutItem, UpdateItem or DeleteItem that it is
//! another way of writing, with that operation's checks and its bill.
//!
//! Refuses to know text, and how single statements, batches and transactions differ.

pub(super) mod columns;
mod select;
mod write;

use std::num::NonZeroU32;

use super::Output;
use crate::capacity::Receipt;
use crate::engine::plan::{Effect, Refusal};
use crate::engine::statement::{Cursor, Statement, StatementError};
use crate::engine::{Engine, EngineError, Found, Touched, keys};
use crate::model::{KeyBytes, TableName};
use crate::store::Change;

pub(super) use select::{checked_columns, has_full_key};
pub(super) use write::action;

/// What a statement answers.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What was selected, or the item that `RETURNING` asked for.
    pub items: Vec<Found>,
    /// Where to go on, when a page ended before the selection did.
    pub next: Option<Cursor>,
}

/// What is asked of a statement besides itself.
#[derive(Debug, Clone, Default)]
pub struct Asked {
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

/// A statement that will be carried out.
pub(super) struct Carried {
    pub(super) answer: Answer,
    pub(super) receipts: Vec<Receipt>,
    pub(super) touched: Vec<Touched>,
    pub(super) changes: Vec<(TableName, Change)>,
}

/// Plans one statement.
pub(super) fn plan(
    engine: &Engine,
    statement: Statement,
    asked: &Asked,
) -> Result<Carried, Box<Refusal>> {
    let returning = statement.returning();
    let action = match statement {
        Statement::Select(select) => return select::plan(engine, select, asked),
        write => action(engine, write, asked.return_old_on_failure)?,
    };
    let planned = write::plan(engine, action, returning)?;
    let changes = match planned.effect {
        Effect::Write(changes) => changes,
        _ => Vec::new(),
    };
    let answer = Answer { items: returned(planned.output), next: None };
    Ok(Carried { answer, receipts: planned.receipts, touched: planned.touched, changes })
}

/// The key of the one item that a statement is about; `None` when it names none that can be.
pub(super) fn key_of(engine: &Engine, statement: &Statement) -> Option<KeyBytes> {
    let keys = &engine.tables.data(&statement.target().table).ok()?.schema().keys;
    keys::of_key_map(keys, &statement.key(keys)?).ok()
}

/// The item that a write returns.
fn returned(output: Output) -> Vec<Found> {
    let item = match output {
        Output::PutItem(output) => output.old.map(Found::Whole),
        Output::DeleteItem(output) => output.old.map(Found::Whole),
        Output::UpdateItem(output) => output.attributes,
        _ => None,
    };
    item.into_iter().collect()
}

fn refused(error: StatementError) -> Box<Refusal> {
    EngineError::Statement(error).into()
}
