//! Whether a request may take what it asks for.
//!
//! Owns the order of the checks: indexes that cannot keep up, then each partition, then the table.
//! All is asked before anything is taken, so that a refused request has taken nothing. Refuses to
//! know what the request is.

use super::Simulation;
use super::asks::{Ask, Asks};
use crate::capacity::{BURST_SECONDS, Direction, Limit, Tokens};
use crate::engine::Millis;
use crate::model::{IndexName, TableName};
use crate::partition::{Demand, Limits};

/// A request that was refused for its rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttled {
    /// The table.
    pub table: TableName,
    /// The global index whose limit it was, unless it was the table's own.
    pub index: Option<IndexName>,
    /// Of reading or of writing.
    pub direction: Direction,
    /// Which limit.
    pub limit: Limit,
    /// Whether the table is provisioned, which decides the exception.
    pub provisioned: bool,
}

/// A table's or an index's limits as they would be after a request.
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
    /// Takes all that is asked for, or tells which limit is in the way.
    pub(super) fn admit(&mut self, asks: &Asks, now: Millis) -> Result<(), Throttled> {
        self.refused = None;
        self.check_queues(asks)?;
        let mut trials: Vec<Trial> = Vec::new();
        for ask in &asks.units {
            if let Err(limit) = self.try_out(&mut trials, ask, now) {
                self.warm(ask, now);
                self.refused = (limit == Limit::ProvisionedThroughput).then(|| ask.clone());
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

    /// No index that is written behind the request may be too far behind.
    fn check_queues(&self, asks: &Asks) -> Result<(), Throttled> {
        for (table, index) in &asks.followed {
            let queue = self.tables.get(table).and_then(|watched| watched.queue(index));
            let checked = queue.map_or(Ok(()), |queue| queue.check());
            let refused = |limit| self.throttled(table, Some(index), Direction::Write, limit);
            checked.map_err(refused)?;
        }
        Ok(())
    }

    /// Takes what is asked for from limits that are tried out, which begin as they are.
    fn try_out(&self, trials: &mut Vec<Trial>, ask: &Ask, now: Millis) -> Result<(), Limit> {
        if !trials.iter().any(|trial| trial.is_of(ask)) {
            let (table, index) = (ask.table.clone(), ask.index.clone());
            let Some(limits) = self.limits(&table, index.as_ref()).cloned() else { return Ok(()) };
            trials.push(Trial { table, index, limits });
        }
        let trial = trials.iter_mut().find(|trial| trial.is_of(ask));
        trial.map_or(Ok(()), |trial| take(&mut trial.limits, ask, now))
    }

    /// What is refused is heat too.
    fn warm(&mut self, ask: &Ask, now: Millis) {
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
        let (table, index) = (table.clone(), index.cloned());
        Throttled { table, index, direction, limit, provisioned }
    }

    pub(super) fn limits(&self, table: &TableName, index: Option<&IndexName>) -> Option<&Limits> {
        self.tables.get(table)?.limits(index)
    }

    fn limits_mut(&mut self, table: &TableName, index: Option<&IndexName>) -> Option<&mut Limits> {
        self.tables.get_mut(table)?.limits_mut(index)
    }
}

fn take(limits: &mut Limits, ask: &Ask, now: Millis) -> Result<(), Limit> {
    let whole = affordable(limits, ask.direction, ask.tokens);
    let keys = walked(limits, ask);
    let count = keys.len() as u64;
    let (share, mut rest) = (whole.thousandths() / count, whole.thousandths() % count);
    for key in keys {
        let tokens = Tokens::of_thousandths(share + std::mem::take(&mut rest));
        let demand = Demand { key: &key, direction: ask.direction, tokens };
        let place = limits.check(now, demand)?;
        limits.take(now, place, demand);
    }
    Ok(())
}

/// The key, and for a scan where each further partition begins that it walked through.
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

/// What must be there for so many units to be granted: no more than the limits can ever hold. A
/// request that is larger than that goes through when they are full, and empties them; were it
/// refused, it would be refused for ever. What the service does is unconfirmed.
pub(super) fn affordable(limits: &Limits, direction: Direction, tokens: Tokens) -> Tokens {
    let saved = limits.meter(direction).rate().saturating_mul(BURST_SECONDS);
    let most = saved.min(direction.partition_limit());
    tokens.min(Tokens::of_units(most))
}
