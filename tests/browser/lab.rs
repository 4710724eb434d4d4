//! The traffic lab, mounted whole: what runs, what is told of it, and what is said of bad settings.

use std::cell::Cell;
use std::rc::Rc;

use dynamodb_playground::ui::model::lab::field::{Field, SPECS};
use dynamodb_playground::ui::pages::partitions::LabPage;
use dynamodb_playground::ui::state::{App, Phase};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::places::{all, next_frame, one, text, type_into};
use crate::stage::fresh;

fn mount() -> (HtmlElement, App, impl Sized) {
    let root = fresh();
    let kept = Rc::new(Cell::new(None));
    let keep = kept.clone();
    let handle = mount_to(root.clone(), move || {
        let app = App::new();
        keep.set(Some(app));
        provide_context(app);
        LabPage()
    });
    (root, kept.get().unwrap(), handle)
}

fn button(root: &HtmlElement, name: &str) -> HtmlElement {
    let named = |element: &HtmlElement| element.text_content().as_deref() == Some(name);
    let found = all(root, "button").into_iter().find(named);
    found.unwrap_or_else(|| panic!("no button {name}"))
}

/// The field of a setting, found by its label.
fn field(root: &HtmlElement, field: Field) -> HtmlElement {
    let label = field.spec().label;
    let labels = all(root, "label");
    let found = labels.into_iter().find(|l| l.text_content().as_deref() == Some(label)).unwrap();
    one(root, &format!("#{}", found.get_attribute("for").unwrap()))
}

async fn until_over(app: App) {
    for _ in 0..1_000 {
        if app.lab.phase.get_untracked() == Phase::Over {
            return tick().await;
        }
        next_frame().await;
    }
    panic!("the run never ended");
}

async fn until_says(root: &HtmlElement, selector: &str, words: &str) {
    for _ in 0..200 {
        if text(root, selector) == words {
            return;
        }
        next_frame().await;
    }
    panic!("{selector} says {}", text(root, selector));
}

fn go_fast(root: &HtmlElement) {
    type_into(one(root, ".lab-pace select"), "as fast as possible", "change");
}

#[wasm_bindgen_test]
async fn a_run_ends_with_what_happened_and_offers_its_cure() {
    let (root, app, _handle) = mount();
    go_fast(&root);
    button(&root, "Run").click();
    until_over(app).await;
    let said = text(&root, "[role=status]");
    assert!(said.starts_with("33% of requests were throttled; 180,999 writes"), "{said}");
    assert_eq!(text(&root, ".lab-reasons code"), "TableWriteKeyRangeThroughputExceeded");
    assert_eq!(all(&root, ".lab-partition-throttled").len(), 1, "one partition throttles");
    button(&root, "Run again with the key sharded 10 ways").click();
    until_over(app).await;
    assert_eq!(all(&root, "article").len(), 2, "before and after");
    assert!(text(&root, "[role=status]").ends_with("none was throttled."));
    button(&root, "Unpin run A").click();
    tick().await;
    assert_eq!(all(&root, "article").len(), 1);
}

#[wasm_bindgen_test]
async fn a_step_is_a_second_and_the_slider_goes_back() {
    let (root, _, _handle) = mount();
    for _ in 0..3 {
        button(&root, "Step 1 s").click();
    }
    until_says(&root, "output", "Showing 0:03 of 3:00").await;
    type_into(one(&root, "input[type=range]"), "0", "input");
    until_says(&root, "output", "Showing 0:01 of 3:00").await;
}

#[wasm_bindgen_test]
async fn a_bad_setting_is_described_at_its_field_and_nothing_runs() {
    let (root, app, _handle) = mount();
    type_into(field(&root, Field::Rate), "-1", "input");
    tick().await;
    let rate = field(&root, Field::Rate);
    assert_eq!(rate.get_attribute("aria-invalid").as_deref(), Some("true"));
    let note = format!("#{}", rate.get_attribute("aria-describedby").unwrap());
    assert_eq!(text(&root, &note), "Enter 0 or more.");
    assert!(one(&root, "[data-testid=run]").has_attribute("disabled"));
    app.lab.play();
    assert_eq!(app.lab.phase.get_untracked(), Phase::Empty);
    type_into(field(&root, Field::Rate), "100", "input");
    tick().await;
    assert_eq!(field(&root, Field::Rate).get_attribute("aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn only_settings_that_matter_are_shown() {
    let (root, _, _handle) = mount();
    let shown = |root: &HtmlElement| {
        let hidden = all(root, ".lab-field[hidden]").len();
        SPECS.len() - hidden
    };
    let before = shown(&root);
    type_into(field(&root, Field::Mode), "provisioned", "change");
    tick().await;
    assert!(shown(&root) > before, "provisioned units are asked for");
    assert!(field(&root, Field::WriteUnits).closest("[hidden]").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn another_experiment_clears_the_bench() {
    let (root, app, _handle) = mount();
    button(&root, "Step 1 s").click();
    tick().await;
    assert_eq!(all(&root, "article").len(), 1);
    button(&root, "Index on a status").click();
    tick().await;
    assert_eq!(all(&root, "article").len(), 0);
    assert!(text(&root, ".lab-question").contains("Who gets throttled"));
    assert_eq!(app.lab.phase.get_untracked(), Phase::Empty);
}

#[wasm_bindgen_test]
async fn a_pinned_run_keeps_its_conclusion_and_its_cure() {
    let (root, app, _handle) = mount();
    go_fast(&root);
    button(&root, "Run").click();
    until_over(app).await;
    button(&root, "Pin as A for comparison").click();
    tick().await;
    assert!(text(&root, "[data-testid=verdict-a]").starts_with("33% of requests"));
    // Another experiment leaves what was pinned.
    button(&root, "Hot key, sharded").click();
    tick().await;
    assert!(text(&root, "[data-testid=verdict-a]").starts_with("33% of requests"));
    // And so does the cure that is offered for it.
    button(&root, "Run again with the key sharded 10 ways").click();
    until_over(app).await;
    assert_eq!(all(&root, "article").len(), 2, "both stand side by side");
    assert!(text(&root, "[data-testid=verdict-a]").starts_with("33% of requests"));
    assert!(text(&root, "[data-testid=verdict]").ends_with("none was throttled."));
    assert!(text(&root, "[data-testid=compared]").contains("more writes succeed"));
}

#[wasm_bindgen_test]
async fn a_run_that_is_over_shows_its_worst_second() {
    let (root, app, _handle) = mount();
    go_fast(&root);
    button(&root, "Prime Day").click();
    button(&root, "Run").click();
    until_over(app).await;
    assert_ne!(text(&root, "output"), "Showing 10:00 of 10:00");
    assert!(!all(&root, ".lab-partition-throttled").is_empty(), "the height of the sale is shown");
}

#[wasm_bindgen_test]
async fn the_partition_that_throttles_comes_first() {
    let (root, app, _handle) = mount();
    go_fast(&root);
    button(&root, "Index on a status").click();
    button(&root, "Run").click();
    until_over(app).await;
    let groups: Vec<String> =
        all(&root, ".lab-group > p").iter().map(|p| p.text_content().unwrap()).collect();
    assert!(groups[0].contains(" of the index is hot"), "{groups:?}");
    assert!(groups[1].starts_with("Table The hottest partition of the table"), "{groups:?}");
}
