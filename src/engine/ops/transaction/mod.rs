//! TransactWriteItems and TransactGetItems: up to 100 different items as one request, all or none.
//!
//! Owns the order of checks over all actions, and what a cancelled transaction says of each and
//! costs. PartiQL's ExecuteTransaction plans its statements here too.
//!
//! Some errors reject the whole request, as if it had been any other: a table that is not there, an
//! empty key, an item named twice. What is wrong with one action besides cancels the transaction.
//! Then the first such action alone is reported; only if there is none are conditions looked at, and
//! all that failed are reported.

mod attempt;

use attempt::{Place, Step, find};

use super::Plannable;
use super::item::touch;
use crate::capacity::{Consistency, ReadItem, Receipt, TableOrIndex, WriteCharge, charge_items};
use crate::engine::error::{CancellationReason, EngineError};
use crate::engine::plan::{Effect, Plan, Planned, Rejection};
use crate::engine::rules::check_scalar_paths;
use crate::engine::state::State;
use crate::engine::tokens::{Remembered, Token};
use crate::engine::types::{Found, Touched, TouchedHashes};
use crate::expression::{Condition, ProjectionPaths, Update};
use crate::model::{Item, KeyBytes, PartitionHash, TableName};
use crate::store::{Change, Table};

/// What TransactWriteItems is asked.
#[derive(Debug, Clone)]
pub struct TransactWriteItemsInput {
    /// The actions, in order.
    pub actions: Vec<Action>,
    /// `ClientRequestToken`
    pub token: Option<Token>,
}

/// What TransactWriteItems answers.
#[derive(Debug, Clone, Copy)]
pub struct TransactWriteItemsOutput;

impl Plannable for TransactWriteItemsInput {
    type Output = TransactWriteItemsOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        plan_actions(state, self.actions, self.token, TransactWriteItemsOutput)
    }
}

/// One action of a transaction that writes.
#[derive(Debug, Clone)]
pub struct Action {
    /// The table.
    pub table: TableName,
    /// What is done there.
    pub kind: ActionKind,
    /// What must hold of the item before.
    pub condition: Option<Condition>,
    /// Whether a failed condition shows the item.
    pub return_old_on_failure: bool,
}

/// What an action does.
#[derive(Debug, Clone)]
pub enum ActionKind {
    /// Nothing besides checking the condition, of the item with this key.
    Check(Item),
    /// Puts this item.
    Put(Item),
    /// Updates the item with this key.
    Update(Item, Update),
    /// Deletes the item with this key.
    Delete(Item),
}

impl Action {
    fn place(&self) -> Place<'_> {
        match &self.kind {
            ActionKind::Put(item) => Place::Item(&self.table, item),
            ActionKind::Check(key) | ActionKind::Update(key, _) | ActionKind::Delete(key) => {
                Place::Key(&self.table, key)
            }
        }
    }
}

/// What the actions come to, done at once. A token that was used before makes it a reading of the
/// items, which changes nothing.
pub(super) fn plan_actions<O>(
    state: &State,
    actions: Vec<Action>,
    token: Option<Token>,
    output: O,
) -> Planned<O> {
    // Asked for again under its token, a transaction is not made again: it succeeds, changes nothing
    // and is billed for reading its items (Developer Guide, *Idempotency*).
    if let Some(token) = &token
        && let Some(made) = state.tokens.find(token, state.now())?
    {
        return Ok(Plan { receipts: bill_reads(&made.reads), ..Plan::free(output) });
    }
    // What rejects the whole request comes before what cancels the transaction.
    let places = find(state, &actions.iter().map(Action::place).collect::<Vec<_>>())?;
    let steps = actions.iter().zip(places).map(|(action, place)| Step::new(state, action, place));
    let mut steps = steps.collect::<Result<Vec<Step>, EngineError>>()?;
    // Every action is worked out even if the first stands in the way: the error tells a reason for
    // each, and a cancelled transaction is billed for all.
    let reasons = reasons(steps.iter_mut().map(Step::take_reason).collect());
    if reasons.iter().any(|reason| *reason != CancellationReason::None) {
        return Err(Box::new(Rejection {
            error: EngineError::TransactionCanceled(reasons),
            receipts: bill_writes(&steps, Step::cancelled_charges),
            touched: touched_by_steps(&steps, false),
        }));
    }
    let receipts = bill_writes(&steps, Step::charges);
    let touched = touched_by_steps(&steps, true);
    let remembered = token.map(|token| Remembered { token, reads: read_again(&steps) });
    let changes = steps.into_iter().filter_map(Step::into_change).collect();
    let effect = match remembered {
        Some(remembered) => Effect::WriteOnce(changes, remembered),
        None => Effect::Write(changes),
    };
    Ok(Plan { output, receipts, touched, effect })
}

