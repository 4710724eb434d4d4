//! Explore, mounted whole over the article's rows: what a run leaves to be seen.

use std::collections::BTreeMap;

use dynamodb_playground::api::Request;
use dynamodb_playground::datasets::DatasetId;
use dynamodb_playground::engine::Operation;
use dynamodb_playground::ui::model::draft::Draft;
use dynamodb_playground::ui::pages::explore::ExplorePage;
use dynamodb_playground::ui::state::App;
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::places::{all, mount, next_frame, one, text};

/// Explore with this request in its form.
pub fn explore(operation: Operation, more: Json) -> (HtmlElement, App, impl Sized) {
    let (root, app, handle) = mount(ExplorePage);
    ask(app, operation, more);
    (root, app, handle)
}

fn ask(app: App, operation: Operation, more: Json) {
    let mut body = json!({ "TableName": DatasetId::Medical.table() });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    fill(app, operation, &body);
}

/// The same for a request that may name other tables or none.
fn fill(app: App, operation: Operation, body: &Json) {
    app.draft.set(Draft::from_request(operation.name(), body));
}

/// Goes from the result to the data, whose items are drawn once they have room.
async fn look_at_data(root: &HtmlElement) {
    press(root, "Data").await;
    next_frame().await;
    next_frame().await;
    tick().await;
}

/// What the strips say of the items with this mark.
fn marked(root: &HtmlElement, mark: &str) -> Vec<String> {
    all(root, &format!(".strip-item.{mark}")).iter().map(|item| item.title()).collect()
}

pub async fn press(root: &HtmlElement, words: &str) {
    let button = all(root, "button").into_iter().find(|b| {
        let said = b.text_content().unwrap();
        said == words || words == "Run" && b.id() == "run"
    });
    button.unwrap_or_else(|| panic!("no {words} in {}", root.inner_html())).click();
    next_frame().await;
    tick().await;
}

#[wasm_bindgen_test]
async fn the_receipt_is_that_of_the_page_shown() {
    let scan = json!({ "Limit": 4, "ConsistentRead": true });
    let (root, _, _handle) = explore(Operation::Scan, scan);
    tick().await;
    press(&root, "Run").await;
    assert_eq!(text(&root, "[data-testid=receipt-total]"), "2 RCU");
    press(&root, "Next page").await;
    assert_eq!(text(&root, ".receipt-own"), "This page (2 of 2)1 RCU");
    assert_eq!(text(&root, "[data-testid=receipt-total]"), "3 RCU");
    press(&root, "Previous page").await;
    assert_eq!(text(&root, ".receipt-own"), "This page (1 of 2)2 RCU");
    assert_eq!(text(&root, ".receipt-of"), "Scan · MedicalTests · page 1 of 2 so far");
}

/// The field or list with this label.
pub fn labelled(root: &HtmlElement, label: &str, tag: &str) -> HtmlElement {
    let named = |field: &HtmlElement| {
        let said = field.query_selector(".ask-label").unwrap();
        said.is_some_and(|said| said.text_content().as_deref() == Some(label))
    };
    let field = all(root, ".ask-field").into_iter().find(named);
    one(&field.unwrap_or_else(|| panic!("no {label}")), tag)
}

#[wasm_bindgen_test]
async fn typing_leaves_the_caret_and_the_focus_where_they_are() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    let field: HtmlInputElement = labelled(&root, "Limit", "input").unchecked_into();
    field.focus().unwrap();
    field.set_value("125");
    field.set_selection_range(2, 2).unwrap();
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    tick().await;
    assert_eq!(app.draft.with_untracked(|draft| draft.limit.clone()), "125");
    assert_eq!(field.selection_start().unwrap(), Some(2));
    assert!(document().active_element().is_some_and(|at| at.is_same_node(Some(&field))));
}

#[wasm_bindgen_test]
async fn lists_show_what_the_request_asks_for_whatever_was_picked_before() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    let operation: HtmlSelectElement = labelled(&root, "Operation", "select").unchecked_into();
    assert_eq!(operation.value(), "Scan");
    operation.set_value("GetItem");
    operation.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    tick().await;
    assert_eq!(app.draft.with_untracked(|draft| draft.operation().to_owned()), "GetItem");
    let by_index = json!({
        "IndexName": "GSI1",
        "KeyConditionExpression": "GSI1PK = :doctor",
        "ExpressionAttributeValues": { ":doctor": { "S": "DOCTOR#1" } },
    });
    ask(app, Operation::Query, by_index);
    tick().await;
    assert_eq!(operation.value(), "Query");
    let index: HtmlSelectElement = labelled(&root, "Index", "select").unchecked_into();
    assert_eq!(index.value(), "GSI1");
    press(&root, "JSON").await;
    assert_eq!(operation.value(), "Query");
    assert_eq!(operation.length() as usize, Operation::ALL.len(), "every operation is offered");
}

