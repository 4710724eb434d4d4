//! What an operation decided: its answer, its bill, and what remains to be done.
//!
//! A plan is made on a borrowed engine and changes nothing. Committing one cannot fail.

use super::control::Control;
use super::error::EngineError;
use super::ops::Output;
use super::streams::TableStreams;
use super::tables::TableEntry;
use super::tokens::Remembered;
use super::touched::Touched;
use crate::capacity::Receipt;
use crate::model::{AttributeName, IndexSchema, TableName};
use crate::store::Change;

/// A request that will be answered.
#[derive(Debug)]
pub struct Plan {
    /// The answer.
    pub output: Output,
    /// The bill of each table.
    pub receipts: Vec<Receipt>,
    /// Where in the hash space the request went.
    pub touched: Vec<Touched>,
    /// What remains to be done.
    pub effect: Effect,
}

/// What a plan does to the engine.
#[derive(Debug)]
pub enum Effect {
    /// Nothing: it was a read.
    None,
    /// Changes of distinct items.
    Write(Vec<(TableName, Change)>),
    /// The same for a transaction that will not be made again under its token.
    WriteOnce(Vec<(TableName, Change)>, Remembered),
    /// A new table.
    Create(TableName, Box<TableEntry>),
    /// What is known of a table changes.
    Change(TableName, Box<TableChange>),
}

/// A change of a table that is no item's.
#[derive(Debug)]
pub struct TableChange {
    /// What is known of it.
    pub control: Control,
    /// What is asked of its store.
    pub store: StoreChange,
    /// Its streams, if they change.
    pub streams: Option<TableStreams>,
}

impl TableChange {
    /// A change of what is known alone.
    pub fn of(control: Control) -> Self {
        Self { control, store: StoreChange::None, streams: None }
    }
}

/// What a change of a table asks of its store.
#[derive(Debug)]
pub enum StoreChange {
    /// Nothing.
    None,
    /// A new index.
    AddIndex(IndexSchema),
    /// To let items expire by the seconds in this attribute, or no longer.
    Expire(Option<AttributeName>),
}

impl Effect {
    /// These changes of distinct items, which may be none.
    pub fn of(changes: Vec<(TableName, Change)>) -> Self {
        if changes.is_empty() { Effect::None } else { Effect::Write(changes) }
    }
}

/// A request that is refused. Only a failed condition and a cancelled transaction are billed.
#[derive(Debug)]
pub struct Refusal {
    /// Why.
    pub error: EngineError,
    /// The bill.
    pub receipts: Vec<Receipt>,
    /// Where in the hash space the request went before it was refused.
    pub touched: Vec<Touched>,
}

/// What planning comes to. Refusals are boxed: they are rare and large.
pub type Planned = Result<Plan, Box<Refusal>>;

impl Plan {
    /// An answer without bill or effect.
    pub fn free(output: Output) -> Self {
        Self { output, receipts: Vec::new(), touched: Vec::new(), effect: Effect::None }
    }

    /// The same plan with an effect.
    pub fn with_effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }
}

impl From<EngineError> for Box<Refusal> {
    fn from(error: EngineError) -> Self {
        Box::new(Refusal { error, receipts: Vec::new(), touched: Vec::new() })
    }
}
