//! Batches under simulation: what their limits allow is done, and the rest is left unprocessed.
//!
//! Each member is asked for by itself. Only when not one is granted is the batch refused (Developer
//! Guide, *Error handling*, *Batch operations*).

use super::admission::Throttled;
use crate::engine::ops::{
    Input, Output, batch_execute_statement, batch_get_item, batch_write_item,
};
use crate::engine::plan::Refusal;
use crate::engine::{Engine, EngineError, Executed};
use crate::model::{Item, TableName};

impl Engine {
    /// Answers a request while the simulation is on.
    pub(in crate::engine) fn answer_simulated(&mut self, input: Input, from: u64) -> Executed {
        self.pass();
        match input {
            Input::BatchWriteItem(input) => self.batch_write(input, from),
            Input::BatchGetItem(input) => self.batch_get(input, from),
            Input::BatchExecuteStatement(input) => self.batch_execute(input, from),
            input => self.answer_whole(input, from),
        }
    }

    fn batch_write(&mut self, input: batch_write_item::Input, from: u64) -> Executed {
        if let Err(refusal) = batch_write_item::plan(self, input.clone()) {
            return Executed::refused(*refusal, from);
        }
        let (mut granted, mut left) = (Members::default(), Members::default());
        for (table, writes) in input.requests {
            for write in writes {
                let alone = batch_write_item::Input {
                    requests: vec![(table.clone(), vec![write.clone()])],
                };
                match self.admit(&batch_write_item::plan(self, alone)) {
                    Ok(()) => granted.push(&table, write),
                    Err(throttled) => left.refuse(&table, write, throttled),
                }
            }
        }
        if let Some(refusal) = granted.none_but(&left) {
            return Executed::refused(*refusal, from);
        }
        let mut planned =
            batch_write_item::plan(self, batch_write_item::Input { requests: granted.by_table });
        if let Ok(plan) = &mut planned {
            let output = batch_write_item::Output { unprocessed: left.by_table };
            plan.output = Output::BatchWriteItem(output);
        }
        self.conclude(planned, from)
    }

    fn batch_get(&mut self, input: batch_get_item::Input, from: u64) -> Executed {
        if let Err(refusal) = batch_get_item::plan(self, input.clone()) {
            return Executed::refused(*refusal, from);
        }
        let mut left = Members::default();
        let mut requests = input.requests;
        for request in &mut requests {
            let keys = std::mem::take(&mut request.keys);
            for key in keys {
                let alone =
                    batch_get_item::TableRequest { keys: vec![key.clone()], ..request.clone() };
                let alone = batch_get_item::Input { requests: vec![alone] };
                match self.admit(&batch_get_item::plan(self, alone)) {
                    Ok(()) => request.keys.push(key),
                    Err(throttled) => left.refuse(&request.table, key, throttled),
                }
            }
        }
        let none = requests.iter().all(|request| request.keys.is_empty());
        if let Some(refusal) = left.refusal().filter(|_| none) {
            return Executed::refused(*refusal, from);
        }
        let input = Input::BatchGetItem(batch_get_item::Input { requests });
        let (mut planned, follower) = self.plan_on_replica(input);
        if let Ok(plan) = &mut planned
            && let Output::BatchGetItem(output) = &mut plan.output
        {
            add_unprocessed(&mut output.unprocessed, left.by_table);
        }
        Executed { follower, ..self.conclude(planned, from) }
    }

    /// Every statement succeeds or fails by itself.
    fn batch_execute(&mut self, input: batch_execute_statement::Input, from: u64) -> Executed {
        if let Err(refusal) = batch_execute_statement::plan(self, input.clone()) {
            return Executed::refused(*refusal, from);
        }
        let mut all = batch_execute_statement::Output { responses: Vec::new() };
        let (mut receipts, mut touched) = (Vec::new(), Vec::new());
        for statement in input.statements {
            let table = statement.0.as_ref().ok().map(|s| s.target().table.clone());
            let alone = batch_execute_statement::Input { statements: vec![statement] };
            let done = self.decide(batch_execute_statement::plan(self, alone), &[], from);
            receipts.extend(done.receipts);
            touched.extend(done.touched);
            all.responses.extend(match done.result {
                Ok(Output::BatchExecuteStatement(one)) => one.responses,
                Ok(_) => Vec::new(),
                Err(error) => vec![batch_execute_statement::Response { table, result: Err(error) }],
            });
        }
        let result = Ok(Output::BatchExecuteStatement(all));
        let changes = from..self.log.next_sequence();
        Executed { result, receipts, changes, expired: from..from, touched, follower: None }
    }
}

/// Members of a batch by table.
struct Members<T> {
    by_table: Vec<(TableName, Vec<T>)>,
    /// Why the first of them was refused.
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

    fn refuse(&mut self, table: &TableName, member: T, throttled: Throttled) {
        self.push(table, member);
        self.first.get_or_insert(throttled);
    }

    /// The refusal of a batch in which none but these is left.
    fn refusal(&self) -> Option<Box<Refusal>> {
        let throttled = self.first.clone()?;
        Some(EngineError::Throttled(Box::new(throttled)).into())
    }

    fn none_but(&self, left: &Self) -> Option<Box<Refusal>> {
        left.refusal().filter(|_| self.by_table.is_empty())
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