#[wasm_bindgen_test]
async fn the_answer_is_there_again_on_coming_back() {
    let here = RwSignal::new(true);
    let (root, app, _handle) = mount(move || move || here.get().then(ExplorePage));
    ask(app, Operation::Scan, json!({ "Limit": 2 }));
    tick().await;
    press(&root, "Run").await;
    let shown = text(&root, ".explore-answer");
    assert!(shown.contains("2 items"), "{shown}");
    here.set(false);
    tick().await;
    here.set(true);
    tick().await;
    assert_eq!(text(&root, ".explore-answer"), shown);
    look_at_data(&root).await;
    assert_eq!(all(&root, ".strip-item.is-kept").len(), 2);
    assert!(text(&root, ".receipt-of").starts_with("Scan"));
}

#[wasm_bindgen_test]
async fn a_run_over_all_pages_goes_on_when_one_leaves_at_once() {
    let here = RwSignal::new(true);
    let (root, app, _handle) = mount(move || move || here.get().then(ExplorePage));
    ask(app, Operation::Scan, json!({ "Limit": 10 }));
    tick().await;
    let all_pages = all(&root, "button").into_iter();
    let mut all_pages = all_pages.filter(|b| b.text_content().unwrap() == "Run all pages");
    all_pages.next().unwrap().click();
    here.set(false);
    tick().await;
    // A task for each page, and the last one has no key to go on from.
    for _ in 0..1_000 {
        if app.run.with_untracked(Option::is_some) {
            break;
        }
        next_frame().await;
    }
    here.set(true);
    tick().await;
    assert!(text(&root, ".explore-answer").contains("page 3 of 3"));
    look_at_data(&root).await;
    assert_eq!(all(&root, ".strip-item.is-kept").len(), all(&root, ".strip-item").len());
}

#[wasm_bindgen_test]
async fn an_item_that_was_put_is_marked_among_the_data() {
    let item = json!({ "Item": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "NOTE#1" } } });
    let (root, _, _handle) = explore(Operation::PutItem, item);
    tick().await;
    press(&root, "Run").await;
    look_at_data(&root).await;
    let marked = all(&root, ".strip-item.is-written");
    assert_eq!(marked.len(), 1);
    assert!(marked[0].title().contains("NOTE#1") && marked[0].title().ends_with(", written"));
    assert!(all(&root, "[aria-label='Selected item']").is_empty());
}

/// A document has one style sheet of Explore, whichever test came first.
fn with_styles(root: &HtmlElement) {
    let style = document().create_element("style").unwrap();
    let sheets = [include_str!("../../style/strips.css"), include_str!("../../style/explore.css")];
    style.set_text_content(Some(&sheets.concat()));
    root.append_child(&style).unwrap();
}

#[wasm_bindgen_test]
async fn each_segment_of_a_scan_marks_its_own_rows() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    let mut seen = Vec::new();
    for segment in 0..2 {
        ask(app, Operation::Scan, json!({ "Segment": segment, "TotalSegments": 2 }));
        tick().await;
        press(&root, "Run").await;
        look_at_data(&root).await;
        let items = all(&root, ".strip-item").into_iter();
        let marks = items.map(|item| (item.id(), item.class_list().contains("is-kept")));
        seen.push(marks.collect::<BTreeMap<_, _>>());
    }
    assert!(seen.iter().all(|marks| marks.values().any(|marked| *marked)));
    // What is out of sight is not in the page.
    let both = seen[0].iter().filter_map(|(id, mark)| Some((mark, seen[1].get(id)?)));
    let both: Vec<_> = both.collect();
    assert!(!both.is_empty() && both.iter().all(|(first, second)| first != second), "{seen:?}");
}

#[wasm_bindgen_test]
async fn a_statement_marks_what_it_returned_and_what_it_filtered_out() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    let text = "SELECT * FROM \"MedicalTests\" WHERE PK = 'PATIENT#123' AND contains(SK, 'TEST')";
    fill(app, Operation::ExecuteStatement, &json!({ "Statement": text }));
    tick().await;
    press(&root, "Run").await;
    look_at_data(&root).await;
    let returned = marked(&root, "is-kept");
    assert!(!returned.is_empty() && returned.iter().all(|said| said.contains("TEST")));
    assert!(returned.iter().all(|said| said.ends_with(", returned")));
    let filtered_out = marked(&root, "is-filtered");
    assert!(!filtered_out.is_empty() && !filtered_out.iter().any(|said| said.contains("TEST")));
}

