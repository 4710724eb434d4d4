//! The key part of the form: the key condition of a Query, the primary key of the others.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{Choice, TextArea, ValueInput, example, use_examples};
use crate::ui::model::draft::{Draft, Operator, TextSlot, ValueSlot};
use crate::ui::reactive::{Memo, Signal};
use crate::ui::{handler, view};

/// What the sort key's choice shows for "every value".
const ANY: &str = "any";

/// The key condition of a Query, as rows or as text.
#[component]
pub fn KeyCondition() -> impl IntoView {
    let draft = use_desk().app.draft;
    let by_text = Memo::new(move |_| draft.with(|d| d.key.text.is_some()));
    let examples = use_examples();
    let rows = move || view! { <KeyRows/> };
    let text = move || {
        view! {
            <TextArea
                label="Key condition expression"
                place=TextSlot::KeyCondition
                rows=2
                example=example(examples, |e| e.key_condition.clone())
            />
        }
    };
    view! {
        <fieldset class="ask-group">
            <legend>"Key condition"</legend>
            <div class="ask-row">
                {move || if by_text.get() { text() } else { rows() }}
                <button type="button" class="ask-switch" on:click=handler(move |_| draft.update(Draft::turn_key))>
                    {move || if by_text.get() { "Use fields" } else { "Write as expression" }}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn KeyRows() -> impl IntoView {
    let draft = use_desk().app.draft;
    let parts = Memo::new(move |_| draft.with(|d| (names(d), sort_names(d))));
    let partition = |(at, name): (usize, String)| {
        view! { <ValueInput label=format!("{name} =") place=ValueSlot::Partition(at)/> }
    };
    let sort = |(at, name): (usize, String)| view! { <SortKey at name/> };
    view! {
        {move || parts.get().0.into_iter().enumerate().map(partition).collect_view()}
        {move || parts.get().1.into_iter().enumerate().map(sort).collect_view()}
    }
}

fn names(draft: &Draft) -> Vec<String> {
    draft.key.partition.iter().map(|field| field.name.clone()).collect()
}

fn sort_names(draft: &Draft) -> Vec<String> {
    draft.key.sort.iter().map(|row| row.name.clone()).collect()
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
            {move || (operands() > 0).then(|| view! {
                <ValueInput label=first.clone() place=ValueSlot::SortFirst(at)/>
            })}
            {move || (operands() > 1).then(|| view! {
                <ValueInput label="and" place=ValueSlot::SortSecond(at)/>
            })}
        </div>
    }
}

/// The primary key of one item.
#[component]
pub fn PrimaryKey() -> impl IntoView {
    let draft = use_desk().app.draft;
    let names = Memo::new(move |_| {
        draft.with(|d| d.primary.iter().map(|field| field.name.clone()).collect::<Vec<_>>())
    });
    let field = |(at, name): (usize, String)| {
        view! { <ValueInput label=name place=ValueSlot::Primary(at)/> }
    };
    view! {
        <fieldset class="ask-group">
            <legend>"Primary key"</legend>
            <div class="ask-row">
                {move || names.get().into_iter().enumerate().map(field).collect_view()}
            </div>
        </fieldset>
    }
}
