//! What a plan asks of which limits, and whether it may take it.
//!
//! Owns the way from a bill to demands on partitions (the units are the receipt's, the places are
//! those that the request touched) and the order of the checks: indexes that cannot keep up, then
//! each partition, then the table. All is asked before anything is taken, so that a throttled request
//! has taken nothing. Refuses to know what the request is.

use super::Simulation;
use crate::capacity::{BURST_SECONDS, Direction, Limit, Receipt, TableOrIndex, Tokens};
use crate::engine::error::Throttled;
use crate::engine::plan::{Plan, Planned};
use crate::engine::types::{Touched, TouchedHashes};
use crate::model::{IndexName, Millis, PartitionHash, TableName};
use crate::partition::{Demand, Limits};
use crate::store::{Change, EntryChange};

/// The limits of a table or an index as they would be after a request.
struct Trial {
    table: TableName,
    index: Option<IndexName>,
    limits: Limits,
}

impl Trial {
    fn is_of(&self, ask: &Ask) -> bool {
        self.table == ask.table && self.index == ask.index
    }
}

impl Simulation {
    /// Takes all that a plan asks for, or returns the limit that is exceeded; then nothing is taken.
    pub(in crate::engine) fn admit<O>(
        &mut self,
        planned: &Planned<O>,
        now: Millis,
    ) -> Result<(), Throttled> {
        let asks = Asks::from_planned(planned);
        self.short = None;
        self.check_queues(&asks)?;
        let mut trials: Vec<Trial> = Vec::new();
        for ask in &asks.units {
            if let Err(limit) = self.try_out(&mut trials, ask, now) {
                self.note_heat(ask, now);
                self.short = (limit == Limit::ProvisionedThroughput).then(|| ask.clone());
                return Err(self.throttled(&ask.table, ask.index.as_ref(), ask.direction, limit));
            }
        }
        for Trial { table, index, limits } in trials {
            if let Some(own) = self.limits_mut(&table, index.as_ref()) {
                *own = limits;
            }
        }
        Ok(())
    }

    /// Back-pressure: a global index that is too far behind throttles writes to its table.
    fn check_queues(&self, asks: &Asks) -> Result<(), Throttled> {
        for (table, index) in &asks.followed {
            let queue = self.tables.get(table).and_then(|watched| watched.queue(index));
            let checked = queue.map_or(Ok(()), |queue| queue.check());
            let throttled = |limit| self.throttled(table, Some(index), Direction::Write, limit);
            checked.map_err(throttled)?;
        }
        Ok(())
    }

    /// Takes what is asked for from a copy of the limits.
    fn try_out(&self, trials: &mut Vec<Trial>, ask: &Ask, now: Millis) -> Result<(), Limit> {
        if !trials.iter().any(|trial| trial.is_of(ask)) {
            let limits = self.limits(&ask.table, ask.index.as_ref());
            let Some(limits) = limits.cloned() else { return Ok(()) };
            trials.push(Trial { table: ask.table.clone(), index: ask.index.clone(), limits });
        }
        let trial = trials.iter_mut().find(|trial| trial.is_of(ask));
        trial.map_or(Ok(()), |trial| take(&mut trial.limits, ask, now))
    }

    /// Throttled requests heat a partition as well.
    fn note_heat(&mut self, ask: &Ask, now: Millis) {
        if let Some(limits) = self.limits_mut(&ask.table, ask.index.as_ref()) {
            // Only what it notes of the key is wanted.
            let _ = limits.check(now, demand(limits, ask));
        }
    }

    fn throttled(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
        direction: Direction,
        limit: Limit,
    ) -> Throttled {
        let provisioned = self.tables.get(table).is_some_and(|watched| watched.is_provisioned());
        Throttled { table: table.clone(), index: index.cloned(), direction, limit, provisioned }
    }

    pub(in crate::engine) fn limits(
        &self,
        table: &TableName,
        index: Option<&IndexName>,
    ) -> Option<&Limits> {
        self.tables.get(table)?.limits(index)
    }

    fn limits_mut(&mut self, table: &TableName, index: Option<&IndexName>) -> Option<&mut Limits> {
        self.tables.get_mut(table)?.limits_mut(index)
    }
}