#[wasm_bindgen_test]
async fn a_transaction_marks_every_item_that_it_wrote() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    let put = |key: &str| {
        let item = json!({ "PK": { "S": key }, "SK": { "S": "NOTE#7" } });
        json!({ "Put": { "TableName": DatasetId::Medical.table(), "Item": item } })
    };
    let actions = ["PATIENT#123", "PATIENT#456", "PATIENT#999"].map(put);
    fill(app, Operation::TransactWriteItems, &json!({ "TransactItems": actions }));
    tick().await;
    press(&root, "Run").await;
    look_at_data(&root).await;
    let written = marked(&root, "is-written");
    assert_eq!(written.len(), 3);
    assert!(written.iter().all(|said| said.contains("NOTE#7") && said.ends_with(", written")));
}

#[wasm_bindgen_test]
async fn an_entry_of_an_index_is_edited_as_the_whole_item() {
    let (root, app, _handle) = explore(Operation::Scan, json!({ "IndexName": "GSI1" }));
    tick().await;
    all(&root, ".strip-item")[0].click();
    tick().await;
    press(&root, "Edit (Put)").await;
    let item = app.draft.with_untracked(|draft| draft.item.clone());
    let item: Json = serde_json::from_str(&item).unwrap();
    let key = json!({ "PK": item["PK"], "SK": item["SK"] });
    let get = json!({ "TableName": DatasetId::Medical.table(), "Key": key });
    let whole = app.send(Request::new(Operation::GetItem, get));
    let whole = whole.response.as_ref().unwrap().to_json();
    assert_eq!(whole["Item"], item);
}

#[wasm_bindgen_test]
async fn the_way_to_the_next_page_keeps_its_place() {
    let (root, _, _handle) = explore(Operation::Scan, json!({ "Limit": 2 }));
    with_styles(&root);
    root.set_attribute("style", "width: 1100px").unwrap();
    tick().await;
    press(&root, "Run").await;
    let place = || {
        let next = all(&root, ".answer-paging button").remove(1);
        next.offset_top() - all(&root, ".explore-answer")[0].offset_top()
    };
    let first = place();
    press(&root, "Next page").await;
    assert_eq!(place(), first);
}

/// The element that has the keyboard.
fn focused() -> web_sys::Element {
    document().active_element().unwrap()
}

#[wasm_bindgen_test]
async fn a_rejected_request_points_at_its_field_until_that_is_changed() {
    let query = json!({ "KeyConditionExpression": "PK = :p",
        "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } },
        "IndexName": "GSI1", "ConsistentRead": true });
    let (root, _app, _handle) = explore(Operation::Query, query);
    tick().await;
    press(&root, "Run").await;
    next_frame().await;
    // The key condition is about the table's partition key, which the index doesn't have.
    let marked = one(&root, "[aria-invalid=true]");
    assert_eq!(all(&root, "[aria-invalid=true]").len(), 1);
    assert!(focused().is_same_node(Some(&marked)), "the keyboard is in the field");
    let words = marked.get_attribute("aria-describedby").unwrap();
    assert!(text(&root, &format!("#{words}")).starts_with("ValidationException"));
    labelled(&root, "Limit", "input").unchecked_ref::<HtmlInputElement>().set_value("3");
    let typed = web_sys::Event::new("input").unwrap();
    labelled(&root, "Limit", "input").dispatch_event(&typed).unwrap();
    tick().await;
    assert!(all(&root, "[aria-invalid=true]").is_empty(), "something was changed");
}

