//! Answering requests while the simulation is on: which replica, what the limits allow, and then the
//! change. The simulation sees plans alone; what a request is, is known here.
//!
//! Of a batch, what the limits allow is done, and the rest is left unprocessed: each member is asked
//! for by itself, and only when not one is granted is the batch throttled (Developer Guide, *Error
//! handling*, *Batch operations*).

use super::error::{CancellationReason, EngineError, Throttled};
use super::ops::batch::{BatchGetItemInput, BatchWriteItemInput, KeysAndAttributes};
use super::ops::statement::{
    BatchExecuteStatementInput, BatchExecuteStatementOutput, StatementResponse,
};
use super::ops::{Input, Output, Plannable};
use super::plan::{Planned, Rejection};
use super::simulation::{Follower, Simulation, SimulationSettings, make_again, take_back};
use super::{Engine, Executed};
use crate::changelog::Origin;
use crate::model::{IndexKind, IndexName, Item, PartitionHash, TableName};
use crate::partition::Event;
use crate::store::Change;

impl Engine {
    /// Turns the simulation on, changes it, or turns it off; then indexes show at once what had not
    /// reached them.
    pub fn set_simulation(&mut self, settings: Option<SimulationSettings>) {
        match settings.map(SimulationSettings::within_bounds) {
            Some(settings) => match &mut self.simulation {
                Some(simulation) => simulation.set(settings),
                None => self.simulation = Some(Box::new(Simulation::new(settings))),
            },
            None => {
                if let Some(simulation) = self.simulation.take() {
                    simulation.drain(&mut self.state.tables);
                }
            }
        }
        self.advance_simulation();
    }

    /// Lets the time that has passed show in limits, indexes and partitions; returns whether anything
    /// changed.
    pub fn advance_simulation(&mut self) -> bool {
        let now = self.state.now();
        let Some(simulation) = &mut self.simulation else { return false };
        let before = simulation.happened;
        let splits = simulation.advance(&mut self.state.tables, now);
        let changed = simulation.happened != before;
        splits.iter().for_each(|(table, event)| self.split_shard(table, event));
        changed
    }

    /// Shards follow the table's partitions, as far as they are parted between collections.
    fn split_shard(&mut self, table: &TableName, event: &Event) {
        let Event::Split { key, .. } = event else { return };
        // A split within a collection has no hash of its own where a shard could begin.
        let Some(hash) = key.first_chunk::<8>() else { return };
        let hash = PartitionHash(u64::from_be_bytes(*hash));
        let now = self.state.now();
        let sequence = self.state.log.next_sequence();
        if let Some(entry) = self.state.tables.get_mut(table)
            && entry.streams.split(hash, now, sequence)
        {
            self.state.note_table(table);
        }
    }

    /// Answers a request while the simulation is on.
    pub(super) fn answer_simulated(&mut self, input: Input, from: u64) -> Executed {
        self.advance_simulation();
        match input {
            Input::BatchWriteItem(input) => self.batch_write(input, from),
            Input::BatchGetItem(input) => self.batch_get(input, from),
            Input::BatchExecuteStatement(input) => self.batch_execute(input, from),
            input => self.answer_whole(input, from),
        }
    }

    /// Makes a change, in global indexes later.
    pub(super) fn apply_simulated(&mut self, name: &TableName, change: Change, origin: Origin) {
        let now = self.state.now();
        let entry =
            self.state.tables.get_mut(name).expect("a plan writes only in tables it has found");
        match &mut self.simulation {
            Some(simulation) => simulation.apply(&mut entry.store, change, now, origin),
            None => entry.store.apply(change),
        }
    }

    /// Answers a request that succeeds or fails as a whole.
    fn answer_whole(&mut self, input: Input, from: u64) -> Executed {
        let actions = actions_of(&input);
        let (planned, follower) = self.plan_on_replica(input);
        let executed = self.decide(planned, &actions, from);
        // A request that was throttled or rejected was answered by no replica.
        let follower = follower.filter(|_| executed.result.is_ok());
        Executed { follower, ..executed }
    }

    /// Makes what was planned if the limits allow it. What is throttled costs nothing and has changed
    /// nothing, but it is told where it wanted to go.
    fn decide(&mut self, planned: Planned<Output>, actions: &[TableName], from: u64) -> Executed {
        if let (Ok(plan), Some(simulation)) = (&planned, &self.simulation)
            && let Err(error) =
                simulation.check_collections(&self.state.tables, plan.effect.changes())
        {
            return Executed::rejected(*Box::<Rejection>::from(error), from);
        }
        match self.admit(&planned) {
            Ok(()) => self.conclude(planned, from),
            Err(throttled) => {
                let touched =
                    planned.map_or_else(|rejection| rejection.touched, |plan| plan.touched);
                let error = throttling_error(throttled, actions);
                let rejection = Rejection { error, receipts: Vec::new(), touched };
                Executed::rejected(rejection, from)
            }
        }
    }

