//! The rows of a page, as a grid, as DynamoDB JSON or as plain JSON.

use std::sync::Arc;

use leptos::either::Either;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::super::desk::{Desk, use_desk};
use crate::datasets::entity_of;
use crate::ui::components::entity::EntityMark;
use crate::ui::components::grid::{DataGrid, GridData, GridRow};
use crate::ui::components::json_view::JsonView;
use crate::ui::model::answer::{Answer, Rows, WRITTEN, cell, columns, members};
use crate::ui::model::draft::pretty;
use crate::ui::model::plain;

/// How rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Grid,
    Typed,
    Plain,
    Response,
}

const SHOWN: [(Shown, &str); 4] = [
    (Shown::Grid, "Grid"),
    (Shown::Typed, "DynamoDB JSON"),
    (Shown::Plain, "Plain JSON"),
    (Shown::Response, "Response"),
];

/// The rows of a page.
#[component]
pub fn RowsView(
    /// The answer.
    answer: Answer,
    /// Its rows.
    rows: Rows,
    /// Columns to put first.
    first: Vec<String>,
    /// The request's Limit.
    limit: Option<u64>,
) -> impl IntoView {
    let desk = use_desk();
    let shown = RwSignal::new(Shown::Grid);
    let note = rows.empty_note();
    let end = rows.end_note(limit);
    let key = rows
        .last_key
        .as_ref()
        .map(|key| plain::plain_members(key.as_object().unwrap_or(&Map::new())).to_string());
    let forgotten = rows.forgotten;
    let any = !answer.items().is_empty();
    let cut = answer.cut_note();
    let first = Arc::new(first);
    let content = move || match shown.get() {
        Shown::Grid => Either::Left(grid(desk, &answer, &first)),
        Shown::Typed => Either::Right(text("Items", &written(&answer, Json::Object))),
        Shown::Plain => {
            Either::Right(text("Items", &written(&answer, |item| plain::plain_members(&item))))
        }
        Shown::Response => Either::Right(text("Response", &answer.body())),
    };
    let let_go = forgotten.then(|| {
        view! {
            <p class="answer-empty">
                "The items of this page were let go to save memory; the counts stay."
            </p>
        }
    });
    let cut = cut.map(|words| {
        view! { <p class="answer-empty" hidden=move || shown.get() == Shown::Grid>{words}</p> }
    });
    let key = key.map(|key| {
        view! { <p class="answer-key">"LastEvaluatedKey " <code>{key}</code></p> }
    });
    view! {
        {note.map(|note| view! { <p class="answer-empty">{note}</p> })}
        {let_go}
        {(any && !forgotten).then(|| view! { <Switch shown/> })}
        {cut}
        {(any && !forgotten).then_some(content)}
        {end.map(|end| view! { <p class="answer-key">{end}</p> })}
        {key}
    }
}

#[component]
fn Switch(
    /// How rows are shown.
    shown: RwSignal<Shown>,
) -> impl IntoView {
    let button = |(this, label): (Shown, &'static str)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (shown.get() == this).to_string()
                on:click=move |_| shown.set(this)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="answer-views" role="group" aria-label="Show the rows as">
            {SHOWN.into_iter().map(button).collect_view()}
        </div>
    }
}

fn text(label: &'static str, json: &Json) -> impl IntoView + use<> {
    view! { <JsonView label text=pretty(json)/> }
}

/// The items that are written, each in this form.
fn written(answer: &Answer, form: impl Fn(Map<String, Json>) -> Json) -> Json {
    answer.items().iter().take(WRITTEN).map(|found| form(members(found.item()))).collect()
}

fn grid(desk: Desk, answer: &Answer, first: &[String]) -> impl IntoView + use<> {
    let dataset = desk.app.recipe.get_untracked().dataset;
    let columns = Arc::new(columns(answer.items(), first));
    let (answer, shown) = (answer.clone(), columns.clone());
    let count = answer.items().len();
    let row = move |at: usize| {
        let item = answer.items()[at].item();
        GridRow {
            entity: Some(mark(entity_of(dataset, item))),
            mark: None,
            bracketed: false,
            cells: shown.iter().map(|column| item.get(column).map(cell)).collect(),
        }
    };
    let data = GridData { columns, count, row: Arc::new(row), lead: None };
    view! {
        <DataGrid
            data
            label="Items returned"
            id="answer-row"
            selected=RwSignal::new(None)
        />
    }
}

/// An entity of a dataset as a mark.
pub fn mark(entity: crate::datasets::Entity) -> EntityMark {
    EntityMark { letter: entity.letter, name: entity.name, colour: entity.colour }
}
