//! Components of Explore, mounted one by one: what is in the page, what keys do.

use std::sync::Arc;

use dynamodb_playground::ui::components::entity::EntityMark;
use dynamodb_playground::ui::components::grid::{DataGrid, GridData, GridRow};
use dynamodb_playground::ui::components::strips::{StripData, StripItem, Strips};
use dynamodb_playground::ui::model::marks::Mark;
use dynamodb_playground::ui::model::strips::Zoom;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

const MARK: EntityMark = EntityMark { letter: 'B', name: "Booking", colour: 1 };

/// A fresh element under the page's own style: heights decide which rows are drawn.
fn fresh() -> HtmlElement {
    let document = document();
    let body = document.body().unwrap();
    let style = document.create_element("style").unwrap();
    let sheets = [include_str!("../../style/strips.css"), include_str!("../../style/explore.css")];
    style.set_text_content(Some(&sheets.concat()));
    body.append_child(&style).unwrap();
    let element = document.create_element("div").unwrap();
    body.append_child(&element).unwrap();
    element.unchecked_into()
}

fn all(root: &HtmlElement, selector: &str) -> Vec<Element> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
}

fn one(root: &HtmlElement, selector: &str) -> Element {
    root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"))
}

fn press(element: &Element, key: &str) {
    let body = "element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))";
    let press = js_sys::Function::new_with_args("element, key", body);
    press.call2(&wasm_bindgen::JsValue::NULL, element, &key.into()).unwrap();
}

fn rows(count: usize) -> GridData {
    let row = move |at: usize| {
        let cells = vec![Some(format!("row {at}")), None];
        let row = GridRow { entity: Some(MARK), mark: None, bracketed: false, cells };
        (at < count).then_some(row)
    };
    let columns = Arc::new(vec!["PK".to_owned(), "Note".to_owned()]);
    GridData { columns, count, row: Arc::new(row), lead: None }
}

fn mount_grid(count: usize) -> (HtmlElement, RwSignal<Option<usize>>, impl Sized) {
    let root = fresh();
    let selected = RwSignal::new(None);
    let handle = mount_to(root.clone(), move || {
        let data = Signal::derive(move || rows(count));
        view! { <DataGrid data label="Items" id="test-row" selected/> }
    });
    (root, selected, handle)
}

#[wasm_bindgen_test]
async fn a_grid_of_100_000_rows_keeps_few_in_the_page() {
    let (root, _, _handle) = mount_grid(100_000);
    tick().await;
    let drawn = all(&root, ".grid-body [role=row]").len();
    assert!((5..100).contains(&drawn), "{drawn} rows in the page");
    assert_eq!(one(&root, "[role=grid]").get_attribute("aria-rowcount").unwrap(), "100001");
}

#[wasm_bindgen_test]
async fn keys_reach_the_last_row_and_draw_it() {
    let (root, selected, _handle) = mount_grid(100_000);
    tick().await;
    let grid = one(&root, "[role=grid]");
    press(&grid, "ArrowDown");
    assert_eq!(selected.get_untracked(), Some(0));
    press(&grid, "End");
    tick().await;
    assert_eq!(selected.get_untracked(), Some(99_999));
    let chosen = one(&root, "[aria-selected=true]");
    assert_eq!(chosen.get_attribute("aria-rowindex").unwrap(), "100001");
    assert!(chosen.text_content().unwrap().contains("row 99999"));
}

#[wasm_bindgen_test]
async fn rows_that_stay_in_view_stay_in_the_page() {
    let root = fresh();
    let data = RwSignal::new(rows(1_000));
    let _handle = mount_to(root.clone(), move || {
        view! { <DataGrid data label="Items" id="kept-row" selected=RwSignal::new(None)/> }
    });
    tick().await;
    let (first, third) = (one(&root, "#kept-row-0"), one(&root, "#kept-row-3"));
    data.update(|data| {
        data.count = 4;
        data.row = Arc::new(|at| {
            let cells = vec![Some(format!("new {at}"))];
            (at < 4).then(|| GridRow { cells, ..GridRow::default() })
        });
    });
    tick().await;
    assert!(one(&root, "#kept-row-0").is_same_node(Some(&first)), "other data, the same row");
    assert_eq!(first.text_content().unwrap(), "new 0");
    assert_eq!(all(&root, ".grid-body [role=row]").len(), 4);
    assert!(one(&root, "#kept-row-3").is_same_node(Some(&third)));
    data.set(rows(1_000));
    tick().await;
    let grid = one(&root, "[role=grid]");
    grid.set_scroll_top(64);
    grid.dispatch_event(&web_sys::Event::new("scroll").unwrap()).unwrap();
    tick().await;
    assert!(one(&root, "#kept-row-3").is_same_node(Some(&third)), "scrolled past, the same row");
}

fn strip_data() -> StripData {
    let item = |row: usize| {
        let item = StripItem { entity: MARK, sort: format!("BOOKING#{row}"), bytes: 100 };
        (row < 5).then_some(item)
    };
    StripData {
        collections: Arc::new(vec![0..3, 3..5]),
        label: Arc::new(|row| format!("PATIENT#{row}")),
        item: Arc::new(item),
        mark: Arc::new(|row| (row == 1).then_some(Mark::FilteredOut)),
        bracket: Some(1..3),
        lead: Some(1),
    }
}

