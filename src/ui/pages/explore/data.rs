//! The data view: the items of a table or index, as shelves or as a grid, and the selected one with
//! the requests that can be made of it.

use std::sync::Arc;

use leptos::either::EitherOf3;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::answer::{OneItem, mark};
use super::desk::{DataView, Desk, Tab, use_desk};
use super::form::{Choice, RUN_ID};
use crate::api::json::item_to_json;
use crate::datasets::entity_of;
use crate::model::Item;
use crate::ui::components::entity::EntityLegend;
use crate::ui::components::grid::{DataGrid, GridData, GridRow};
use crate::ui::components::shelves::{ShelfData, ShelfItem, Shelves};
use crate::ui::dom;
use crate::ui::model::draft::{Draft, Verb};
use crate::ui::model::estimate::grouped;
use crate::ui::model::marks::Marks;
use crate::ui::model::rows::{TableRows, Target, item_with_key_of};
use crate::ui::model::shelves::short;
use crate::ui::model::tables::Tables;
use crate::ui::model::words::{self, plural};

/// The items of a table or index.
#[component]
pub fn DataPanel() -> impl IntoView {
    let desk = use_desk();
    let marks = Memo::new(move |_| marks(desk));
    let bracket = Memo::new(move |_| bracket(desk));
    let empty = Memo::new(move |_| desk.rows.with(TableRows::is_empty));
    // A memo, so that choosing what is shown already keeps one's place in it.
    let chosen = Memo::new(move |_| desk.view.get());
    let content = move || match (empty.get(), chosen.get()) {
        (true, _) => EitherOf3::A(view! { <Empty/> }),
        (_, DataView::Shelves) => EitherOf3::B(view! { <ItemShelves marks bracket/> }),
        (_, DataView::Grid) => EitherOf3::C(view! { <ItemGrid marks bracket/> }),
    };
    view! {
        <Title/>
        {content}
        <SelectedItem/>
    }
}

type Rows = std::ops::Range<usize>;

/// What the last run did with the rows that are shown; nothing once they have changed.
fn marks(desk: Desk) -> Option<Arc<Marks>> {
    let (run, now) = (desk.run.get()?, desk.app.revision.get());
    desk.rows.with(|rows| run.trail.marks(rows.target(), now))
}

/// The rows that the draft's key condition selects, when it asks what is shown.
fn bracket(desk: Desk) -> Option<Rows> {
    let draft = desk.app.draft.get();
    desk.rows.with(|rows| {
        let target = Target { table: draft.table.clone(), index: draft.index.clone() };
        let asks = draft.verb == Verb::Query && draft.raw.is_none() && *rows.target() == target;
        let selection = asks.then(|| draft.key.selection(rows.keys()?)).flatten()?;
        desk.app.look(|inspect| rows.selected(inspect, &selection))
    })
}

/// The row to bring into view: the first that is asked for, or that the last run came to.
fn lead(marks: Option<&Marks>, bracket: Option<&Rows>) -> Option<usize> {
    bracket.map(|rows| rows.start).or(marks.and_then(Marks::first))
}

#[component]
fn Empty() -> impl IntoView {
    let desk = use_desk();
    let note = move || {
        if desk.tables.with(Tables::is_empty) {
            return "There are no tables. Run CreateTable, or load a dataset above.".to_owned();
        }
        if desk.shown.with(|shown| shown.index.is_none()) {
            return "This table is empty. Put an item, or load a dataset above.".to_owned();
        }
        let waiting =
            desk.rows.with(|rows| desk.app.look(|inspect| rows.waiting_for_index(inspect)));
        match waiting {
            0 => "This index is empty. Only items that have its key attributes appear here."
                .to_owned(),
            items => format!(
                "This index lags behind its table: {} with its key attributes not arrived yet.",
                plural(items as u64, "item has", "items have")
            ),
        }
    };
    view! { <p class="answer-empty">{note}</p> }
}

/// What is shown, and how.
#[component]
fn Title() -> impl IntoView {
    let desk = use_desk();
    let size = move || desk.rows.with(|rows| (rows.len(), rows.collections().len()));
    let text = move || {
        let (items, collections) = size();
        let collections = plural(collections as u64, "collection", "collections");
        format!("{} in {collections}", words::items(items as u64))
    };
    let entities = move || {
        let dataset = desk.app.recipe.get().dataset;
        dataset.entities().iter().copied().map(mark).collect::<Vec<_>>()
    };
    let button = move |view: DataView, label: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (desk.view.get() == view).to_string()
                on:click=move |_| desk.view.set(view)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="answer-title">
            <h2 class="panel-title">"Data"</h2>
            <LookedAt/>
            <span class="answer-pages">{text}</span>
            <div class="answer-views" role="group" aria-label="Show the items as">
                {button(DataView::Shelves, "Collections")}
                {button(DataView::Grid, "Grid")}
            </div>
        </div>
        <EntityLegend entities=Signal::derive(entities)/>
    }
}

/// The choice of what to look at.
#[component]
fn LookedAt() -> impl IntoView {
    let desk = use_desk();
    let targets = Memo::new(move |_| desk.tables.with(Tables::targets));
    let choose = move |text: String| {
        let targets = targets.get_untracked();
        if let Some(target) = targets.into_iter().find(|target| target.label() == text) {
            desk.look_at(target);
        }
    };
    let options =
        Signal::derive(move || targets.with(|t| t.iter().map(Target::label).collect::<Vec<_>>()));
    view! {
        <Choice
            label="Items of"
            quiet=true
            options=options
            chosen=Signal::derive(move || desk.shown.with(Target::label))
            on_choose=choose
        />
    }
}