#[wasm_bindgen_test]
async fn what_keeps_a_draft_from_running_is_marked_in_the_form() {
    let (root, app, _handle) =
        explore(Operation::PutItem, json!({ "Item": { "PK": { "S": "a" } } }));
    tick().await;
    app.draft.update(|draft| draft.item = "{".to_owned());
    tick().await;
    press(&root, "Run").await;
    next_frame().await;
    let item: HtmlElement = labelled(&root, "Item as DynamoDB JSON or plain JSON", "textarea");
    assert_eq!(item.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(focused().is_same_node(Some(&item)));
    let words = item.get_attribute("aria-describedby").unwrap();
    assert!(text(&root, &format!("#{words}")).starts_with("Item"));
    app.draft.update(|draft| draft.item = r#"{"PK": "a", "SK": "b"}"#.to_owned());
    tick().await;
    assert!(!item.has_attribute("aria-invalid"), "it is mended");
    press(&root, "Run").await;
    assert!(!text(&root, ".answer-empty").is_empty(), "it is written");
}

/// Changes what the operation's list says, as a person does.
async fn choose_operation(root: &HtmlElement, name: &str) {
    let operation: HtmlSelectElement = labelled(root, "Operation", "select").unchecked_into();
    operation.set_value(name);
    operation.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    tick().await;
}

fn create_orders(app: App) {
    let body = json!({
        "TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
    });
    assert!(app.send(Request::new(Operation::CreateTable, body)).response.is_ok());
}

#[wasm_bindgen_test]
async fn data_of_a_table_that_was_deleted_gives_way_to_another_tables() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    create_orders(app);
    fill(app, Operation::DeleteTable, &json!({ "TableName": "Orders" }));
    tick().await;
    assert!(text(&root, ".explore-data").contains("This table is empty"));
    press(&root, "Run").await;
    press(&root, "Delete table").await;
    for _ in 0..100 {
        next_frame().await;
        if text(&root, "[data-testid=shown]").contains("25 items") {
            break;
        }
    }
    let shown: HtmlSelectElement = one(&root, ".explore-data select").unchecked_into();
    assert_eq!(shown.value(), DatasetId::Medical.table());
    let data = text(&root, "[data-testid=shown]");
    assert!(data.contains("MedicalTests") && data.contains("25 items in"), "{data}");
}

#[wasm_bindgen_test]
async fn a_table_is_deleted_only_after_a_yes() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    press(&root, "JSON").await;
    choose_operation(&root, "DeleteTable").await;
    let body = text(&root, ".explore-request");
    assert!(body.contains("Deletes a table with all its items"), "{body}");
    press(&root, "Run").await;
    let question = text(&root, "[role=alertdialog]");
    assert!(question.contains("Delete MedicalTests and its 25 items?"), "{question}");
    assert!(app.run.with_untracked(Option::is_none), "nothing has run");
    press(&root, "Keep table").await;
    assert!(all(&root, "[role=alertdialog]").is_empty());
    assert!(app.look_once(|inspect| inspect.tables().len() == 1));
}

#[wasm_bindgen_test]
async fn another_operation_in_json_has_a_body_of_its_own() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    fill(app, Operation::CreateTable, &json!({ "TableName": "Mine" }));
    tick().await;
    choose_operation(&root, "PutItem").await;
    let raw = app.draft.with_untracked(|draft| draft.raw.is_none());
    assert!(raw, "the form has fields for PutItem");
    choose_operation(&root, "UpdateTable").await;
    let body = app.draft.with_untracked(|draft| draft.to_request().unwrap());
    assert_eq!(body["TableName"], DatasetId::Medical.table());
    assert!(body.get("StreamSpecification").is_some(), "{body}");
    choose_operation(&root, "CreateTable").await;
    let body = app.draft.with_untracked(|draft| draft.to_request().unwrap());
    assert_eq!(body, json!({ "TableName": "Mine" }), "what was typed is there again");
}

#[wasm_bindgen_test]
async fn a_query_that_becomes_a_scan_keeps_its_condition_and_disowns_the_old_result() {
    let query = json!({ "KeyConditionExpression": "PK = :p",
        "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } } });
    let (root, app, _handle) = explore(Operation::Query, query);
    tick().await;
    press(&root, "Run").await;
    assert!(all(&root, "[data-testid=earlier]").is_empty());
    choose_operation(&root, "Scan").await;
    let body = app.draft.with_untracked(|draft| draft.to_request().unwrap());
    assert_eq!(body["FilterExpression"], "PK = :v0");
    assert!(text(&root, "[data-testid=earlier]").contains("You've changed the request"));
    choose_operation(&root, "Query").await;
    assert!(all(&root, "[data-testid=earlier]").is_empty(), "it is the same question again");
}

#[wasm_bindgen_test]
async fn a_filter_without_an_attribute_is_an_error_at_its_field() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    press(&root, "Add filter").await;
    app.draft.update(|draft| draft.filter.rows[0].first.text = "Pending".to_owned());
    press(&root, "Run").await;
    next_frame().await;
    assert!(app.run.with_untracked(Option::is_none), "nothing has run");
    let field = one(&root, "[aria-label='Filter 1'] input");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(text(&root, "[role=alert].ask-problem").contains("Enter the attribute to compare"));
}

#[wasm_bindgen_test]
async fn a_clock_that_stands_still_is_seen_while_its_panel_is_closed() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    assert!(text(&root, "[data-testid=service] > summary").contains("off"));
    let now = app.now();
    app.service.update(|service| {
        service.clock.set_pace(dynamodb_playground::ui::model::clock::Pace::Paused, now);
    });
    tick().await;
    let summary = text(&root, "[data-testid=service] > summary");
    assert!(summary.contains("clock paused"), "{summary}");
}

