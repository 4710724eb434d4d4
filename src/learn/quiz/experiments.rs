//! The experiments run, and contradict what the wrong choices say.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::*;
use crate::api::json::item_to_json;
use crate::api::{Exchange, Session};
use crate::capacity::{ReadUnits, TableOrIndex};
use crate::datasets::{Loader, Recipe, Size};
use crate::engine::{Clock, Millis};
use crate::learn::questions;

fn question(id: &str) -> Question {
    questions().into_iter().find(|question| question.id == id).unwrap()
}

fn session(dataset: DatasetId) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(1_767_225_600_000)));
    let mut loader = Loader::new(Recipe::new(dataset, Size::Thousand));
    while !loader.step(&mut session, 400).unwrap().is_complete() {}
    session
}

/// A session with the question's dataset, its request and the one held against it.
fn lab(id: &str) -> (Session, Request, Option<Request>) {
    let experiment = question(id).experiment;
    (session(experiment.dataset), experiment.request.unwrap(), experiment.against)
}

fn read_units(exchange: &Exchange) -> ReadUnits {
    exchange.receipts.iter().map(|receipt| receipt.read_units()).sum()
}

fn write_units(exchange: &Exchange) -> u64 {
    exchange.receipts.iter().map(|receipt| receipt.write_units().get()).sum()
}

fn rows(exchange: &Exchange) -> Vec<Json> {
    let items = exchange.response.as_ref().unwrap().items();
    items.iter().map(|found| item_to_json(found.item())).collect()
}

#[test]
fn every_experiment_is_accepted_on_its_dataset() {
    for question in questions() {
        let mut session = session(question.experiment.dataset);
        let requests = [question.experiment.request, question.experiment.against];
        for request in requests.into_iter().flatten() {
            let response = session.send(request).response;
            assert!(response.is_ok(), "{}: {response:?}", question.id);
        }
    }
}

#[test]
fn a_partition_key_is_shared_and_the_sort_key_orders() {
    let (mut session, request, _) = lab("partition-and-sort-key");
    let exchange = session.send(request);
    let keys: Vec<String> = rows(&exchange).iter().map(|r| r["SK"]["S"].to_string()).collect();
    assert_eq!(keys.len(), 6);
    assert!(keys.is_sorted());
}

#[test]
fn all_waiting_tests_share_one_collection() {
    let (mut session, request, against) = lab("high-cardinality");
    let waiting = session.send(request);
    let distinct = |name: &str| {
        rows(&waiting).iter().map(|r| r[name]["S"].to_string()).collect::<BTreeSet<_>>().len()
    };
    assert!(rows(&waiting).len() > 50);
    assert_eq!(distinct("GSI3PK"), 1);
    assert!(distinct("PK") > 10);
    assert_eq!(rows(&session.send(against.unwrap())).len(), rows(&waiting).len());
}

#[test]
fn an_index_key_is_not_unique_and_a_gsi_refuses_strong_reads() {
    let (mut session, mut request, _) = lab("gsi-and-lsi");
    let found = rows(&session.send(request.clone()));
    assert_eq!(found.iter().map(|r| r["PK"]["S"].to_string()).collect::<BTreeSet<_>>().len(), 2);
    request.body["ConsistentRead"] = json!(true);
    let refusal = session.send(request).response.unwrap_err();
    assert!(refusal.message().unwrap().contains("not supported on global secondary indexes"));
}

#[test]
fn a_write_to_an_indexed_item_is_billed_for_the_index_too() {
    let mut session = session(DatasetId::Clinic);
    let complete = crate::datasets::access_patterns(DatasetId::Clinic)
        .into_iter()
        .find(|pattern| pattern.id == "complete-appointment")
        .unwrap();
    let exchange = session.send(complete.request);
    let index = TableOrIndex::Global(crate::model::IndexName::parse("GSI1").unwrap());
    assert_eq!(exchange.receipts[0].write_units_on(&index).get(), 1);
}

#[test]
fn a_strong_read_costs_twice() {
    let (mut session, strong, eventual) = lab("strong-or-eventual");
    assert_eq!(read_units(&session.send(strong)).halves(), 2);
    assert_eq!(read_units(&session.send(eventual.unwrap())).halves(), 1);
}

#[test]
fn a_write_that_changes_nothing_is_billed_and_not_recorded() {
    let (mut session, same, other) = lab("streams");
    let same = session.send(same);
    assert_eq!((write_units(&same), same.changes.is_empty()), (1, true));
    let other = session.send(other.unwrap());
    assert_eq!((write_units(&other), other.changes.is_empty()), (1, false));
    let read = session.send(lab("dax").1);
    assert!(read.changes.is_empty());
}

#[test]
fn a_repeated_read_costs_as_much() {
    let (mut session, first, second) = lab("dax");
    let first = read_units(&session.send(first));
    assert_eq!(read_units(&session.send(second.unwrap())), first);
    assert_eq!(first.halves(), 1);
}

#[test]
fn a_filter_drops_rows_and_lowers_no_bill() {
    let (mut session, by_index, by_filter) = lab("query-by-other-attribute");
    let by_index = session.send(by_index);
    let by_filter = session.send(by_filter.unwrap());
    let sorted =
        |exchange: &Exchange| rows(exchange).iter().map(Json::to_string).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&by_index), sorted(&by_filter));
    let whole = Request {
        operation: by_filter.request.operation,
        body: json!({ "TableName": "MedicalTests" }),
    };
    assert_eq!(read_units(&by_filter), read_units(&session.send(whole)));
    assert!(read_units(&by_filter).halves() > 3 * read_units(&by_index).halves());
}

#[test]
fn neither_a_small_update_nor_a_projection_makes_a_large_item_cheap() {
    let (mut session, update, projected) = lab("item-size");
    let projected = session.send(projected.unwrap());
    assert_eq!(projected.response.as_ref().unwrap().item().unwrap().len(), 1);
    assert_eq!(read_units(&projected).halves(), 2);
    assert_eq!(write_units(&session.send(update)), 6);
}
