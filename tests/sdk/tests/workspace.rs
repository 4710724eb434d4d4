//! A server that begins with what a learner exported from the page.

use std::fs;
use std::path::PathBuf;

use dynamodb_playground::api::ErrorWording;
use dynamodb_playground::datasets::{DatasetId, Recipe, Size};
use dynamodb_playground::endpoint::{OpenError, open};
use dynamodb_playground::engine::{Millis, Operation};
use dynamodb_playground::model::TableName;
use dynamodb_playground::workspace::{LoggedRequest, Saved, WorkspaceError, encode};
use serde_json::Value as Json;

#[test]
fn the_dataset_is_loaded_and_the_log_replayed() {
    let recipe = Recipe::new(DatasetId::Clinic, Size::Article);
    let table = DatasetId::Clinic.table();
    let body =
        format!(r#"{{"TableName":"{table}","Item":{{"PK":{{"S":"new"}},"SK":{{"S":"1"}}}}}}"#);
    let operations = vec![
        LoggedRequest { at: Millis(1), operation: Operation::PutItem, body },
        LoggedRequest { at: Millis(2), operation: Operation::PutItem, body: "{}".into() },
    ];
    let file = written("whole", &encode(&saved(recipe, operations)));

    let mut opened = open(Some(&file)).unwrap();
    opened.session.set_wording(ErrorWording::July2026);
    let name = TableName::parse(table).unwrap();
    let summary = opened.session.engine().inspect().table(&name).unwrap();
    assert_eq!(summary.items, recipe.items() as u64 + 1);
    assert_eq!(opened.failures.len(), 1, "the rest of the work is worth having");
}

#[test]
fn a_file_that_is_no_workspace_says_so() {
    let damaged = encode(&saved(Recipe::new(DatasetId::Clinic, Size::Article), vec![])) + " ";
    let error = open(Some(&written("damaged", &damaged))).unwrap_err();
    assert!(matches!(error, OpenError::Workspace(_, WorkspaceError::Corrupted(_))));
    assert!(error.to_string().ends_with("is damaged: its checksum does not match."), "{error}");

    let missing = open(Some(&folder().join("nowhere"))).unwrap_err();
    assert!(matches!(missing, OpenError::File(..)), "{missing}");
    assert!(open(None).unwrap().failures.is_empty());
}

fn saved(recipe: Recipe, operations: Vec<LoggedRequest>) -> Saved {
    Saved { recipe, operations, page: Json::Null, meter: Json::Null, quiz: Json::Null }
}

fn folder() -> PathBuf {
    env!("CARGO_TARGET_TMPDIR").into()
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = folder().join(name);
    fs::write(&path, text).unwrap();
    path
}
