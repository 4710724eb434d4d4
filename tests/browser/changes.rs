//! Changes, mounted whole over the article's rows: records come in live, one opens, and the scrubber
//! goes back and forth.

use dynamodb_playground::api::{Operation, Request};
use dynamodb_playground::ui::model::changes::view::View;
use dynamodb_playground::ui::pages::changes::ChangesPage;
use leptos::prelude::Set;
use leptos::task::tick;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::places::{all, mount, next_frame, one, text};

const TABLE: &str = "MedicalTests";

fn put(note: &str) -> Request {
    let item = json!({ "PK": { "S": "PATIENT#9" }, "SK": { "S": note } });
    Request { operation: Operation::PutItem, body: json!({ "TableName": TABLE, "Item": item }) }
}

#[wasm_bindgen_test]
async fn a_record_comes_in_and_opens() {
    let (root, app, _handle) = mount(ChangesPage);
    tick().await;
    assert!(text(&root, "[data-testid=stream-state]").contains("no stream"));
    one(&root, ".changes-stream .primary").click();
    tick().await;
    assert!(text(&root, "[data-testid=stream-state]").contains("ENABLED, NEW_AND_OLD_IMAGES"));
    app.send(put("NOTE#<i>1</i>"));
    tick().await;
    assert_eq!(text(&root, "[data-testid=record-count]"), "1 record");
    let chip = one(&root, ".changes-chip");
    chip.click();
    tick().await;
    assert!(text(&root, "[data-testid=record]").contains("PATIENT#9 · NOTE#<i>1</i>"));
    assert_eq!(all(&root, "[data-testid=iterators] > div").len(), 5);
}

#[wasm_bindgen_test]
async fn the_scrubber_shows_the_data_as_it_was() {
    let (root, app, _handle) = mount(ChangesPage);
    app.changes_view.set(View::History);
    app.send(put("NOTE#1"));
    tick().await;
    let extents = |root: &web_sys::HtmlElement| text(root, "[data-testid=extents] dd");
    let now = extents(&root);
    one(&root, "[aria-label='One event back']").click();
    while extents(&root) == now {
        next_frame().await;
    }
    assert!(text(&root, "[data-testid=past]").contains("another state of your data"));
    one(&root, "[data-testid=past] .primary").click();
    tick().await;
    assert!(all(&root, "[data-testid=past]").is_empty(), "it is the present now");
    assert_ne!(extents(&root), now);
}