/// The items as shelves.
#[component]
fn ItemShelves(
    /// What the last run did with them.
    marks: Memo<Option<Arc<Marks>>>,
    /// Those that the draft's key condition selects.
    bracket: Memo<Option<Rows>>,
) -> impl IntoView {
    let desk = use_desk();
    let data = Memo::new(move |_| {
        let rows = desk.rows.get();
        let dataset = desk.app.recipe.get_untracked().dataset;
        let marks = marks.get();
        let bracket = bracket.get();
        let lead = lead(marks.as_deref(), bracket.as_ref());
        let collections = rows.collections();
        let labelled = rows.clone();
        let item = move |row: usize| {
            let item = rows.item(row)?;
            Some(ShelfItem {
                entity: mark(entity_of(dataset, item)),
                sort: rows.sort_text(row),
                bytes: rows.size(row)?,
                mark: marks.as_ref().and_then(|marks| marks.at(row)),
            })
        };
        ShelfData {
            collections,
            label: Arc::new(move |row| labelled.partition_text(row)),
            item: Arc::new(item),
            bracket,
            lead,
        }
    });
    view! { <Shelves data label="Collections" selected=desk.selected on_open=open(desk)/> }
}

/// The items as a grid.
#[component]
fn ItemGrid(
    /// What the last run did with them.
    marks: Memo<Option<Arc<Marks>>>,
    /// Those that the draft's key condition selects.
    bracket: Memo<Option<Rows>>,
) -> impl IntoView {
    let desk = use_desk();
    let names = Memo::new(move |_| Arc::new(desk.rows.with(TableRows::columns)));
    let data = Memo::new(move |_| {
        let rows = desk.rows.get();
        let dataset = desk.app.recipe.get_untracked().dataset;
        let columns = names.get();
        let marks = marks.get();
        let bracket = bracket.get();
        let lead = lead(marks.as_deref(), bracket.as_ref());
        let count = rows.len();
        let shown = columns.clone();
        let row = move |at: usize| {
            let item = rows.item(at)?;
            Some(GridRow {
                entity: Some(mark(entity_of(dataset, item))),
                mark: marks.as_ref().and_then(|marks| marks.at(at)),
                bracketed: bracket.as_ref().is_some_and(|rows| rows.contains(&at)),
                cells: shown.iter().map(|column| item.get(column).map(short)).collect(),
            })
        };
        GridData { columns, count, row: Arc::new(row), lead }
    });
    view! {
        <DataGrid
            data
            label="Items"
            id="data-row"
            selected=desk.selected
            on_open=open(desk)
        />
    }
}

fn open(desk: Desk) -> Callback<usize> {
    Callback::new(move |row| desk.selected.set(Some(row)))
}

/// The section's id: on a small screen an item that was tapped opens below what is in sight.
const ITEM_ID: &str = "selected-item";

/// The selected item, if there is one. It comes into view by itself.
#[component]
pub fn SelectedItem() -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| {
        let row = desk.selected.get()?;
        desk.rows.with(|rows| Some((rows.item(row)?.clone(), rows.size(row)?)))
    });
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            dom::time::soon(|| dom::scroll::reveal(ITEM_ID));
        }
    });
    move || {
        chosen.get().map(|(item, bytes)| {
            let members = item_to_json(&item).as_object().cloned().unwrap_or_default();
            view! {
                <section class="data-item" id=ITEM_ID aria-label="Selected item">
                    <div class="answer-title">
                        <h3 class="panel-title">"Item"</h3>
                        <span class="answer-pages">{grouped(&bytes.to_string())} " bytes"</span>
                        <Actions item=item/>
                    </div>
                    <OneItem item=members/>
                </section>
            }
        })
    }
}

/// Requests about the item: each fills the form and runs nothing.
#[component]
fn Actions(
    /// The item, or what the index holds of it.
    item: Item,
) -> impl IntoView {
    let desk = use_desk();
    let item = StoredValue::new(item);
    let ask = move |operation: &'static str| {
        let body = item.with_value(|item| body(desk, operation, item));
        if let Some(body) = body {
            desk.fill(Draft::from_request(operation, &body));
            desk.tab.set(Tab::Request);
            // The form stands above and may be out of sight; the focus brings it into view.
            dom::time::soon(|| dom::route::focus(RUN_ID));
        }
    };
    view! {
        <span class="answer-steps">
            <button type="button" on:click=move |_| ask("GetItem")>"Get"</button>
            <button type="button" on:click=move |_| ask("PutItem")>"Edit (Put)"</button>
            <button type="button" on:click=move |_| ask("UpdateItem")>"Update"</button>
            <button type="button" on:click=move |_| ask("DeleteItem")>"Delete"</button>
            <button type="button" aria-label="Close the item" on:click=move |_| desk.selected.set(None)>
                "×"
            </button>
        </span>
    }
}

/// The body of a request about the item.
fn body(desk: Desk, operation: &str, item: &Item) -> Option<Json> {
    let schema = desk.rows.with_untracked(|rows| rows.schema().cloned())?;
    let table = schema.name.as_str();
    if operation == "PutItem" {
        // An index may hold only a part of the item, and putting that would lose the rest. An
        // entry whose item is gone already, where the index is behind, is all that there is.
        let stored = desk.app.look_once(|inspect| item_with_key_of(item, &schema, inspect));
        let whole = stored.as_ref().unwrap_or(item);
        return Some(json!({ "TableName": table, "Item": item_to_json(whole) }));
    }
    Some(json!({ "TableName": table, "Key": item_to_json(&schema.keys.project(item)) }))
}