/// Takes what is asked for, partition by partition, or returns the limit that is exceeded.
fn take(limits: &mut Limits, ask: &Ask, now: Millis) -> Result<(), Limit> {
    let whole = affordable(limits, ask.direction, ask.tokens);
    let keys = walked(limits, ask);
    let count = keys.len() as u64;
    let share = whole.thousandths() / count;
    // What does not divide goes to the first.
    let mut rest = whole.thousandths() % count;
    for key in keys {
        let tokens = Tokens::from_thousandths(share + std::mem::take(&mut rest));
        let demand = Demand { key: &key, direction: ask.direction, tokens };
        let place = limits.check(now, demand)?;
        limits.take(now, place, demand);
    }
    Ok(())
}

/// The key, and for a scan the start of each further partition that it walked through.
fn walked(limits: &Limits, ask: &Ask) -> Vec<Vec<u8>> {
    let mut keys = vec![ask.key.clone()];
    if let Some(last) = ask.last {
        let last = last.0.to_be_bytes();
        let starts = limits.partitions().list().iter().map(|partition| partition.start());
        let beyond = starts.filter(|start| **start > *ask.key && **start <= last[..]);
        keys.extend(beyond.map(<[u8]>::to_vec));
    }
    keys
}

fn demand<'a>(limits: &Limits, ask: &'a Ask) -> Demand<'a> {
    let tokens = affordable(limits, ask.direction, ask.tokens);
    Demand { key: &ask.key, direction: ask.direction, tokens }
}

/// What must be there for so many units to be taken: no more than the limits can ever hold. A
/// request that is larger than that goes through when they are full, and empties them; were it
/// throttled, it would be throttled for ever. What the service does is unconfirmed.
pub(in crate::engine) fn affordable(
    limits: &Limits,
    direction: Direction,
    tokens: Tokens,
) -> Tokens {
    let saved = limits.limiter(direction).rate().saturating_mul(BURST_SECONDS);
    let most = saved.min(direction.partition_limit());
    tokens.min(Tokens::from_units(most))
}

/// Units for one key of a table or a global index, or for the partitions that a scan walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Ask {
    pub(in crate::engine) table: TableName,
    pub(in crate::engine) index: Option<IndexName>,
    pub(in crate::engine) direction: Direction,
    pub(in crate::engine) tokens: Tokens,
    key: Vec<u8>,
    /// The last hash that was walked, when it was a scan.
    last: Option<PartitionHash>,
}

/// Everything that a plan asks for.
#[derive(Debug, Default)]
struct Asks {
    /// What is taken at once.
    units: Vec<Ask>,
    /// The global indexes that are written behind it.
    followed: Vec<(TableName, IndexName)>,
}

impl Asks {
    /// What a planned request asks for. A failed condition asks for what it is billed.
    fn from_planned<O>(planned: &Planned<O>) -> Self {
        match planned {
            Ok(plan) => Self::from_plan(plan),
            Err(rejection) => Self::from_bill(&rejection.receipts, &rejection.touched, &[]),
        }
    }

    fn from_plan<O>(plan: &Plan<O>) -> Self {
        let changes = plan.effect.changes();
        let mut asks = Self::from_bill(&plan.receipts, &plan.touched, changes);
        for touched in &plan.touched {
            let TableOrIndex::Global(index) = &touched.on else { continue };
            if has_followers(changes, &touched.table) {
                asks.followed.push((touched.table.clone(), index.clone()));
            }
        }
        asks
    }

    fn from_bill(receipts: &[Receipt], touched: &[Touched], made: &[(TableName, Change)]) -> Self {
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

    /// Asks for an equal share for every key; the remainder goes to the first.
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
        let share = tokens.thousandths() / count;
        let mut rest = tokens.thousandths() % count;
        for key in keys {
            let tokens = Tokens::from_thousandths(share + std::mem::take(&mut rest));
            self.units.push(Ask {
                table: receipt.table.clone(),
                index: index.cloned(),
                direction,
                tokens,
                key,
                last: None,
            });
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

/// Where the keys that were touched begin, or the start of the hash space if none is known.
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