    fn admit<O>(&mut self, planned: &Planned<O>) -> Result<(), Throttled> {
        let now = self.state.now();
        self.simulation.as_mut().map_or(Ok(()), |simulation| simulation.admit(planned, now))
    }

    /// The whole batch is planned once for its errors, which leave nothing unprocessed; then each
    /// write is asked for by itself, and those that the limits allow are planned and made together.
    fn batch_write(&mut self, input: BatchWriteItemInput, from: u64) -> Executed {
        if let Err(rejection) = input.clone().plan(&self.state) {
            return Executed::rejected(*rejection, from);
        }
        let mut admitted = Members::default();
        let mut left = Members::default();
        for (table, writes) in input.requests {
            for write in writes {
                let alone =
                    BatchWriteItemInput { requests: vec![(table.clone(), vec![write.clone()])] };
                match self.admit(&alone.plan(&self.state)) {
                    Ok(()) => admitted.push(&table, write),
                    Err(throttled) => left.throttle(&table, write, throttled),
                }
            }
        }
        if let Some(rejection) = left.rejection().filter(|_| admitted.by_table.is_empty()) {
            return Executed::rejected(*rejection, from);
        }
        let mut planned = BatchWriteItemInput { requests: admitted.by_table }.plan(&self.state);
        if let Ok(plan) = &mut planned {
            plan.output.unprocessed = left.by_table;
        }
        self.conclude(planned.map(|plan| plan.map(Output::BatchWriteItem)), from)
    }

    /// The same for keys. Those that the answer has no room for are left unprocessed as well.
    fn batch_get(&mut self, input: BatchGetItemInput, from: u64) -> Executed {
        if let Err(rejection) = input.clone().plan(&self.state) {
            return Executed::rejected(*rejection, from);
        }
        let mut left = Members::default();
        let mut requests = input.requests;
        for request in &mut requests {
            let keys = std::mem::take(&mut request.keys);
            for key in keys {
                let alone = KeysAndAttributes { keys: vec![key.clone()], ..request.clone() };
                let alone = BatchGetItemInput { requests: vec![alone] };
                match self.admit(&alone.plan(&self.state)) {
                    Ok(()) => request.keys.push(key),
                    Err(throttled) => left.throttle(&request.table, key, throttled),
                }
            }
        }
        let none = requests.iter().all(|request| request.keys.is_empty());
        if let Some(rejection) = left.rejection().filter(|_| none) {
            return Executed::rejected(*rejection, from);
        }
        let input = Input::BatchGetItem(BatchGetItemInput { requests });
        let (mut planned, follower) = self.plan_on_replica(input);
        if let Ok(plan) = &mut planned
            && let Output::BatchGetItem(output) = &mut plan.output
        {
            add_unprocessed(&mut output.unprocessed, left.by_table);
        }
        Executed { follower, ..self.conclude(planned, from) }
    }

    /// Every statement succeeds or fails by itself.
    fn batch_execute(&mut self, input: BatchExecuteStatementInput, from: u64) -> Executed {
        if let Err(rejection) = input.clone().plan(&self.state) {
            return Executed::rejected(*rejection, from);
        }
        let mut all = BatchExecuteStatementOutput { responses: Vec::new(), failed: Vec::new() };
        let mut receipts = Vec::new();
        let mut touched = Vec::new();
        for statement in input.statements {
            let table = statement.0.as_ref().ok().map(|s| s.target().table.clone());
            let alone = BatchExecuteStatementInput { statements: vec![statement] };
            let planned = alone.plan(&self.state);
            let planned = planned.map(|plan| plan.map(Output::BatchExecuteStatement));
            let done = self.decide(planned, &[], from);
            for receipt in done.receipts {
                receipt.join(&mut receipts);
            }
            touched.extend(done.touched);
            match done.result {
                Ok(Output::BatchExecuteStatement(one)) => {
                    all.responses.extend(one.responses);
                    all.failed.extend(one.failed);
                }
                Ok(_) => {}
                Err(error) => all.responses.push(StatementResponse { table, result: Err(error) }),
            }
        }
        let result = Ok(Output::BatchExecuteStatement(all));
        let changes = from..self.state.log.next_sequence();
        Executed { result, receipts, changes, expired: from..from, touched, follower: None }
    }
}