fn mount_strips(
    data: fn() -> StripData,
    zoom: Zoom,
    selected: RwSignal<Option<usize>>,
    opened: RwSignal<Vec<usize>>,
) -> (HtmlElement, impl Sized) {
    let root = fresh();
    root.set_attribute("style", "width: 900px").unwrap();
    let handle = mount_to(root.clone(), move || {
        let data = Signal::derive(data);
        let on_open = Callback::new(move |row: usize| opened.update(|rows| rows.push(row)));
        view! { <Strips data label="Collections" zoom=Signal::derive(move || zoom) selected on_open/> }
    });
    (root, handle)
}

/// The widths that elements have in the page.
fn left_and_width(element: &Element) -> (f64, f64) {
    let place = element.get_bounding_client_rect();
    (place.left(), place.width())
}

#[wasm_bindgen_test]
async fn a_window_lies_over_what_the_key_condition_selects() {
    let signals = (RwSignal::new(None), RwSignal::new(Vec::new()));
    let (root, _handle) = mount_strips(strip_data, Zoom::Labels, signals.0, signals.1);
    tick().await;
    let inside = all(&root, "[data-testid=strip-item].is-inside");
    assert_eq!(inside.len(), 2);
    let windows = all(&root, ".strip-window");
    assert_eq!(windows.len(), 1, "one over its collection, none elsewhere");
    let (left, width) = left_and_width(&windows[0]);
    for item in &inside {
        let (item_left, item_width) = left_and_width(item);
        assert!(left <= item_left && item_left + item_width <= left + width);
    }
    let said = inside[0].get_attribute("title").unwrap();
    let expected =
        "Booking BOOKING#1, 100 bytes, selected by the key condition, evaluated, filtered out";
    assert_eq!(said, expected);
    assert!(inside[0].class_list().contains("is-filtered"));
}

#[wasm_bindgen_test]
async fn the_items_of_a_collection_stand_on_one_line() {
    let signals = (RwSignal::new(None), RwSignal::new(Vec::new()));
    let (root, _handle) = mount_strips(long_data, Zoom::Labels, signals.0, signals.1);
    tick().await;
    let tops: Vec<_> = all(&root, "#strip-item-0, #strip-item-1, #strip-item-6")
        .iter()
        .map(|item| item.get_bounding_client_rect().top())
        .collect();
    assert_eq!(tops.len(), 3);
    assert!(tops.iter().all(|top| *top == tops[0]), "{tops:?}");
    let drawn = all(&root, "[data-testid=strip-item]").len();
    assert!(drawn < 60, "{drawn} of 1,003 items in the page");
    press(&one(&root, "[role=grid]"), "ArrowDown");
    press(&one(&root, "[role=grid]"), "End");
    press(&one(&root, "[role=grid]"), "ArrowUp");
    tick().await;
    let chosen = one(&root, "[aria-selected=true]");
    let (left, width) = left_and_width(&chosen);
    let (grid, grid_width) = left_and_width(&one(&root, "[role=grid]"));
    assert!(left >= grid && left + width <= grid + grid_width, "the selected item is in view");
}

fn long_data() -> StripData {
    StripData {
        collections: Arc::new(vec![0..1_000, 1_000..1_003]),
        item: Arc::new(|row| {
            Some(StripItem { entity: MARK, sort: format!("BOOKING#{row:04}"), bytes: 100 })
        }),
        mark: Arc::new(|row| (row < 500).then_some(Mark::Returned)),
        bracket: Some(0..500),
        ..strip_data()
    }
}

#[wasm_bindgen_test]
async fn zoomed_out_a_collection_is_whole_and_its_items_can_still_be_chosen() {
    let (selected, opened) = (RwSignal::new(None), RwSignal::new(Vec::new()));
    let (root, _handle) = mount_strips(long_data, Zoom::Whole, selected, opened);
    tick().await;
    let grid = one(&root, "[role=grid]");
    assert!(grid.scroll_width() <= grid.client_width(), "nothing lies beyond the side");
    let runs = all(&root, ".strip-run");
    let classes: Vec<_> = runs.iter().map(|run| run.class_list().contains("is-kept")).collect();
    assert_eq!(classes, [true, false], "what was returned, and the rest");
    press(&grid, "ArrowRight");
    press(&grid, "ArrowRight");
    press(&grid, "Enter");
    tick().await;
    assert_eq!(opened.get_untracked(), [1]);
    assert_eq!(one(&root, "[aria-selected=true]").id(), "strip-item-1");
    one(&root, ".strip-track").unchecked_ref::<HtmlElement>().click();
    assert_eq!(opened.get_untracked().len(), 2, "a press on the strip opens an item");
}

#[wasm_bindgen_test]
async fn an_item_opens_by_click_and_by_enter() {
    let (selected, opened) = (RwSignal::new(None), RwSignal::new(Vec::new()));
    let (root, _handle) = mount_strips(strip_data, Zoom::Labels, selected, opened);
    tick().await;
    one(&root, "#strip-item-2").unchecked_ref::<HtmlElement>().click();
    press(&one(&root, "[role=grid]"), "ArrowRight");
    press(&one(&root, "[role=grid]"), "Enter");
    assert_eq!(opened.get_untracked(), [2, 3]);
    press(&one(&root, "[role=grid]"), "ArrowUp");
    assert_eq!(selected.get_untracked(), Some(0), "as far from the left in the collection above");
}
