//! Several actions as one request: all are made or none is.
//!
//! Owns the order of checks over all actions, and what a cancelled transaction says of each and
//! costs. Which operation asks, and in which language, is not known here.
//!
//! Some errors refuse the whole request, as if it had been any other: a table that is not there, an
//! empty key, an item named twice. What is wrong with one action besides cancels the transaction.
//! Then the first such action alone is reported; only if there is none are conditions looked at, and
//! all that failed are reported.

mod attempt;
mod bill;
mod place;

use attempt::Step;
use bill::bill_writes;

use super::Output;
use crate::engine::plan::{Effect, Plan, Planned, Refusal};
use crate::engine::tokens::Remembered;
use crate::engine::{CancellationReason, Engine, EngineError, Token};
use crate::expression::{Condition, Update};
use crate::model::{Item, TableName};

pub(super) use bill::bill_reads;
pub(super) use place::{Place, find};

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

/// What the actions come to, done at once. A token that was used before makes it a reading of the
/// items, which changes nothing.
pub(super) fn plan(
    engine: &Engine,
    actions: Vec<Action>,
    token: Option<Token>,
    output: Output,
) -> Planned {
    if let Some(token) = &token
        && let Some(made) = engine.tokens.find(token, engine.clock.now())?
    {
        return Ok(Plan { receipts: bill_reads(&made.reads), ..Plan::free(output) });
    }
    let places = find(engine, &actions.iter().map(Action::place).collect::<Vec<_>>())?;
    let steps = actions.iter().zip(places).map(|(action, place)| Step::of(engine, action, place));
    let mut steps = steps.collect::<Result<Vec<Step>, EngineError>>()?;
    let reasons = reasons(steps.iter_mut().map(Step::take_reason).collect());
    if reasons.iter().any(|reason| *reason != CancellationReason::None) {
        return Err(Box::new(Refusal {
            error: EngineError::TransactionCanceled(reasons),
            receipts: bill_writes(&steps, Step::cancelled_charges),
            touched: bill::touched(&steps, false),
        }));
    }
    let (receipts, touched) = (bill_writes(&steps, Step::charges), bill::touched(&steps, true));
    let remembered = token.map(|token| Remembered { token, reads: bill::read_again(&steps) });
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

impl Action {
    fn place(&self) -> Place<'_> {
        match &self.kind {
            ActionKind::Put(item) => Place::OfItem(&self.table, item),
            ActionKind::Check(key) | ActionKind::Update(key, _) | ActionKind::Delete(key) => {
                Place::OfKey(&self.table, key)
            }
        }
    }
}
