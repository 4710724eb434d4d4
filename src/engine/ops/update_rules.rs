//! The rules of UpdateTable that can be told from the request alone: which changes go together.
//!
//! Refuses to know tables.

use std::collections::BTreeSet;

use super::create_table::BillingChoice;
use super::update_table::{IndexUpdate, Input};
use crate::engine::control::{Alone, ControlError, UpdateTableError as Error};

type Checked = Result<(), Error>;

/// Checks which changes go together.
pub(super) fn check(input: &Input) -> Result<(), ControlError> {
    check_any(input)?;
    check_alone(input)?;
    check_pairs(input)?;
    check_indexes(input)?;
    Ok(check_billing(input)?)
}

/// The kinds of changes that a request has, an empty list of indexes not among them.
fn kinds(input: &Input) -> [bool; 9] {
    [
        input.billing.is_some(),
        input.throughput.is_some(),
        input.indexes.as_ref().is_some_and(|updates| !updates.is_empty()),
        input.max.is_some(),
        input.warm.is_some(),
        input.class.is_some(),
        input.protected.is_some(),
        input.encryption.is_some(),
        input.stream.is_some(),
    ]
}

fn check_any(input: &Input) -> Checked {
    if kinds(input).contains(&true) { Ok(()) } else { Err(Error::NothingToDo) }
}

/// The first of those that want to be alone and are not.
fn check_alone(input: &Input) -> Checked {
    let count = kinds(input).iter().filter(|there| **there).count();
    let alone = [
        (input.encryption.is_some(), Alone::Encryption),
        (input.class.is_some(), Alone::Class),
        (input.protected.is_some(), Alone::Protection),
        (input.warm.is_some(), Alone::Warm),
    ];
    if input.indexes.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::NoIndexUpdates);
    }
    match alone.into_iter().find(|(there, _)| *there && count > 1) {
        Some((_, Alone::Warm)) if moves_index(input) => Err(Error::IndexWithWarm),
        Some((_, alone)) => Err(Error::NotAlone(alone)),
        None => Ok(()),
    }
}

fn check_pairs(input: &Input) -> Checked {
    let others = kinds(input).iter().filter(|there| **there).count() > 1;
    if input.max.is_some() && others && input.billing.is_none() {
        return Err(Error::MaxNotAlone);
    }
    let throughput = input.throughput.is_some();
    let provisioned = input.billing == Some(BillingChoice::Provisioned);
    match (moves_index(input), input.stream.is_some()) {
        (_, true) if throughput || provisioned => Err(Error::StreamWithThroughput),
        (true, _) if throughput => Err(Error::IndexWithThroughput),
        (true, true) => Err(Error::IndexWithStream),
        _ => Ok(()),
    }
}

/// Whether an index is to come or to go.
fn moves_index(input: &Input) -> bool {
    let moves = |update: &IndexUpdate| update.create.is_some() || update.delete.is_some();
    input.indexes.iter().flatten().any(moves)
}

fn check_indexes(input: &Input) -> Checked {
    let mut names = BTreeSet::new();
    for update in input.indexes.iter().flatten() {
        let created = update.create.as_ref().map(|index| &index.name);
        let changed = update.update.as_ref().map(|index| &index.name);
        let mut actions = [created, changed, update.delete.as_ref()].into_iter().flatten();
        let Some(name) = actions.next() else { return Err(Error::NoIndexAction) };
        if actions.next().is_some() {
            return Err(Error::ManyIndexActions);
        }
        if !names.insert(name) {
            return Err(Error::IndexTwice(name.clone()));
        }
        let warm = update.update.as_ref().and_then(|update| update.warm);
        if warm.is_some_and(|warm| warm == Default::default()) {
            return Err(Error::IndexWarmEmpty(name.clone()));
        }
    }
    Ok(())
}

fn check_billing(input: &Input) -> Checked {
    match (input.billing, input.throughput) {
        (Some(BillingChoice::Provisioned), None) => Err(Error::ThroughputMissing),
        (Some(BillingChoice::PayPerRequest), Some(_)) => Err(Error::ThroughputWithOnDemand),
        _ => Ok(()),
    }
}