#[wasm_bindgen_test]
async fn a_condition_that_was_false_is_not_called_a_transaction() {
    let body = json!({ "Key": { "PK": { "S": "nobody" }, "SK": { "S": "x" } },
        "ConditionExpression": "attribute_exists(PK)" });
    let (root, _, _handle) = explore(Operation::DeleteItem, body);
    tick().await;
    press(&root, "Run").await;
    let said = text(&root, ".receipt-rejected");
    assert!(said.starts_with("The condition was false"), "{said}");
    assert!(!said.contains("transaction"), "{said}");
}

#[wasm_bindgen_test]
async fn a_row_of_the_result_opens_and_is_found_among_the_data() {
    let (root, app, _handle) = explore(Operation::Scan, json!({ "Limit": 2 }));
    tick().await;
    press(&root, "Run").await;
    one(&root, "#answer-row-1").click();
    tick().await;
    let item = text(&root, "#opened-item");
    assert!(item.contains("\"PK\"") && item.contains("Edit (Put)"), "{item}");
    press(&root, "Show in Data").await;
    assert_eq!(
        root.query_selector(".explore").unwrap().unwrap().get_attribute("data-lower").unwrap(),
        "Data"
    );
    assert!(!all(&root, "#selected-item").is_empty());
    one(&root, "#opened-item [aria-label='Close item']").click();
    tick().await;
    assert!(all(&root, "#opened-item").is_empty());
    assert!(app.run.with_untracked(Option::is_some));
}

#[wasm_bindgen_test]
async fn a_request_of_the_history_comes_back_and_runs_again() {
    let (root, app, _handle) = explore(Operation::Scan, json!({ "Limit": 2 }));
    tick().await;
    assert!(all(&root, "[data-testid=history]").is_empty());
    press(&root, "Run").await;
    ask(app, Operation::Scan, json!({ "Limit": 3 }));
    tick().await;
    press(&root, "Run").await;
    let entries = all(&root, "[data-testid=history] .catalogue-pattern");
    assert_eq!(entries.len(), 2);
    let said = entries[1].text_content().unwrap();
    assert!(said.contains("Scan") && said.contains("2 items, 0.5 RCU"), "{said}");
    entries[1].click();
    tick().await;
    assert_eq!(app.draft.with_untracked(|draft| draft.limit.clone()), "2");
    all(&root, ".history-again")[0].click();
    tick().await;
    let limit = app.run.with_untracked(|run| run.as_ref().unwrap().request.body["Limit"].clone());
    assert_eq!(limit, 3, "the newest ran again");
}

#[wasm_bindgen_test]
async fn an_index_says_its_keys_and_what_it_projects() {
    let (root, _, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    let shapes: Vec<_> =
        all(&root, ".catalogue-shape").iter().map(|shape| shape.text_content().unwrap()).collect();
    assert_eq!(shapes[0], "PK, SK");
    assert_eq!(shapes[1], "GSI · GSI1PK, GSI1SK · projects all attributes");
}

#[wasm_bindgen_test]
async fn the_splitter_moves_by_keys_within_its_bounds() {
    let (root, app, _handle) = explore(Operation::Scan, json!({}));
    tick().await;
    let splitter = one(&root, "[role=separator]");
    let press = |key: &str| {
        let body = "element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))";
        let press = js_sys::Function::new_with_args("element, key", body);
        press.call2(&wasm_bindgen::JsValue::NULL, &splitter, &key.into()).unwrap();
    };
    let before = app.split.get_untracked();
    press("ArrowDown");
    assert!(app.split.get_untracked() > before);
    press("End");
    tick().await;
    let value = |name: &str| splitter.get_attribute(name).unwrap();
    assert_eq!(value("aria-valuenow"), value("aria-valuemax"));
    press("Home");
    tick().await;
    assert_eq!(value("aria-valuenow"), value("aria-valuemin"));
}

#[wasm_bindgen_test]
async fn what_turns_the_direction_of_reading_is_written_out() {
    let item = json!({ "Item": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "NOTE#\u{202e}1" } } });
    let (root, _, _handle) = explore(Operation::PutItem, item);
    tick().await;
    press(&root, "Run").await;
    look_at_data(&root).await;
    let shown = all(&root, ".strip-item.is-written").remove(0).title();
    assert!(shown.contains("NOTE#\\u202e1") && !shown.contains('\u{202e}'), "{shown}");
}
