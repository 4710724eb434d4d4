//! The tables of names and values that expressions written as text may use.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{TextInput, ValueInput};
use crate::ui::model::draft::{Draft, NameRow, TextSlot, ValueRow, ValueSlot};
use crate::ui::reactive::Memo;
use crate::ui::{handler, view};

/// `ExpressionAttributeNames` and `ExpressionAttributeValues`.
#[component]
pub fn Placeholders() -> impl IntoView {
    let draft = use_desk().app.draft;
    let names = Memo::new(move |_| draft.with(|d| d.names.len()));
    let values = Memo::new(move |_| draft.with(|d| d.values.len()));
    view! {
        <fieldset class="ask-group">
            <legend>"Names and values"</legend>
            <p class="ask-hint">
                "Quoted texts and numbers in an expression become values by themselves. Reserved words need a #name."
            </p>
            {move || (0..names.get()).map(|at| view! { <Name at/> }).collect_view()}
            {move || (0..values.get()).map(|at| view! { <Value at/> }).collect_view()}
            <div class="ask-switches">
                <button type="button" class="ask-switch" on:click=handler(move |_| draft.update(add_name))>
                    "Add a #name"
                </button>
                <button type="button" class="ask-switch" on:click=handler(move |_| draft.update(add_value))>
                    "Add a :value"
                </button>
            </div>
        </fieldset>
    }
}

fn add_name(draft: &mut Draft) {
    draft.names.push(NameRow { placeholder: "#".to_owned(), name: String::new() });
}

fn add_value(draft: &mut Draft) {
    draft.values.push(ValueRow { placeholder: ":".to_owned(), ..ValueRow::default() });
}

/// One name.
#[component]
fn Name(
    /// Which row.
    at: usize,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let remove = move |_| draft.update(|d| remove_at(&mut d.names, at));
    view! {
        <div class="ask-row" role="group" aria-label=format!("Name {}", at + 1)>
            <TextInput label="Placeholder" place=TextSlot::NamePlaceholder(at) example="#status"/>
            <TextInput label="stands for attribute" place=TextSlot::Name(at) example="status"/>
            <button type="button" class="ask-remove" aria-label=format!("Remove name {}", at + 1) on:click=handler(remove)>
                "×"
            </button>
        </div>
    }
}

/// One value.
#[component]
fn Value(
    /// Which row.
    at: usize,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let remove = move |_| draft.update(|d| remove_at(&mut d.values, at));
    view! {
        <div class="ask-row" role="group" aria-label=format!("Value {}", at + 1)>
            <TextInput label="Placeholder" place=TextSlot::ValuePlaceholder(at) example=":status"/>
            <ValueInput label="stands for value" place=ValueSlot::Value(at) any_type=true/>
            <button type="button" class="ask-remove" aria-label=format!("Remove value {}", at + 1) on:click=handler(remove)>
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
