//! Answering requests while the simulation is on: replica, limits, and then the change.
//!
//! Owns the order of these, and how a refusal is told to each kind of request.

use super::admission::Throttled;
use super::asks::Asks;
use super::{PartitionEvent, Simulation, SimulationSettings};
use crate::changelog::Origin;
use crate::engine::ops::Input;
use crate::engine::ops::transaction::Action;
use crate::engine::plan::{Effect, Planned, Refusal};
use crate::engine::{CancellationReason, Engine, EngineError, Executed};
use crate::model::keycode::KeyRange;
use crate::model::{IndexKind, PartitionHash, TableName};
use crate::partition::{Event, PARTITION_BYTES};
use crate::store::{Change, Table};

impl Engine {
    /// Turns the simulation on, changes it, or ends it; then indexes show at once what has not
    /// reached them.
    pub fn set_simulation(&mut self, settings: Option<SimulationSettings>) {
        match settings.map(SimulationSettings::within_bounds) {
            Some(settings) => match &mut self.simulation {
                Some(simulation) => simulation.set(settings),
                None => self.simulation = Some(Box::new(Simulation::new(settings))),
            },
            None => {
                if let Some(simulation) = self.simulation.take() {
                    simulation.drain(&mut self.tables);
                }
            }
        }
        self.pass();
    }

    /// Lets time pass for limits, indexes and partitions; tells whether anything came of it.
    pub fn pass(&mut self) -> bool {
        let now = self.clock.now();
        let Some(simulation) = &mut self.simulation else { return false };
        let before = simulation.happened;
        let splits = simulation.pass(&mut self.tables, now);
        let changed = simulation.happened != before;
        splits.iter().for_each(|(table, event)| self.split_shard(table, event));
        changed
    }

    /// Shards follow the table's partitions, as far as they are parted between collections.
    fn split_shard(&mut self, table: &TableName, event: &Event) {
        let (now, sequence) = (self.now(), self.log.next_sequence());
        let Event::Split { key, .. } = event else { return };
        let Some(hash) = key.first_chunk::<8>() else { return };
        if let Some(entry) = self.tables.get_mut(table) {
            entry.streams.split(PartitionHash(u64::from_be_bytes(*hash)), now, sequence);
        }
    }

    /// Answers a request that succeeds or fails as a whole.
    pub(super) fn answer_whole(&mut self, input: Input, from: u64) -> Executed {
        let actions = actions_of(&input);
        let (planned, follower) = self.plan_on_replica(input);
        let executed = self.decide(planned, &actions, from);
        // A request that was refused was answered by no replica.
        let follower = follower.filter(|_| executed.result.is_ok());
        Executed { follower, ..executed }
    }

    /// Makes what was planned if the limits allow it.
    pub(super) fn decide(
        &mut self,
        planned: Planned,
        actions: &[TableName],
        from: u64,
    ) -> Executed {
        if let Err(error) = self.check_collections(&planned) {
            return Executed::refused(*Box::<Refusal>::from(error), from);
        }
        match self.admit(&planned) {
            Ok(()) => self.conclude(planned, from),
            Err(throttled) => {
                let touched = planned.map_or_else(|refusal| refusal.touched, |plan| plan.touched);
                let error = refusal_of(throttled, actions);
                Executed { touched, ..Executed::refused(*Box::<Refusal>::from(error), from) }
            }
        }
    }

    pub(super) fn admit(&mut self, planned: &Planned) -> Result<(), Throttled> {
        let asks = Asks::of(planned);
        let now = self.clock.now();
        self.simulation.as_mut().map_or(Ok(()), |simulation| simulation.admit(&asks, now))
    }

    /// A local index holds a collection in one partition, which may not outgrow it.
    fn check_collections(&self, planned: &Planned) -> Result<(), EngineError> {
        let scale = self.simulation.as_ref().map_or(1, |simulation| simulation.settings.scale);
        let Ok(plan) = planned else { return Ok(()) };
        let Effect::Write(changes) = &plan.effect else { return Ok(()) };
        for (name, change) in changes.iter().filter(|_| scale > 1) {
            if let Some(entry) = self.tables.get(name) {
                check_collection(&entry.store, change, scale)?;
            }
        }
        Ok(())
    }

    /// Makes a change, in global indexes later.
    pub(in crate::engine) fn apply_simulated(
        &mut self,
        name: &TableName,
        change: Change,
        origin: Origin,
    ) {
        let now = self.clock.now();
        let entry = self.tables.get_mut(name).expect("a plan writes only in tables it has found");
        match &mut self.simulation {
            Some(simulation) => simulation.apply(&mut entry.store, change, now, origin),
            None => entry.store.apply(change),
        }
    }

    /// What happened to partitions lately, oldest first.
    pub fn partition_events(&self) -> Vec<PartitionEvent> {
        self.simulation.as_ref().map_or(Vec::new(), |s| s.events.iter().cloned().collect())
    }
}

fn check_collection(store: &Table, change: &Change, scale: u64) -> Result<(), EngineError> {
    let local = store.schema().indexes.iter().any(|index| index.kind == IndexKind::Local);
    let grows = change.after_bytes() > change.before_bytes();
    if !local || !grows {
        return Ok(());
    }
    let hash = change.key().hash();
    let range = KeyRange::hashes(hash, hash);
    let stored: u64 = store.rows().range(&range).map(|(_, row)| u64::from(row.size())).sum();
    let after = stored - change.before_bytes().unwrap_or(0) + change.after_bytes().unwrap_or(0);
    match after.saturating_mul(scale) > PARTITION_BYTES {
        true => Err(EngineError::CollectionTooLarge),
        false => Ok(()),
    }
}

/// The tables of a transaction's actions; none for other requests.
fn actions_of(input: &Input) -> Vec<TableName> {
    match input {
        Input::TransactWriteItems(input) => input.actions.iter().map(of_action).collect(),
        Input::TransactGetItems(input) => input.gets.iter().map(|get| get.table.clone()).collect(),
        Input::ExecuteTransaction(input) => {
            input.statements.iter().map(|(s, _)| s.target().table.clone()).collect()
        }
        _ => Vec::new(),
    }
}

fn of_action(action: &Action) -> TableName {
    action.table.clone()
}

/// A transaction is cancelled for it: the first action of the table says so.
fn refusal_of(throttled: Throttled, actions: &[TableName]) -> EngineError {
    let Some(at) = actions.iter().position(|table| *table == throttled.table) else {
        return EngineError::Throttled(Box::new(throttled));
    };
    let mut reasons = vec![CancellationReason::None; actions.len()];
    reasons[at] = CancellationReason::Throttled(Box::new(throttled));
    EngineError::TransactionCanceled(reasons)
}
