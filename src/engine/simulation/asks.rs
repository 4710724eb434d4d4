//! What a plan asks of which limits.
//!
//! Owns the way from a bill to demands on partitions: the units are the receipt's, the places are
//! those that the request touched. Refuses to know limits.

use crate::capacity::{Direction, Receipt, TableOrIndex, Tokens};
use crate::engine::plan::{Effect, Plan, Planned};
use crate::engine::{Touched, TouchedHashes};
use crate::model::{IndexName, PartitionHash, TableName};
use crate::store::{Change, EntryChange};

/// Units for one key of a table or a global index, or for the partitions that a scan walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) table: TableName,
    pub(super) index: Option<IndexName>,
    pub(super) direction: Direction,
    pub(super) tokens: Tokens,
    pub(super) key: Vec<u8>,
    /// The last hash that was walked, when it was a scan.
    pub(super) last: Option<PartitionHash>,
}

/// Everything that a plan asks for.
#[derive(Debug, Default)]
pub(super) struct Asks {
    /// What is taken at once.
    pub(super) units: Vec<Ask>,
    /// The global indexes that are written behind it.
    pub(super) followed: Vec<(TableName, IndexName)>,
}

impl Asks {
    /// What planning came to asks for. A failed condition asks for what it is billed.
    pub(super) fn of(planned: &Planned) -> Self {
        match planned {
            Ok(plan) => Self::of_plan(plan),
            Err(refusal) => Self::of_bill(&refusal.receipts, &refusal.touched, &[]),
        }
    }

    fn of_plan(plan: &Plan) -> Self {
        let changes = match &plan.effect {
            Effect::Write(changes) | Effect::WriteOnce(changes, _) => changes.as_slice(),
            _ => &[],
        };
        let mut asks = Self::of_bill(&plan.receipts, &plan.touched, changes);
        for touched in &plan.touched {
            let TableOrIndex::Global(index) = &touched.on else { continue };
            if has_followers(changes, &touched.table) {
                asks.followed.push((touched.table.clone(), index.clone()));
            }
        }
        asks
    }

    fn of_bill(receipts: &[Receipt], touched: &[Touched], made: &[(TableName, Change)]) -> Self {
        let mut asks = Self::default();
        for receipt in receipts {
            for charge in &receipt.reads {
                let index = global(&charge.on);
                let keys = places(&receipt.table, index, touched);
                asks.spread(receipt, index, Direction::Read, charge.units.into(), keys);
                if let Some(ask) = asks.units.last_mut() {
                    ask.last = walked_to(&receipt.table, index, touched);
                }
            }
            let own = receipt.writes.iter().filter(|charge| global(&charge.on).is_none());
            let tokens = own.fold(Tokens::ZERO, |sum, charge| sum + charge.units.into());
            let of_table = made.iter().filter(|(table, _)| *table == receipt.table);
            let mut keys: Vec<Vec<u8>> =
                of_table.map(|(_, change)| change.key().as_bytes().to_vec()).collect();
            if keys.is_empty() {
                keys = places(&receipt.table, None, touched);
            }
            asks.spread(receipt, None, Direction::Write, tokens, keys);
        }
        asks
    }

    /// The same share for every key; what does not divide goes to the first.
    fn spread(
        &mut self,
        receipt: &Receipt,
        index: Option<&IndexName>,
        direction: Direction,
        tokens: Tokens,
        keys: Vec<Vec<u8>>,
    ) {
        if tokens == Tokens::ZERO {
            return;
        }
        let count = keys.len().max(1) as u64;
        let (share, mut rest) = (tokens.thousandths() / count, tokens.thousandths() % count);
        for key in keys {
            let tokens = Tokens::of_thousandths(share + std::mem::take(&mut rest));
            let (table, index) = (receipt.table.clone(), index.cloned());
            self.units.push(Ask { table, index, direction, tokens, key, last: None });
        }
    }
}

fn has_followers(changes: &[(TableName, Change)], table: &TableName) -> bool {
    let changed =
        |change: &Change| change.entries().iter().any(|e| e.change() != EntryChange::None);
    changes.iter().any(|(name, change)| name == table && changed(change))
}

fn global(on: &TableOrIndex) -> Option<&IndexName> {
    match on {
        TableOrIndex::Global(name) => Some(name),
        TableOrIndex::Table | TableOrIndex::Local(_) => None,
    }
}

/// The last hash of a scan's page.
fn walked_to(
    table: &TableName,
    index: Option<&IndexName>,
    touched: &[Touched],
) -> Option<PartitionHash> {
    let there = |t: &&Touched| t.table == *table && global(&t.on) == index;
    match touched.iter().find(there).map(|touched| &touched.hashes) {
        Some(TouchedHashes::Range(range)) => Some(range.last),
        _ => None,
    }
}

/// The beginnings of keys that were touched, or of the hash space if none is known.
fn places(table: &TableName, index: Option<&IndexName>, touched: &[Touched]) -> Vec<Vec<u8>> {
    let there = |t: &&Touched| t.table == *table && global(&t.on) == index;
    match touched.iter().find(there).map(|touched| &touched.hashes) {
        Some(TouchedHashes::Some(hashes)) if !hashes.is_empty() => {
            hashes.iter().map(|hash| hash.0.to_be_bytes().to_vec()).collect()
        }
        Some(TouchedHashes::Range(range)) => vec![range.first.0.to_be_bytes().to_vec()],
        _ => vec![Vec::new()],
    }
}
