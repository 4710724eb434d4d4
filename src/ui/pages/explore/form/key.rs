//! The key part of the form: the key condition of a Query, the primary key of the others.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{Choice, TextArea, ValueInput, example, use_examples};
use crate::ui::model::draft::{Draft, Operator, TextSlot, ValueSlot};

/// What the sort key's choice shows for "every value".
const ANY: &str = "any";

/// The key condition of a Query, as rows or as text.
#[component]
pub fn KeyCondition() -> impl IntoView {
    let draft = use_desk().app.draft;
    let by_text = Memo::new(move |_| draft.with(|d| d.key.text.is_some()));
    let examples = use_examples();
    view! {
        <fieldset class="ask-group">
            <legend>"Key condition"</legend>
            <div class="ask-row">
                <Show when=move || by_text.get() fallback=|| view! { <KeyRows/> }>
                    <TextArea
                        label="Key condition expression"
                        place=TextSlot::KeyCondition
                        rows=2
                        example=example(examples, |e| e.key_condition.clone())
                    />
                </Show>
                <button
                    type="button"
                    class="ask-switch"
                    on:click=move |_| draft.update(Draft::toggle_key_text)
                >
                    {move || if by_text.get() { "Use fields" } else { "Write as expression" }}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn KeyRows() -> impl IntoView {
    let draft = use_desk().app.draft;
    // Keyed by place and name: the fields of another table are other fields.
    let partition = Memo::new(move |_| {
        draft.with(|d| numbered(d.key.partition.iter().map(|field| &field.name)))
    });
    let sort = Memo::new(move |_| draft.with(|d| numbered(d.key.sort.iter().map(|row| &row.name))));
    view! {
        <For each=move || partition.get() key=|field| field.clone() let((at, name))>
            <ValueInput label=format!("{name} =") place=ValueSlot::Partition(at)/>
        </For>
        <For each=move || sort.get() key=|field| field.clone() let((at, name))>
            <SortKey at name/>
        </For>
    }
}

/// The names with their places.
fn numbered<'a>(names: impl Iterator<Item = &'a String>) -> Vec<(usize, String)> {
    names.cloned().enumerate().collect()
}

/// The condition on one sort key attribute.
#[component]
fn SortKey(
    /// Which of the sort key attributes.
    at: usize,
    /// Its name.
    name: String,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let operator =
        Memo::new(move |_| draft.with(|d| d.key.sort.get(at).and_then(|row| row.operator)));
    let options: Vec<String> =
        [ANY].into_iter().chain(Operator::SORT.map(Operator::label)).map(str::to_owned).collect();
    let choose = move |label: String| {
        draft.update(|d| {
            if let Some(row) = d.key.sort.get_mut(at) {
                row.operator = Operator::from_label(&label);
            }
        });
    };
    let first = format!("{name} value");
    let operands = move || operator.get().map_or(0, Operator::operands);
    view! {
        <div class="ask-row ask-sort">
            <Choice
                label=name
                options=options
                chosen=Signal::derive(move || operator.get().map_or(ANY, Operator::label).to_owned())
                on_choose=choose
            />
            <Show when=move || { operands() > 0 }>
                <ValueInput label=first.clone() place=ValueSlot::SortFirst(at)/>
            </Show>
            <Show when=move || { operands() > 1 }>
                <ValueInput label="and" place=ValueSlot::SortSecond(at)/>
            </Show>
        </div>
    }
}

/// The primary key of one item.
#[component]
pub fn PrimaryKey() -> impl IntoView {
    let draft = use_desk().app.draft;
    let fields =
        Memo::new(move |_| draft.with(|d| numbered(d.primary.iter().map(|field| &field.name))));
    view! {
        <fieldset class="ask-group">
            <legend>"Primary key"</legend>
            <div class="ask-row">
                <For each=move || fields.get() key=|field| field.clone() let((at, name))>
                    <ValueInput label=name place=ValueSlot::Primary(at)/>
                </For>
            </div>
        </fieldset>
    }
}
