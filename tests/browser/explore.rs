//! Components of Explore, mounted one by one: what is in the page, what keys do.

use std::sync::Arc;

use dynamodb_playground::ui::components::entity::EntityMark;
use dynamodb_playground::ui::components::grid::{DataGrid, GridData, GridRow};
use dynamodb_playground::ui::components::shelves::{ShelfData, ShelfItem, Shelves};
use dynamodb_playground::ui::model::marks::Mark;
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
    style.set_text_content(Some(include_str!("../../style/explore.css")));
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

fn shelf_data() -> ShelfData {
    let item = |row: usize| {
        let mark = (row == 1).then_some(Mark::FilteredOut);
        let item = ShelfItem { entity: MARK, sort: format!("BOOKING#{row}"), bytes: 100, mark };
        (row < 5).then_some(item)
    };
    ShelfData {
        collections: Arc::new(vec![0..3, 3..5]),
        label: Arc::new(|row| format!("PATIENT#{row}")),
        item: Arc::new(item),
        bracket: Some(1..3),
        lead: Some(1),
    }
}

#[wasm_bindgen_test]
async fn shelves_bracket_what_the_key_condition_selects() {
    let root = fresh();
    let _handle = mount_to(root.clone(), || {
        let data = Signal::derive(shelf_data);
        let on_open = Callback::new(|_: usize| {});
        view! { <Shelves data label="Collections" selected=RwSignal::new(None) on_open/> }
    });
    tick().await;
    let bracketed = all(&root, "[data-testid=shelf-item].is-bracketed");
    assert_eq!(bracketed.len(), 2);
    assert!(bracketed[0].class_list().contains("is-bracket-first"));
    assert!(bracketed[1].class_list().contains("is-bracket-last"));
    let said = bracketed[0].get_attribute("title").unwrap();
    let expected =
        "Booking BOOKING#1, 100 bytes, selected by the key condition, evaluated, filtered out";
    assert_eq!(said, expected);
}

#[wasm_bindgen_test]
async fn an_item_opens_by_click_and_by_enter() {
    let root = fresh();
    let opened = RwSignal::new(Vec::new());
    let selected = RwSignal::new(None);
    let _handle = mount_to(root.clone(), move || {
        let data = Signal::derive(shelf_data);
        let on_open = Callback::new(move |row: usize| opened.update(|rows| rows.push(row)));
        view! { <Shelves data label="Collections" selected on_open/> }
    });
    tick().await;
    one(&root, "#shelf-item-2").unchecked_ref::<HtmlElement>().click();
    press(&one(&root, "[role=grid]"), "ArrowRight");
    press(&one(&root, "[role=grid]"), "Enter");
    assert_eq!(opened.get_untracked(), [2, 3]);
}
