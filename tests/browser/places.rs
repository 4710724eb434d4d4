//! The places Compare, Partitions and Quiz, each mounted whole over the article's rows.

use crate::stage::fresh;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use dynamodb_playground::api::Request;
use dynamodb_playground::api::json::item_to_json;
use dynamodb_playground::datasets::{
    DatasetId, Recipe, Size, access_patterns, items, table_request,
};
use dynamodb_playground::engine::Operation;
use dynamodb_playground::ui::dom::route::{arrive, fragment, go};
use dynamodb_playground::ui::model::draft::Draft;
use dynamodb_playground::ui::model::glossary::{GLOSSARY, Term};
use dynamodb_playground::ui::pages::compare::ComparePage;
use dynamodb_playground::ui::pages::glossary::GlossaryPage;
use dynamodb_playground::ui::pages::partitions::DataPage;
use dynamodb_playground::ui::state::App;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

const MEDICAL: DatasetId = DatasetId::Medical;

/// A place over the rows of the article, and the state behind it.
pub fn mount<V: IntoView + 'static>(
    place: impl FnOnce() -> V + 'static,
) -> (HtmlElement, App, impl Sized) {
    let root = fresh();
    let kept = Rc::new(Cell::new(None));
    let keep = kept.clone();
    let handle = mount_to(root.clone(), move || {
        let app = App::new();
        fill(app);
        keep.set(Some(app));
        provide_context(app);
        place()
    });
    (root, kept.get().unwrap(), handle)
}

fn fill(app: App) {
    app.send(table_request(MEDICAL));
    for item in items(&Recipe::new(MEDICAL, Size::Article)) {
        let body = json!({ "TableName": MEDICAL.table(), "Item": item_to_json(&item) });
        let put = app.send(Request { operation: Operation::PutItem, body });
        assert!(put.response.is_ok());
    }
}

fn bookings() -> Request {
    access_patterns(MEDICAL).remove(0).request
}

fn scan() -> Request {
    Request { operation: Operation::Scan, body: json!({ "TableName": MEDICAL.table() }) }
}

pub fn all(root: &HtmlElement, selector: &str) -> Vec<HtmlElement> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
}