/// What is told of each action: an invalid one hides everything else.
pub(super) fn reasons(found: Vec<CancellationReason>) -> Vec<CancellationReason> {
    let invalid = |reason: &CancellationReason| matches!(reason, CancellationReason::Invalid(_));
    let Some(first) = found.iter().position(invalid) else { return found };
    let told = |(at, reason)| if at == first { reason } else { CancellationReason::None };
    found.into_iter().enumerate().map(told).collect()
}

/// What TransactGetItems is asked.
#[derive(Debug, Clone)]
pub struct TransactGetItemsInput {
    /// The items, in order.
    pub gets: Vec<TransactGet>,
}

/// One item to read.
#[derive(Debug, Clone)]
pub struct TransactGet {
    /// The table.
    pub table: TableName,
    /// The key attributes, no more and no less.
    pub key: Item,
    /// Which parts of the item to show.
    pub projection: Option<ProjectionPaths>,
}

/// What TransactGetItems answers.
#[derive(Debug, Clone)]
pub struct TransactGetItemsOutput {
    /// The items in the order of the request, where there is one. Unlike GetItem's, an item of
    /// which the projection leaves nothing is none.
    pub items: Vec<Option<Found>>,
}

impl Plannable for TransactGetItemsInput {
    type Output = TransactGetItemsOutput;

    fn plan(self, state: &State) -> Planned<Self::Output> {
        plan_gets(state, self.gets)
    }
}

/// What the gets come to.
pub(super) fn plan_gets(state: &State, gets: Vec<TransactGet>) -> Planned<TransactGetItemsOutput> {
    let places: Vec<_> = gets.iter().map(|get| Place::Key(&get.table, &get.key)).collect();
    let found = find(state, &places)?;
    let mut reads: Vec<Read> = Vec::with_capacity(gets.len());
    for (get, found) in gets.iter().zip(found) {
        reads.push(Read::new(state, get, found.table, found.key));
    }
    // What names no item of its table is not charged, though it cancels the transaction.
    let located = reads.iter().filter(|read| read.hash.is_some());
    let items: Vec<_> = located.map(|read| (read.table.clone(), read.item.clone())).collect();
    let receipts = bill_reads(&items);
    let touched = receipts.iter().map(|receipt| touched_by_reads(&receipt.table, &reads)).collect();
    let reasons = reasons(reads.iter().map(|read| read.reason.clone()).collect());
    if reasons.iter().any(|reason| *reason != CancellationReason::None) {
        let error = EngineError::TransactionCanceled(reasons);
        return Err(Box::new(Rejection { error, receipts, touched }));
    }
    let items = reads.into_iter().map(|read| read.found).collect();
    let output = TransactGetItemsOutput { items };
    Ok(Plan { output, receipts, touched, effect: Effect::None })
}

fn touched_by_reads(table: &TableName, reads: &[Read]) -> Touched {
    let of_table = reads.iter().filter(|read| read.table == *table);
    let hashes = TouchedHashes::from_hashes(of_table.filter_map(|read| read.hash).collect());
    Touched { table: table.clone(), on: TableOrIndex::Table, hashes }
}

/// One item read.
struct Read {
    table: TableName,
    found: Option<Found>,
    item: Option<ReadItem>,
    /// Where it lies; `None` when the key is none of the table's.
    hash: Option<PartitionHash>,
    reason: CancellationReason,
}

