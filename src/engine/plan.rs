//! What an operation decided: its answer, its bill, and what remains to be done.
//!
//! A plan is made on a borrowed state and changes nothing. Committing one cannot fail. Refuses to
//! know operations: the answer is whatever the operation says it is.

use super::control::Control;
use super::error::EngineError;
use super::streams::TableStreams;
use super::tables::TableEntry;
use super::tokens::Remembered;
use super::types::Touched;
use crate::capacity::Receipt;
use crate::model::{AttributeName, IndexSchema, TableName};
use crate::store::Change;

/// A request that will be answered.
#[derive(Debug)]
pub struct Plan<O> {
    /// The answer.
    pub output: O,
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
    pub fn from_control(control: Control) -> Self {
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
    /// The changes of items that it makes.
    pub fn changes(&self) -> &[(TableName, Change)] {
        match self {
            Effect::Write(changes) | Effect::WriteOnce(changes, _) => changes,
            Effect::None | Effect::Create(..) | Effect::Change(..) => &[],
        }
    }

    /// The changes of items that it makes, to be made by another plan.
    pub fn into_changes(self) -> Vec<(TableName, Change)> {
        match self {
            Effect::Write(changes) | Effect::WriteOnce(changes, _) => changes,
            Effect::None | Effect::Create(..) | Effect::Change(..) => Vec::new(),
        }
    }

    /// These changes of distinct items, which may be none.
    pub fn from_changes(changes: Vec<(TableName, Change)>) -> Self {
        if changes.is_empty() { Effect::None } else { Effect::Write(changes) }
    }
}

/// A request that is rejected. Only a failed condition and a cancelled transaction are billed.
#[derive(Debug)]
pub struct Rejection {
    /// Why.
    pub error: EngineError,
    /// The bill.
    pub receipts: Vec<Receipt>,
    /// Where in the hash space the request went before it was rejected.
    pub touched: Vec<Touched>,
}

/// What planning comes to. Rejections are boxed: they are rare and large.
pub type Planned<O> = Result<Plan<O>, Box<Rejection>>;

impl<O> Plan<O> {
    /// An answer without bill or effect.
    pub fn free(output: O) -> Self {
        Self { output, receipts: Vec::new(), touched: Vec::new(), effect: Effect::None }
    }

    /// The same plan with another answer made of its own.
    pub fn map<P>(self, answer: impl FnOnce(O) -> P) -> Plan<P> {
        Plan {
            output: answer(self.output),
            receipts: self.receipts,
            touched: self.touched,
            effect: self.effect,
        }
    }

    /// The same plan with an effect.
    pub fn with_effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }
}

impl From<EngineError> for Box<Rejection> {
    fn from(error: EngineError) -> Self {
        Box::new(Rejection { error, receipts: Vec::new(), touched: Vec::new() })
    }
}