pub fn one(root: &HtmlElement, selector: &str) -> HtmlElement {
    let found = root.query_selector(selector).unwrap();
    found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

pub fn text(root: &HtmlElement, selector: &str) -> String {
    one(root, selector).text_content().unwrap()
}

pub fn type_into(element: HtmlElement, value: &str, event: &str) {
    element.unchecked_ref::<HtmlInputElement>().set_value(value);
    let fire = "element.dispatchEvent(new Event(name, { bubbles: true }))";
    let fire = js_sys::Function::new_with_args("element, name", fire);
    fire.call2(&wasm_bindgen::JsValue::NULL, &element, &event.into()).unwrap();
}

/// Goes on, frame by frame, until something is there; the frames are the page's own clock.
async fn appears(root: &HtmlElement, selector: &str) -> Element {
    for _ in 0..1_000 {
        if let Some(found) = root.query_selector(selector).unwrap() {
            return found;
        }
        next_frame().await;
    }
    panic!("{selector} never appeared in {}", root.inner_html());
}

/// Waits for the next frame to be drawn.
pub async fn next_frame() {
    let drawn = Rc::new(Cell::new(false));
    let waker = Rc::new(Cell::new(None::<Waker>));
    let (set, wake) = (drawn.clone(), waker.clone());
    request_animation_frame(move || {
        set.set(true);
        if let Some(waker) = wake.take() {
            waker.wake();
        }
    });
    poll_fn(move |context| {
        waker.set(Some(context.waker().clone()));
        if drawn.get() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_query_lands_in_one_partition_and_a_scan_in_all() {
    let (root, app, _handle) = mount(DataPage);
    app.send(bookings());
    tick().await;
    assert!(text(&root, "[data-testid=landing]").contains("of 4. The hash of the partition key"));
    assert_eq!(all(&root, ".partition-card.touched").len(), 1);
    app.send(scan());
    tick().await;
    assert!(text(&root, "[data-testid=landing]").contains("read all 4 partitions"));
    assert_eq!(all(&root, ".partition-card.touched").len(), 4);
}

#[wasm_bindgen_test]
async fn every_item_stays_in_some_partition_whatever_their_number() {
    let (root, app, _handle) = mount(DataPage);
    let total = items(&Recipe::new(MEDICAL, Size::Article)).count();
    for count in ["1", "7", "32"] {
        type_into(one(&root, "input[type=range]"), count, "input");
        tick().await;
        let cards = all(&root, "[data-testid^=partition-]");
        assert_eq!(cards.len().to_string(), count);
        let held = all(&root, ".partition-items").into_iter().map(|card| {
            let words = card.text_content().unwrap();
            words.split(' ').next().unwrap().parse::<usize>().unwrap()
        });
        assert_eq!(held.sum::<usize>(), total);
    }
    assert_eq!(app.partition_count.get_untracked(), 32);
}

#[wasm_bindgen_test]
async fn a_number_out_of_bounds_is_set_back_each_time() {
    let (root, _, _handle) = mount(DataPage);
    let field = one(&root, "input[type=number]");
    for _ in 0..2 {
        type_into(field.clone(), "40", "change");
        tick().await;
        assert_eq!(field.unchecked_ref::<HtmlInputElement>().value(), "32");
    }
}

#[wasm_bindgen_test]
async fn a_typed_key_is_placed_where_its_query_lands() {
    let (root, app, _handle) = mount(DataPage);
    app.send(bookings());
    type_into(one(&root, ".prober input"), "PATIENT#123", "input");
    tick().await;
    let notes = all(&root, ".partition-card.touched .partition-note");
    let notes: Vec<_> = notes.iter().map(|note| note.text_content().unwrap()).collect();
    assert_eq!(notes, ["▼ last request", "◆ your key"]);
    assert!(text(&root, "[data-testid=probe]").contains("of 4"));
}

#[wasm_bindgen_test]
async fn without_items_the_place_offers_to_load_some() {
    let (root, app, _handle) = mount(DataPage);
    let body = json!({ "TableName": MEDICAL.table() });
    app.send(Request { operation: Operation::DeleteTable, body });
    tick().await;
    assert!(text(&root, ".partitions-empty button").contains("Load Medical"));
}

#[wasm_bindgen_test]
async fn both_ways_return_the_same_rows_and_the_ratio_is_told() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    one(&root, "[data-testid=run]").click();
    let ratio = appears(&root, "[data-testid=compare-ratio]").await.text_content().unwrap();
    assert!(ratio.starts_with("The Scan evaluated "), "{ratio}");
    assert!(text(&root, ".compare-rows").contains("Same result: both returned the same"));
    let kept = |side: &str| text(&root, &format!("[data-testid={side}] .lane-totals"));
    let of = |words: String| words.rsplit(", ").next().unwrap().to_owned();
    assert_eq!(of(kept("compare-query")), of(kept("compare-scan")));
}

#[wasm_bindgen_test]
async fn what_each_side_costs_is_drawn_to_one_scale() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    one(&root, "[data-testid=run]").click();
    appears(&root, "[data-testid=compare-ratio]").await;
    let width = |side: &str| {
        let bar = one(&root, &format!("[data-testid={side}] .compare-blocks-track > span"));
        bar.style().get_property_value("width").unwrap()
    };
    let words = |side: &str| text(&root, &format!("[data-testid={side}] .compare-blocks"));
    assert!(words("compare-query").starts_with("1 block of 4 KB, 0.5 RCU"));
    assert!(width("compare-scan").contains("100%"), "{}", words("compare-scan"));
    assert!(!width("compare-query").contains("100%"), "{}", words("compare-query"));
}

#[wasm_bindgen_test]
async fn a_link_that_was_just_pressed_is_not_written_over() {
    let (_, app, _handle) = mount(ComparePage);
    let place = app.place.get_untracked();
    go("#/quiz");
    // What Explore shows is written a moment later, when the page hasn't heard of the link yet.
    app.rewrite_address(place, place.fragment());
    assert_eq!(fragment(), "#/quiz");
    go(place.fragment());
    app.rewrite_address(place, place.fragment());
    assert_eq!(fragment(), place.fragment());
}

#[wasm_bindgen_test]
async fn further_ways_run_beside_the_two_and_stand_in_one_table() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    let boxes = all(&root, ".compare-ways input");
    assert_eq!(boxes.len(), 2, "a Query of the table can be strongly consistent, or PartiQL");
    boxes.into_iter().for_each(|choice| choice.click());
    tick().await;
    assert_eq!(text(&root, "[data-testid=run]"), "Run all 4");
    one(&root, "[data-testid=run]").click();
    appears(&root, "[data-testid=compare-standings]").await;
    let cost =
        |row: usize| text(&root, &format!(".figures tbody tr:nth-child({row}) td:nth-child(7)"));
    assert_eq!(cost(1), "the least");
    assert_eq!(cost(3), "twice as much", "strongly consistent");
    assert_eq!(cost(4), "the least", "PartiQL is the same Query");
}

#[wasm_bindgen_test]
async fn a_finished_race_is_replayed_item_by_item() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    one(&root, "[data-testid=run]").click();
    let steps = appears(&root, "[data-testid=compare-steps]").await;
    let position = one(&root, ".compare-replay input");
    type_into(position, "0", "input");
    tick().await;
    let words = steps.text_content().unwrap();
    assert_eq!(words.matches("nothing read yet").count(), 2, "{words}");
    let next = all(&root, ".compare-replay button").into_iter();
    next.last().unwrap().click();
    tick().await;
    let words = steps.text_content().unwrap();
    assert_eq!(words.matches("read item 1 ").count(), 2, "{words}");
    assert!(text(&root, "[data-testid=compare-query] .lane-totals").starts_with("1 of"));
}