impl Read {
    fn new(
        state: &State,
        get: &TransactGet,
        table: &Table,
        key: Result<KeyBytes, EngineError>,
    ) -> Self {
        let paths = get.projection.iter().flat_map(|paths| paths.nested_names());
        let checked = check_scalar_paths(table, paths);
        let key = match checked.and(key) {
            Ok(key) => key,
            Err(error) => return Self::invalid(get, error),
        };
        let row = table.get(&key);
        let item = row.map(|row| ReadItem { row: row.clone(), passed: true });
        let found = row.map(|row| Found::project(row, get.projection.as_ref()));
        let conflicts = state.ongoing.has(&get.table, &key);
        let reason =
            if conflicts { CancellationReason::Conflict } else { CancellationReason::None };
        Self {
            table: get.table.clone(),
            found: found.filter(|found| !found.item().is_empty()),
            item,
            hash: Some(key.hash()),
            reason,
        }
    }

    fn invalid(get: &TransactGet, error: EngineError) -> Self {
        let reason = CancellationReason::Invalid(Box::new(error));
        Self { table: get.table.clone(), found: None, item: None, hash: None, reason }
    }
}

// What a transaction costs and where it went, table by table. Tables come in the order in which the
// actions first name them.

/// For each item asked for its table and what was read; `None` when there was no item.
type Reads = [(TableName, Option<ReadItem>)];

/// The bill of each table for what its actions cost.
fn bill_writes<'e>(steps: &[Step<'e>], charges: fn(&Step<'e>) -> Vec<WriteCharge>) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for table in tables(steps) {
        let name = &table.schema().name;
        let of_table = steps.iter().filter(|step| step.table.schema().name == *name);
        receipts.push(Receipt::from_writes(name.clone(), of_table.flat_map(charges).collect()));
    }
    receipts
}

/// The bill of each table for reading items in a transaction.
fn bill_reads(reads: &Reads) -> Vec<Receipt> {
    let mut names: Vec<&TableName> = Vec::new();
    for (name, _) in reads {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let bill = |name: &TableName| {
        let of_table: Vec<_> = reads.iter().filter(|(table, _)| table == name).collect();
        let items: Vec<ReadItem> = of_table.iter().filter_map(|(_, item)| item.clone()).collect();
        let missing = (of_table.len() - items.len()) as u64;
        let charge = charge_items(Consistency::Transactional, items, missing);
        Receipt::from_read(name.clone(), charge)
    };
    names.into_iter().map(bill).collect()
}

/// What asking again under the same token reads: of each action the row that it was billed for,
/// the larger of the item before and after.
fn read_again(steps: &[Step<'_>]) -> Vec<(TableName, Option<ReadItem>)> {
    let read = |step: &Step<'_>| {
        let rows = step.change.iter().flat_map(|change| [change.before(), change.after()]);
        let larger = rows.flatten().max_by_key(|row| row.size());
        let item = larger.map(|row| ReadItem { row: row.clone(), passed: true });
        (step.table.schema().name.clone(), item)
    };
    steps.iter().map(read).collect()
}

/// Where the actions went, and where the changes went in the indexes if they are made.
fn touched_by_steps(steps: &[Step<'_>], made: bool) -> Vec<Touched> {
    let mut touched = Vec::new();
    for table in tables(steps) {
        let of_table = steps.iter().filter(|step| step.table.schema().name == table.schema().name);
        let changes: Vec<&Change> = of_table.filter_map(|step| step.change.as_ref()).collect();
        touched.extend(touch(table.schema(), &changes));
    }
    touched.retain(|touched| made || touched.on == TableOrIndex::Table);
    touched
}

fn tables<'e>(steps: &[Step<'e>]) -> Vec<&'e Table> {
    let mut tables: Vec<&Table> = Vec::new();
    for step in steps {
        if tables.iter().all(|table| table.schema().name != step.table.schema().name) {
            tables.push(step.table);
        }
    }
    tables
}
