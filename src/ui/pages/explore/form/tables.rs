//! The tables of names and values that expressions written as text may use.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{
    TextInput, ValueInput, example, focus_behind_removed, focus_on_added, use_examples,
};
use crate::ui::model::draft::{Draft, NameRow, TextSlot, ValueRow, ValueSlot};

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
            <For each=move || 0..names.get() key=|at| *at let(at)>
                <Name at/>
            </For>
            <For each=move || 0..values.get() key=|at| *at let(at)>
                <Value at/>
            </For>
            <div class="ask-switches">
                <button
                    type="button"
                    class="ask-switch"
                    id="add-name"
                    on:click=move |_| add_name(draft)
                >
                    "Add a #name"
                </button>
                <button
                    type="button"
                    class="ask-switch"
                    id="add-value"
                    on:click=move |_| add_value(draft)
                >
                    "Add a :value"
                </button>
            </div>
        </fieldset>
    }
}

fn add_name(draft: RwSignal<Draft>) {
    let row = NameRow { placeholder: "#".to_owned(), name: String::new() };
    draft.update(|d| d.names.push(row));
    focus_on_added("Name", draft.with_untracked(|d| d.names.len()));
}

fn add_value(draft: RwSignal<Draft>) {
    let row = ValueRow { placeholder: ":".to_owned(), ..ValueRow::default() };
    draft.update(|d| d.values.push(row));
    focus_on_added("Value", draft.with_untracked(|d| d.values.len()));
}

/// One name.
#[component]
fn Name(
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
                label="stands for attribute"
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
fn Value(
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
            <ValueInput label="stands for value" place=ValueSlot::Value(at) any_type=true/>
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
