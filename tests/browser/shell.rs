//! Receipt, meter and notices, each mounted into an element of its own and read as a person or a
//! screen reader reads it.

use std::sync::Arc;

use crate::stage::fresh;
use dynamodb_playground::capacity::{
    Consistency, ReadItem, Receipt, TableOrIndex, charge_failed_write, charge_page,
};
use dynamodb_playground::model::{AttributeName, TableName, Value};
use dynamodb_playground::store::Row;
use dynamodb_playground::ui::components::meter::MeterPanel;
use dynamodb_playground::ui::components::receipt::ReceiptCard;
use dynamodb_playground::ui::dom::panic;
use dynamodb_playground::ui::frame::NoticeBar;
use dynamodb_playground::ui::model::learn::progress::Progress;
use dynamodb_playground::ui::model::meter::Meter;
use dynamodb_playground::ui::model::notice::{Notice, Subject};
use dynamodb_playground::ui::model::receipt::Bill;
use dynamodb_playground::ui::state::{App, Learn};
use dynamodb_playground::workspace::{StorageFault, WorkspaceError};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

fn all(root: &HtmlElement, selector: &str) -> Vec<Element> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
}

fn text(root: &HtmlElement, selector: &str) -> String {
    let found = root.query_selector(selector).unwrap();
    found.unwrap_or_else(|| panic!("no {selector}")).text_content().unwrap()
}

fn button(root: &HtmlElement, name: &str) -> HtmlElement {
    let named = |element: &Element| element.text_content().as_deref() == Some(name);
    let found = all(root, "button").into_iter().find(named);
    found.unwrap_or_else(|| panic!("no button {name}")).unchecked_into()
}

fn table() -> TableName {
    TableName::parse("MedicalTests").unwrap()
}

/// A row of so many bytes: a name of one and a text.
fn row(bytes: usize) -> Arc<Row> {
    let name = AttributeName::parse("a").unwrap();
    Arc::new(Row::new([(name, Value::text(&"x".repeat(bytes - 1)))].into_iter().collect()))
}

fn query(sizes: &[(usize, bool)]) -> Receipt {
    let item = |&(bytes, passed): &(usize, bool)| ReadItem { row: row(bytes), passed };
    let items = sizes.iter().map(item).collect();
    Receipt::from_read(table(), charge_page(TableOrIndex::Table, Consistency::Eventual, items))
}

fn mount_receipt(receipt: Option<Receipt>, rejected: bool) -> (HtmlElement, impl Sized) {
    let root = fresh();
    let bill = receipt.and_then(|receipt| Bill::of(&[receipt], rejected));
    let handle = mount_to(root.clone(), move || {
        let bill = Signal::derive(move || bill.clone());
        view! { <ReceiptCard bill of="Query · MedicalTests".to_owned()/> }
    });
    (root, handle)
}

#[wasm_bindgen_test]
fn a_receipt_names_its_total() {
    let (root, _page) = mount_receipt(Some(query(&[(300, true), (312, true)])), false);
    assert_eq!(text(&root, "[data-testid=receipt-total]"), "0.5 RCU");
}

#[wasm_bindgen_test]
fn a_receipt_says_its_drawing_in_words() {
    let (root, _page) = mount_receipt(Some(query(&[(3_000, true), (3_000, false)])), false);
    let drawing = root.query_selector("[role=img]").unwrap().unwrap();
    let words = drawing.get_attribute("aria-label").unwrap();
    assert_eq!(words, "2 × 4 KB blocks holding 6,000 B: 1 item returned, 1 item filtered out");
}

#[wasm_bindgen_test]
fn what_was_filtered_out_is_hollow_and_still_in_its_box() {
    let (root, _page) = mount_receipt(Some(query(&[(1_000, true), (1_000, false)])), false);
    let items = all(&root, ".receipt-box .charge-item");
    let hollow = |item: &Element| item.class_list().contains("charge-item-dropped");
    assert_eq!(items.iter().map(hollow).collect::<Vec<_>>(), [false, true]);
}

#[wasm_bindgen_test]
fn a_receipt_stands_as_a_table_too() {
    let (root, _page) = mount_receipt(Some(query(&[(612, true)])), false);
    let cells =
        all(&root, "tbody tr > *").iter().filter_map(|e| e.text_content()).collect::<Vec<_>>();
    assert_eq!(cells, ["table", "612 B", "1", "0.5 RCU"]);
}

#[wasm_bindgen_test]
fn a_failed_condition_still_shows_its_bill() {
    let rejected = Receipt::from_writes(table(), vec![charge_failed_write(Some(row(1_500)), None)]);
    let (root, _page) = mount_receipt(Some(rejected), true);
    assert_eq!(text(&root, "[data-testid=receipt-total]"), "2 WCU");
    assert!(text(&root, ".receipt-rejected").contains("condition was false"));
}