#[wasm_bindgen_test]
async fn a_request_that_cannot_be_compared_says_why_and_leads_to_explore() {
    let (root, app, _handle) = mount(ComparePage);
    app.draft.set(Draft::from_request("PutItem", &json!({ "TableName": MEDICAL.table() })));
    type_into(one(&root, "#compare-choice"), "mine", "change");
    tick().await;
    let said = text(&root, "[data-testid=compare-unsupported]");
    assert!(said.starts_with("Only a Query or a GetItem can be compared"), "{said}");
    assert_eq!(all(&root, ".lane").len(), 0, "no empty lanes stand below");
}

#[wasm_bindgen_test]
async fn a_side_opens_in_explore() {
    let (root, app, _handle) = mount(ComparePage);
    tick().await;
    let buttons = all(&root, "[data-testid=compare-scan] button");
    buttons
        .into_iter()
        .find(|b| b.text_content().as_deref() == Some("Open in Explore"))
        .unwrap()
        .click();
    tick().await;
    assert_eq!(app.draft.with_untracked(|draft| draft.operation().to_owned()), "Scan");
}

#[wasm_bindgen_test]
async fn another_access_pattern_takes_the_old_race_away() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    one(&root, "[data-testid=run]").click();
    appears(&root, "[data-testid=compare-ratio]").await;
    type_into(one(&root, "#compare-choice"), "1", "change");
    tick().await;
    assert_eq!(all(&root, "[data-testid=compare-ratio]").len(), 0);
    assert!(text(&root, "[data-testid=compare-query] h2").contains("GSI1"));
}

#[wasm_bindgen_test]
async fn a_term_opens_its_definition_and_the_glossary_lists_them_all() {
    let (root, _, _handle) = mount(ComparePage);
    tick().await;
    let term = one(&root, "button.term");
    assert_eq!(term.text_content().as_deref(), Some("access pattern"));
    let note = one(&root, &format!("#{}", term.get_attribute("popovertarget").unwrap()));
    assert!(!note.matches(":popover-open").unwrap());
    term.click();
    assert!(note.matches(":popover-open").unwrap());
    let said = note.text_content().unwrap();
    assert!(said.contains(Term::AccessPattern.entry().text), "{said}");
    let link = note.query_selector("a").unwrap().unwrap().get_attribute("href");
    assert_eq!(link.as_deref(), Some("#/glossary/access-pattern"));

    let (root, _, _handle) = mount(GlossaryPage);
    assert_eq!(all(&root, "dt").len(), GLOSSARY.len());
    assert_eq!(text(&root, "#glossary-access-pattern"), "access pattern");
}

#[wasm_bindgen_test]
async fn a_place_is_come_in_at_its_heading_and_its_top() {
    let (root, _, _handle) = mount(|| {
        view! { <div style="height: 5000px"></div><main id="main"><GlossaryPage/></main> }
    });
    let window = web_sys::window().unwrap();
    window.scroll_to_with_x_and_y(0.0, 3000.0);
    arrive(None, true);
    next_frame().await;
    let heading = one(&root, "h1");
    assert_eq!(document().active_element().as_ref(), Some(heading.as_ref()));
    assert_ne!(window.scroll_y().unwrap(), 0.0, "going back leaves the place to the browser");
    arrive(Some("no-such-element"), false);
    next_frame().await;
    assert_eq!(window.scroll_y().unwrap(), 0.0);
    assert_eq!(document().active_element().as_ref(), Some(heading.as_ref()));
    root.remove();
}
