//! The head of the form: operation, table, index, and the switch between form and JSON.

use leptos::prelude::*;

use super::super::desk::{Desk, use_desk};
use super::inputs::Choice;
use crate::api::Operation;
use crate::ui::model::draft::{RawRequest, Verb};

/// What the choice of an index shows for the table itself.
const TABLE_ITSELF: &str = "table";

/// Operation, table and index.
#[component]
pub fn Head() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let raw = Memo::new(move |_| draft.with(|d| d.raw.is_some()));
    let paged = Memo::new(move |_| draft.with(|d| d.verb.is_page() && d.raw.is_none()));
    view! {
        <div class="ask-head">
            <OperationChoice/>
            <Show when=move || !raw.get()>
                <TableChoice/>
            </Show>
            <Show when=move || paged.get()>
                <IndexChoice/>
            </Show>
            <div class="ask-modes" role="group" aria-label="Write the request as">
                <button
                    type="button"
                    aria-pressed=move || (!raw.get()).to_string()
                    on:click=move |_| to_form(desk)
                >
                    "Form"
                </button>
                <button
                    type="button"
                    aria-pressed=move || raw.get().to_string()
                    on:click=move |_| to_json(desk)
                >
                    "JSON"
                </button>
            </div>
        </div>
    }
}

fn to_form(desk: Desk) {
    let mut draft = desk.app.draft.get_untracked();
    match draft.write_as_form() {
        Ok(()) => desk.fill(draft),
        Err(problem) => desk.problem.set(Some(problem)),
    }
}

fn to_json(desk: Desk) {
    let mut draft = desk.app.draft.get_untracked();
    match draft.write_as_json() {
        Ok(()) => desk.fill(draft),
        Err(problem) => desk.problem.set(Some(problem)),
    }
}

/// The operation: of the form those that it has fields for, of the JSON all there are.
#[component]
fn OperationChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let raw = Memo::new(move |_| draft.with(|d| d.raw.is_some()));
    let options = move || match raw.get() {
        true => Operation::ALL.iter().map(|operation| operation.name().to_owned()).collect(),
        false => Verb::ALL.iter().map(|verb| verb.name().to_owned()).collect::<Vec<_>>(),
    };
    let choose = move |name: String| {
        desk.edit(|draft| match &mut draft.raw {
            Some(RawRequest { operation, .. }) => *operation = name,
            None => draft.verb = Verb::from_name(&name).unwrap_or(draft.verb),
        });
    };
    view! {
        <Choice
            label="Operation"
            options=Signal::derive(options)
            chosen=Signal::derive(move || draft.with(|d| d.operation().to_owned()))
            on_choose=choose
        />
    }
}

#[component]
fn TableChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let options = move || {
        desk.tables.with(|tables| {
            tables.iter().map(|table| table.schema.name.as_str().to_owned()).collect::<Vec<_>>()
        })
    };
    view! {
        <Choice
            label="on table"
            options=Signal::derive(options)
            chosen=Signal::derive(move || draft.with(|d| d.table.clone()))
            on_choose=move |table: String| desk.edit(|draft| draft.table = table)
        />
    }
}

#[component]
fn IndexChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let table = Memo::new(move |_| draft.with(|d| d.table.clone()));
    let options = move || {
        let summary = desk.tables.with(|tables| {
            tables.iter().find(|t| table.with(|name| t.schema.name.as_str() == name)).cloned()
        });
        let indexes = summary.into_iter().flat_map(|summary| summary.indexes);
        let names = indexes.map(|index| index.name.as_str().to_owned());
        std::iter::once(TABLE_ITSELF.to_owned()).chain(names).collect::<Vec<_>>()
    };
    let chosen = move || draft.with(|d| d.index.clone().unwrap_or_else(|| TABLE_ITSELF.to_owned()));
    view! {
        <Choice
            label="index"
            options=Signal::derive(options)
            chosen=Signal::derive(chosen)
            on_choose=move |name: String| {
                desk.edit(|draft| draft.index = (name != TABLE_ITSELF).then_some(name));
            }
        />
    }
}