/// Reads that may go to a replica behind the leader.
impl Engine {
    /// Plans a request, on a replica that is behind if it is one that may go there and chance sends
    /// it there.
    fn plan_on_replica(&mut self, input: Input) -> (Planned<Output>, Option<Follower>) {
        let may_lag = self.may_lag(&input);
        let drawn = self.simulation.as_mut().filter(|_| may_lag).and_then(|s| s.draw_lag());
        match drawn {
            None => (input.plan(&self.state), None),
            Some(behind) => self.plan_behind(input, behind),
        }
    }

    /// Whether a request may go to a replica: eventually consistent reads of a table or a local index
    /// may. A global index lags by itself: what it shows is what has reached it.
    fn may_lag(&self, input: &Input) -> bool {
        let global = |table: &TableName, index: &Option<IndexName>| {
            let entry = self.state.tables.get(table).zip(index.as_ref());
            let found = entry.and_then(|(entry, name)| entry.store.index(name.as_str()));
            found.is_some_and(|(index, _)| index.kind == IndexKind::Global)
        };
        match input {
            Input::GetItem(input) => !input.consistent,
            Input::Query(input) => !input.consistent && !global(&input.table, &input.index),
            Input::Scan(input) => !input.consistent && !global(&input.table, &input.index),
            Input::BatchGetItem(input) => input.requests.iter().all(|request| !request.consistent),
            _ => false,
        }
    }

    fn plan_behind(&mut self, input: Input, behind: u64) -> (Planned<Output>, Option<Follower>) {
        // Planned twice, to tell whether the answer is stale.
        let current = input.clone().plan(&self.state);
        let undone = take_back(&mut self.state, behind);
        if undone.is_empty() {
            return (current, Some(Follower { behind, stale: false }));
        }
        let planned = input.plan(&self.state);
        make_again(&mut self.state, undone);
        let stale = differ(&current, &planned);
        (planned, Some(Follower { behind, stale }))
    }
}

/// Whether two plans of one read answer differently.
fn differ(current: &Planned<Output>, planned: &Planned<Output>) -> bool {
    match (current, planned) {
        (Ok(current), Ok(planned)) => match (&current.output, &planned.output) {
            (Output::GetItem(a), Output::GetItem(b)) => a.item != b.item,
            (Output::Query(a), Output::Query(b)) | (Output::Scan(a), Output::Scan(b)) => a != b,
            (Output::BatchGetItem(a), Output::BatchGetItem(b)) => a.responses != b.responses,
            _ => false,
        },
        _ => false,
    }
}

/// The tables of a transaction's actions; none for other requests.
fn actions_of(input: &Input) -> Vec<TableName> {
    match input {
        Input::TransactWriteItems(input) => {
            input.actions.iter().map(|action| action.table.clone()).collect()
        }
        Input::TransactGetItems(input) => input.gets.iter().map(|get| get.table.clone()).collect(),
        Input::ExecuteTransaction(input) => {
            input.statements.iter().map(|(s, _)| s.target().table.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// The error of a throttled request. A transaction is cancelled, and the first action of the table
/// says why (API reference, *TransactWriteItems*, "Cancellation reasons").
fn throttling_error(throttled: Throttled, actions: &[TableName]) -> EngineError {
    let Some(at) = actions.iter().position(|table| *table == throttled.table) else {
        return EngineError::Throttled(Box::new(throttled));
    };
    let mut reasons = vec![CancellationReason::None; actions.len()];
    reasons[at] = CancellationReason::Throttled(Box::new(throttled));
    EngineError::TransactionCanceled(reasons)
}

/// Members of a batch by table.
struct Members<T> {
    by_table: Vec<(TableName, Vec<T>)>,
    /// Why the first of them was throttled.
    first: Option<Throttled>,
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self { by_table: Vec::new(), first: None }
    }
}

impl<T> Members<T> {
    fn push(&mut self, table: &TableName, member: T) {
        match self.by_table.last_mut().filter(|(name, _)| name == table) {
            Some((_, members)) => members.push(member),
            None => self.by_table.push((table.clone(), vec![member])),
        }
    }

    fn throttle(&mut self, table: &TableName, member: T, throttled: Throttled) {
        self.push(table, member);
        self.first.get_or_insert(throttled);
    }

    /// The rejection of a batch of which nothing but these is left.
    fn rejection(&self) -> Option<Box<Rejection>> {
        let throttled = self.first.clone()?;
        Some(EngineError::Throttled(Box::new(throttled)).into())
    }
}

fn add_unprocessed(all: &mut Vec<(TableName, Vec<Item>)>, left: Vec<(TableName, Vec<Item>)>) {
    for (table, keys) in left {
        match all.iter_mut().find(|(name, _)| *name == table) {
            Some((_, known)) => known.extend(keys),
            None => all.push((table, keys)),
        }
    }
}
