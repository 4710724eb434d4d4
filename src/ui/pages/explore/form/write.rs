//! The fields of writes: the item, the update, the condition, what to return.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::super::desk::{Desk, use_desk};
use super::inputs::{Choice, TextArea, example, use_examples};
use crate::ui::model::draft::{FormPart, TextSlot, Verb, parse_object, pretty};
use crate::ui::model::plain;

/// The item of a Put.
#[component]
pub fn ItemEditor() -> impl IntoView {
    let desk = use_desk();
    let examples = use_examples();
    view! {
        <fieldset class="ask-group">
            <legend>"Item"</legend>
            <TextArea
                label="DynamoDB JSON, or plain JSON"
                place=TextSlot::Item
                rows=10
                example=example(examples, |e| e.item.clone())
            />
            <div class="ask-switches">
                <button type="button" class="ask-switch" on:click=move |_| write_typed(desk)>
                    "Write as DynamoDB JSON"
                </button>
                <button type="button" class="ask-switch" on:click=move |_| write_plain(desk)>
                    "Write as plain JSON"
                </button>
            </div>
            <p class="ask-hint">
                "Sets and binary are written as DynamoDB JSON: {\"SS\": [\"a\", \"b\"]}, {\"B\": \"base64\"}."
            </p>
        </fieldset>
    }
}

/// Puts the types into the item's text; what is no JSON stays as it is, with its problem shown.
fn write_typed(desk: Desk) {
    let text = desk.app.draft.with_untracked(|d| d.item.clone());
    match parse_object(FormPart::Item, &text).and_then(plain::item) {
        Ok(item) => set_item(desk, &Json::Object(item)),
        Err(problem) => desk.problem.set(Some(problem)),
    }
}

/// Takes the types out of the item's text, if none is lost by that.
fn write_plain(desk: Desk) {
    let text = desk.app.draft.with_untracked(|d| d.item.clone());
    match parse_object(FormPart::Item, &text).and_then(plain::item).and_then(plain::without_types) {
        Ok(item) => set_item(desk, &item),
        Err(problem) => desk.problem.set(Some(problem)),
    }
}

fn set_item(desk: Desk, item: &Json) {
    desk.problem.set(None);
    desk.app.draft.update(|d| d.item = pretty(item));
}

/// The update expression.
#[component]
pub fn UpdateExpression() -> impl IntoView {
    let examples = use_examples();
    view! {
        <fieldset class="ask-group">
            <legend>"Update"</legend>
            <TextArea
                label="Update expression"
                place=TextSlot::Update
                rows=3
                example=example(examples, |e| e.update.clone())
            />
        </fieldset>
    }
}

/// The condition of a write, and what it returns.
#[component]
pub fn WriteOptions(
    /// The operation.
    verb: Verb,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let options: Vec<String> = verb.return_values().iter().map(|v| (*v).to_owned()).collect();
    // A Put usually guards against overwriting, the others against touching what is not there.
    let function = match verb {
        Verb::PutItem => "attribute_not_exists",
        _ => "attribute_exists",
    };
    let examples = use_examples();
    let chosen = Signal::derive(move || draft.with(|d| d.returns().to_owned()));
    view! {
        <div class="ask-row ask-options">
            <TextArea
                label="Condition expression (only if …)"
                place=TextSlot::Condition
                rows=2
                example=example(examples, move |e| format!("{function}({})", e.partition))
            />
            <Choice
                label="Return values"
                options=options
                chosen=chosen
                on_choose=move |text: String| {
                    draft.update(|d| d.return_values = if text == "NONE" { String::new() } else { text });
                }
            />
        </div>
    }
}
