//! A server that begins with what a learner exported from the page.

use std::fs;
use std::path::PathBuf;

use dynamodb_playground::api::{ErrorWording, Request, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::endpoint::{OpenError, open};
use dynamodb_playground::engine::{Clock, Millis};
use dynamodb_playground::model::TableName;
use dynamodb_playground::workspace::{Batch, History, Saved, WorkspaceError, encode};
use serde_json::Value as Json;

#[test]
fn the_dataset_is_loaded_and_the_log_replayed() {
    let recipe = Recipe::new(DatasetId::Clinic, Size::Article);
    let table = DatasetId::Clinic.table();
    let body =
        format!(r#"{{"TableName":"{table}","Item":{{"PK":{{"S":"new"}},"SK":{{"S":"1"}}}}}}"#);
    let mut session = Session::new(Clock::fixed(Millis(1)));
    let mut loader = Loader::new(recipe);
    while !loader.step(&mut session, 100).unwrap().is_complete() {}
    session.keep_applied();
    session.send(Request::from_target("DynamoDB_20120810.PutItem", &body).unwrap());
    let log = Batch { number: 0, effects: session.take_applied() }.encode();
    let file = written("whole", &encode(&saved(recipe, log)));

    let mut opened = open(Some(&file)).unwrap();
    opened.session.set_wording(ErrorWording::July2026);
    let name = TableName::parse(table).unwrap();
    let summary = opened.session.engine().inspect().table(&name).unwrap();
    assert_eq!(summary.items, recipe.items() as u64 + 1);
    assert_eq!(opened.failures, 0);
}

#[test]
fn a_file_that_is_no_workspace_says_so() {
    let damaged = encode(&saved(Recipe::new(DatasetId::Clinic, Size::Article), vec![])) + "x";
    let error = open(Some(&written("damaged", &damaged))).unwrap_err();
    assert!(matches!(error, OpenError::Workspace(_, WorkspaceError::Corrupted(_))));
    assert!(error.to_string().ends_with("is damaged: its checksum doesn't match."), "{error}");

    let missing = open(Some(&folder().join("nowhere"))).unwrap_err();
    assert!(matches!(missing, OpenError::File(..)), "{missing}");
    assert!(open(None).unwrap().failures == 0);
}

fn saved(recipe: Recipe, log: Vec<u8>) -> Saved {
    let (begun, history) = (Some(Millis(1)), History::Effects(log));
    let (page, meter, quiz) = (Json::Null, Json::Null, Json::Null);
    Saved { recipe, begun, history, changes: 1, page, meter, quiz }
}

fn folder() -> PathBuf {
    env!("CARGO_TARGET_TMPDIR").into()
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = folder().join(name);
    fs::write(&path, text).unwrap();
    path
}