#[wasm_bindgen_test]
fn a_request_that_reached_no_table_is_told_to_be_free() {
    let (root, _page) = mount_receipt(None, false);
    assert!(text(&root, ".receipt-empty").contains("costs nothing"));
}

#[wasm_bindgen_test]
fn an_empty_receipt_says_what_would_be_there() {
    let root = fresh();
    let _page = mount_to(root.clone(), || {
        let bill = Signal::derive(|| None);
        view! { <ReceiptCard bill of=String::new()/> }
    });
    assert!(text(&root, ".receipt-empty").contains("Run a request"));
}

fn mount_meter() -> (HtmlElement, RwSignal<Meter>, impl Sized) {
    let root = fresh();
    let meter = RwSignal::new(Meter::default());
    let handle = mount_to(root.clone(), move || {
        view! { <MeterPanel meter on_reset=move |()| meter.set(Meter::default())/> }
    });
    (root, meter, handle)
}

#[wasm_bindgen_test]
async fn the_meter_follows_what_is_used() {
    let (root, meter, _page) = mount_meter();
    meter.update(|meter| meter.add(&[query(&[(5_000, true)])], 1_000));
    tick().await;
    assert_eq!(text(&root, "[data-testid=meter-rcu]"), "1");
    assert_eq!(text(&root, "[data-testid=meter-wcu]"), "0");
}

#[wasm_bindgen_test]
async fn the_meter_goes_back_to_zero() {
    let (root, meter, _page) = mount_meter();
    meter.update(|meter| meter.add(&[query(&[(5_000, true)])], 1_000));
    tick().await;
    button(&root, "Reset meter").click();
    tick().await;
    assert_eq!(text(&root, "[data-testid=meter-rcu]"), "0");
}

fn mount_notices() -> (HtmlElement, App, impl Sized) {
    mount_notices_with(Learn::new())
}

fn mount_notices_with(learn: Learn) -> (HtmlElement, App, impl Sized) {
    let root = fresh();
    let app = App::new();
    let handle = mount_to(root.clone(), move || {
        provide_context(app);
        provide_context(learn);
        view! { <NoticeBar/> }
    });
    (root, app, handle)
}

#[wasm_bindgen_test]
async fn a_notice_is_read_out_and_goes_when_dismissed() {
    let (root, app, _page) = mount_notices();
    app.notify(Notice::of_fault(StorageFault::Full));
    tick().await;
    assert!(text(&root, "[role=status] [data-testid=notice]").contains("Storage is full"));
    button(&root, "Dismiss").click();
    tick().await;
    assert!(all(&root, "[data-testid=notice]").is_empty());
}

#[wasm_bindgen_test]
async fn a_newer_workspace_offers_every_way_on() {
    let (root, app, _page) = mount_notices();
    app.notify(Notice::unreadable(WorkspaceError::NewerVersion(9)));
    tick().await;
    for way in ["Reload", "Export saved data", "Discard saved data"] {
        button(&root, way);
    }
}

#[wasm_bindgen_test]
async fn progress_that_was_taken_for_a_workspace_is_added_where_it_belongs() {
    let learn = Learn::new();
    let (root, app, _page) = mount_notices_with(learn);
    let mut done = Progress::new(1);
    done.finish_step("a", "b", 2);
    learn.brought.set_value(Some(done));
    app.notify(Notice::progress_file());
    tick().await;
    button(&root, "Import progress").click();
    tick().await;
    assert!(text(&root, "[data-testid=notice]").contains("was added to yours"));
    assert!(learn.progress.with_untracked(|progress| progress.has_finished("a", "b")));
}

#[wasm_bindgen_test]
async fn news_replace_old_news_on_the_same_subject() {
    let (root, app, _page) = mount_notices();
    app.notify(Notice::info(Subject::Loading, "first"));
    app.notify(Notice::info(Subject::Loading, "second"));
    tick().await;
    let texts: Vec<_> = all(&root, ".notice p").iter().filter_map(|e| e.text_content()).collect();
    assert_eq!(texts, ["second"]);
}

#[wasm_bindgen_test]
fn a_failure_is_reported_with_a_way_back() {
    panic::report("the details");
    let body: HtmlElement = document().body().unwrap();
    assert!(text(&body, "[role=alertdialog]").contains("the details"));
    let links = all(&body, "[role=alertdialog] a");
    assert_eq!(links.last().and_then(|e| e.text_content()).as_deref(), Some("Reload"));
    body.query_selector("[role=alertdialog]").unwrap().unwrap().remove();
}
