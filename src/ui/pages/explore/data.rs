//! The data view: the items of a table or index, as shelves or as a grid, and the selected one.

mod item;

use std::sync::Arc;

use leptos::either::EitherOf3;
use leptos::prelude::*;

use self::item::SelectedItem;
use super::answer::mark;
use super::desk::{DataView, Desk, use_desk};
use super::form::Choice;
use crate::datasets::entity_of;
use crate::ui::components::entity::EntityLegend;
use crate::ui::components::grid::{DataGrid, GridData, GridRow};
use crate::ui::components::shelves::{ShelfData, ShelfItem, Shelves};
use crate::ui::model::draft::Verb;
use crate::ui::model::estimate::grouped;
use crate::ui::model::grid::columns;
use crate::ui::model::marks::Marks;
use crate::ui::model::shelves::{partition_text, short, sort_text};
use crate::ui::model::stock::{Stock, Target};

/// The items of a table or index.
#[component]
pub fn DataPanel() -> impl IntoView {
    let desk = use_desk();
    let marks = Memo::new(move |_| marks(desk));
    let bracket = Memo::new(move |_| bracket(desk));
    let empty = Memo::new(move |_| desk.stock.with(|stock| stock.rows.is_empty()));
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
    desk.stock.with(|stock| run.trail.marks(&stock.target, now))
}

/// The rows that the draft's key condition selects, when it asks what is shown.
fn bracket(desk: Desk) -> Option<Rows> {
    let draft = desk.app.draft.get();
    desk.stock.with(|stock| {
        let target = Target { table: draft.table.clone(), index: draft.index.clone() };
        let asks = draft.verb == Verb::Query && draft.raw.is_none() && stock.target == target;
        let selection = asks.then(|| draft.key.selection(stock.keys()?)).flatten()?;
        desk.app.look(|engine| stock.selected(&engine.inspect(), &selection))
    })
}

/// The row to bring into view: the first that is asked for, or that the last run came to.
fn lead(marks: Option<&Marks>, bracket: Option<&Rows>) -> Option<usize> {
    bracket.map(|rows| rows.start).or(marks.and_then(Marks::first))
}

#[component]
fn Empty() -> impl IntoView {
    let desk = use_desk();
    let note = move || match desk.shown.with(|shown| shown.index.is_some()) {
        true => "No item has the key of this index: it holds only items that do.",
        false => "This table has no items yet. Put one, or load a dataset above.",
    };
    view! { <p class="answer-empty">{note}</p> }
}

/// What is shown, and how.
#[component]
fn Title() -> impl IntoView {
    let desk = use_desk();
    let size = move || desk.stock.with(|s| (s.rows.len(), s.collections.len()));
    let text = move || {
        let (items, collections) = size();
        let plural = if collections == 1 { "" } else { "s" };
        format!(
            "{} items in {} collection{plural}",
            grouped(&items.to_string()),
            grouped(&collections.to_string())
        )
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
                {button(DataView::Shelves, "Shelves")}
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
    let targets = Memo::new(move |_| desk.tables.with(|tables| Target::all(tables)));
    let choose = move |text: String| {
        let found =
            targets.with_untracked(|t| t.iter().find(|target| target.label() == text).cloned());
        found.into_iter().for_each(|target| desk.look_at(target));
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
        let stock = desk.stock.get();
        let dataset = desk.app.recipe.get_untracked().dataset;
        let (marks, bracket) = (marks.get(), bracket.get());
        let lead = lead(marks.as_deref(), bracket.as_ref());
        let (labelled, shown) = (stock.clone(), stock.clone());
        let item = move |row: usize| ShelfItem {
            entity: mark(entity_of(dataset, shown.rows[row].item.item())),
            sort: text_of(&shown, row, sort_text),
            bytes: shown.rows[row].item.size(),
            mark: marks.as_ref().and_then(|marks| marks.at(row)),
        };
        ShelfData {
            collections: stock.collections,
            label: Arc::new(move |row| text_of(&labelled, row, partition_text)),
            item: Arc::new(item),
            bracket,
            lead,
        }
    });
    view! { <Shelves data label="Collections" selected=desk.selected on_open=open(desk)/> }
}

fn text_of(
    stock: &Stock,
    row: usize,
    text: fn(&crate::model::KeySchema, &crate::model::Item) -> String,
) -> String {
    stock.keys().zip(stock.item(row)).map(|(keys, item)| text(keys, item)).unwrap_or_default()
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
    let names = Memo::new(move |_| {
        desk.stock.with(|stock| {
            let schemas: Vec<_> =
                stock.keys().into_iter().chain(stock.schema.as_ref().map(|s| &s.keys)).collect();
            Arc::new(columns(&schemas, stock.rows.iter().map(|row| row.item.item())))
        })
    });
    let data = Memo::new(move |_| {
        let stock = desk.stock.get();
        let dataset = desk.app.recipe.get_untracked().dataset;
        let (columns, marks, bracket) = (names.get(), marks.get(), bracket.get());
        let (shown, count) = (columns.clone(), stock.rows.len());
        let lead = lead(marks.as_deref(), bracket.as_ref());
        let row = move |at: usize| {
            let item = stock.rows[at].item.item();
            GridRow {
                entity: Some(mark(entity_of(dataset, item))),
                mark: marks.as_ref().and_then(|marks| marks.at(at)),
                bracketed: bracket.as_ref().is_some_and(|rows| rows.contains(&at)),
                cells: shown.iter().map(|column| item.get(column).map(short)).collect(),
            }
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
