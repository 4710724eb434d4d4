//! The fields of writes, and the names and values that expressions written as text may use.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::super::desk::{Desk, use_desk};
use super::inputs::{
    Choice, TextArea, TextInput, ValueInput, example, focus_behind_removed, focus_on_added,
    use_examples,
};
use crate::ui::model::draft::{
    Draft, FormPart, NameRow, Place, TextSlot, ValueRow, ValueSlot, Verb, parse_object, pretty,
};
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
                label="Item as DynamoDB JSON or plain JSON"
                place=TextSlot::Item
                rows=10
                example=example(examples, |e| e.item.clone())
            />
            <div class="ask-switches">
                <button type="button" class="ask-switch" on:click=move |_| write_typed(desk)>
                    "Convert to DynamoDB JSON"
                </button>
                <button type="button" class="ask-switch" on:click=move |_| write_plain(desk)>
                    "Convert to plain JSON"
                </button>
            </div>
            <p class="ask-hint">
                "Sets and binary values need DynamoDB JSON: {\"SS\": [\"a\", \"b\"]}, {\"B\": \"base64\"}."
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
                label="Condition expression (write only if true)"
                place=TextSlot::Condition
                rows=2
                example=example(examples, move |e| format!("{function}({})", e.partition))
            />
            <Choice
                label="Return values"
                place=Place::ReturnValues
                options=options
                chosen=chosen
                on_choose=move |text: String| {
                    draft.update(|d| d.return_values = if text == "NONE" { String::new() } else { text });
                }
            />
        </div>
    }
}

/// `ExpressionAttributeNames` and `ExpressionAttributeValues`.
#[component]
pub fn Placeholders() -> impl IntoView {
    let draft = use_desk().app.draft;
    let names = Memo::new(move |_| draft.with(|d| d.names.len()));
    let values = Memo::new(move |_| draft.with(|d| d.values.len()));
    view! {
        <fieldset class="ask-group">
            <legend>"Expression attribute names and values"</legend>
            <p class="ask-hint">
                "Quoted strings and numbers become :placeholders automatically. Reserved words need a #name."
            </p>
            <For each=move || 0..names.get() key=|at| *at let(at)>
                <NameFields at/>
            </For>
            <For each=move || 0..values.get() key=|at| *at let(at)>
                <ValueFields at/>
            </For>
            <div class="ask-switches">
                <button
                    type="button"
                    class="ask-switch"
                    id="add-name"
                    on:click=move |_| add_name(draft)
                >
                    "Add #name"
                </button>
                <button
                    type="button"
                    class="ask-switch"
                    id="add-value"
                    on:click=move |_| add_value(draft)
                >
                    "Add :value"
                </button>
            </div>
        </fieldset>
    }
}

fn add_name(draft: RwSignal<Draft>) {
    let row = NameRow::default();
    draft.update(|d| d.names.push(row));
    focus_on_added("Name", draft.with_untracked(|d| d.names.len()));
}

fn add_value(draft: RwSignal<Draft>) {
    let row = ValueRow::default();
    draft.update(|d| d.values.push(row));
    focus_on_added("Value", draft.with_untracked(|d| d.values.len()));
}

/// One name.
#[component]
fn NameFields(
    /// Which row.
    at: usize,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let examples = use_examples();
    let remove = move |_| {
        draft.update(|d| remove_at(&mut d.names, at));
        focus_behind_removed("Name", at, "#add-name");
    };
    view! {
        <div class="ask-row" role="group" aria-label=format!("Name {}", at + 1)>
            <TextInput
                label="Placeholder"
                place=TextSlot::NamePlaceholder(at)
                example=example(examples, |e| format!("#{}", e.reserved))
            />
            <TextInput
                label="Attribute name"
                place=TextSlot::Name(at)
                example=example(examples, |e| e.reserved.clone())
            />
            <button
                type="button"
                class="ask-remove"
                aria-label=format!("Remove name {}", at + 1)
                on:click=remove
            >
                "×"
            </button>
        </div>
    }
}

/// One value.
#[component]
fn ValueFields(
    /// Which row.
    at: usize,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let remove = move |_| {
        draft.update(|d| remove_at(&mut d.values, at));
        focus_behind_removed("Value", at, "#add-value");
    };
    view! {
        <div class="ask-row" role="group" aria-label=format!("Value {}", at + 1)>
            <TextInput
                label="Placeholder"
                place=TextSlot::ValuePlaceholder(at)
                example=":value".to_owned()
            />
            <ValueInput label="Value" place=ValueSlot::Value(at) any_type=true/>
            <button
                type="button"
                class="ask-remove"
                aria-label=format!("Remove value {}", at + 1)
                on:click=remove
            >
                "×"
            </button>
        </div>
    }
}

fn remove_at<T>(rows: &mut Vec<T>, at: usize) {
    if at < rows.len() {
        rows.remove(at);
    }
}
