//! The faces of a request in Explore: what is written in one is there in the others.

use dynamodb_playground::engine::Operation;
use leptos::prelude::WithUntracked;
use leptos::task::tick;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::answer::{explore, labelled, press};
use crate::places::{all, next_frame, one, text};

/// Writes into the field with this label.
async fn write(root: &HtmlElement, label: &str, tag: &str, text: &str) {
    // Only `value` is asked of it, which a text area has as well.
    let field: HtmlInputElement = labelled(root, label, tag).unchecked_into();
    js_sys::Reflect::set(&field, &"value".into(), &text.into()).unwrap();
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    next_frame().await;
    tick().await;
}

fn value(root: &HtmlElement, label: &str, tag: &str) -> String {
    let field = labelled(root, label, tag);
    js_sys::Reflect::get(&field, &"value".into()).unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_pasted_command_runs_and_fills_the_form() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    press(&root, "CLI").await;
    let printed = value(&root, "Command", "textarea");
    assert_eq!(printed, "aws dynamodb scan \\\n  --table-name MedicalTests");
    let command = "aws dynamodb query --table-name MedicalTests --max-items 2 \\\n  \
                   --key-condition-expression 'PK = :p' \\\n  \
                   --expression-attribute-values '{\":p\": {\"S\": \"PATIENT#123\"}}'";
    write(&root, "Command", "textarea", command).await;
    assert!(text(&root, ".explore-request").contains("--max-items 2 isn't part of the request"));
    press(&root, "Run").await;
    assert!(text(&root, ".receipt-of").starts_with("Query · MedicalTests"));
    press(&root, "Form").await;
    assert_eq!(app.draft.with_untracked(|draft| draft.verb.name()), "Query");
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_marked_and_keeps_the_last_result() {
    let (root, _, _handle) = explore(Operation::Scan, json!({ "Limit": 3 }));
    tick().await;
    press(&root, "Run").await;
    let answer = text(&root, "[data-testid=result-count]");
    press(&root, "CLI").await;
    write(&root, "Command", "textarea", "aws dynamodb scan --tabel-name T").await;
    assert_eq!(text(&root, ".ask-mark mark"), "--tabel-name");
    assert!(text(&root, ".ask-mark").contains("Did you mean --table-name?"));
    press(&root, "Run").await;
    let problem = text(&root, "#request-problem");
    assert!(
        problem.contains("AWS CLI command") && problem.contains("Line 1, column 19"),
        "{problem}"
    );
    assert_eq!(text(&root, "[data-testid=result-count]"), answer);
    press(&root, "Form").await;
    assert!(!all(&root, ".ask-mark").is_empty(), "the text is not lost");
}

#[wasm_bindgen_test]
async fn a_table_is_defined_as_code() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    one(&root, "[aria-label='MedicalTests as code']").click();
    next_frame().await;
    tick().await;
    let code = text(&root, ".ask-code");
    assert!(code.contains("Type: AWS::DynamoDB::Table"), "{code}");
    assert!(code.contains("IndexName: GSI3"), "{code}");
    press(&root, "CLI").await;
    let command = value(&root, "Command", "textarea");
    assert!(command.starts_with("aws dynamodb create-table"), "{command}");
    assert_eq!(app.draft.with_untracked(|draft| draft.operation().to_owned()), "CreateTable");
}

#[wasm_bindgen_test]
async fn a_variable_is_asked_for() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    press(&root, "CLI").await;
    write(&root, "Command", "textarea", "aws dynamodb scan --table-name $TABLE").await;
    assert_eq!(app.draft.with_untracked(|draft| draft.asked()), None);
    write(&root, "Value of $TABLE", "textarea", "MedicalTests").await;
    press(&root, "Run").await;
    assert!(text(&root, "[data-testid=result-count]").starts_with("25 items"));
}

#[wasm_bindgen_test]
async fn a_statement_and_code_say_the_same_and_what_they_cannot() {
    let (root, app, _handle) = explore(Operation::Scan, json!({ "Limit": 3 }));
    tick().await;
    press(&root, "PartiQL").await;
    assert!(text(&root, "#request-problem").contains("can't say Limit"));
    write(&root, "Limit", "input", "").await;
    press(&root, "PartiQL").await;
    let statement = value(&root, "Statement", "textarea");
    assert_eq!(statement, "SELECT * FROM \"MedicalTests\"");
    let faces = all(&root, ".ask-modes button").into_iter();
    let code = faces.filter(|face| face.text_content().unwrap() == "Code").collect::<Vec<_>>();
    code[0].click();
    next_frame().await;
    assert!(text(&root, ".ask-code").contains("client.execute_statement("));
    press(&root, "CLI").await;
    let command = value(&root, "Command", "textarea");
    assert!(command.starts_with("aws dynamodb execute-statement"), "{command}");
    press(&root, "Run").await;
    assert!(app.draft.with_untracked(|draft| draft.asked().is_some()));
}
