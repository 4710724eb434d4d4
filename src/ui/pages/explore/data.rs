//! The data view: the items of a table or index, as strips or as a grid, and the selected one.

use std::sync::Arc;

use leptos::either::EitherOf4;
use leptos::prelude::*;

use super::answer::mark;
use super::desk::{DataView, Desk, use_desk};
use super::form::Choice;
use super::item::ItemCard;
use super::mirror::IndexMirror;
use crate::datasets::entity_of;
use crate::ui::components::entity::EntityLegend;
use crate::ui::components::grid::{DataGrid, GridData, GridRow};
use crate::ui::components::strips::{StripData, StripItem, Strips};
use crate::ui::dom;
use crate::ui::model::draft::Verb;
use crate::ui::model::marks::Marks;
use crate::ui::model::route::Place;
use crate::ui::model::rows::{TableRows, Target};
use crate::ui::model::strips::{Zoom, short};
use crate::ui::model::tables::Tables;
use crate::ui::model::words::plural;

/// The items of a table or index.
#[component]
pub fn DataPanel() -> impl IntoView {
    let desk = use_desk();
    let marks = Memo::new(move |_| marks(desk));
    let bracket = Memo::new(move |_| bracket(desk));
    let empty = Memo::new(move |_| desk.rows.with(TableRows::is_empty));
    // A memo, so that choosing what is shown already keeps one's place in it; both zooms of the
    // strips are one view.
    let shown = Memo::new(move |_| match desk.view.get() {
        DataView::Whole => DataView::Labels,
        view => view,
    });
    let content = move || match (empty.get(), shown.get()) {
        (_, DataView::Mirror) => EitherOf4::D(view! { <IndexMirror/> }),
        (true, _) => EitherOf4::A(view! { <Empty/> }),
        (_, DataView::Grid) => EitherOf4::C(view! { <ItemGrid marks bracket/> }),
        (_, DataView::Labels | DataView::Whole) => {
            EitherOf4::B(view! { <ItemStrips marks bracket/> })
        }
    };
    view! {
        <Title/>
        {content}
        <Show when=move || shown.get() != DataView::Mirror>
            <SelectedItem/>
        </Show>
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
            return "There are no tables. Create one in Tables, or load a dataset above."
                .to_owned();
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
                "This index lags behind its table: {} not arrived yet.",
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
    let has_marks =
        Memo::new(move |_| desk.run.with(Option::is_some) && desk.view.get() != DataView::Mirror);
    view! {
        <div class="answer-title data-title">
            <LookedAt/>
            <a href=Place::Tables.fragment()>"Tables"</a>
            <a href=Place::Workspace.fragment()>"Import"</a>
            <EntityLegend entities=Signal::derive(entities)/>
            <div class="segments answer-views" role="group" aria-label="Show the items as">
                {button(DataView::Labels, "Collections")}
                {button(DataView::Whole, "Zoomed out")}
                {button(DataView::Grid, "Grid")}
                {button(DataView::Mirror, "Index mirror")}
            </div>
        </div>
        <Show when=move || has_marks.get()>
            <p class="strip-legend">
                <span><span class="strip-window"></span> "key condition"</span>
                <span><span class="strip-run is-kept"></span> "returned"</span>
                <span><span class="strip-run is-filtered"></span> "evaluated, filtered out"</span>
                <span><span class="strip-run is-written"></span> "written"</span>
            </p>
        </Show>
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

/// The items as strips.
#[component]
fn ItemStrips(
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
            Some(StripItem {
                entity: mark(entity_of(dataset, item)),
                sort: rows.sort_text(row),
                bytes: rows.size(row)?,
            })
        };
        StripData {
            collections,
            label: Arc::new(move |row| labelled.partition_text(row)),
            item: Arc::new(item),
            mark: Arc::new(move |row| marks.as_ref().and_then(|marks| marks.at(row))),
            bracket,
            lead,
        }
    });
    let zoom = Signal::derive(move || match desk.view.get() {
        DataView::Whole => Zoom::Whole,
        DataView::Labels | DataView::Grid | DataView::Mirror => Zoom::Labels,
    });
    view! { <Strips data label="Collections" zoom selected=desk.selected on_open=open(desk)/> }
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
fn SelectedItem() -> impl IntoView {
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
            let table = desk.rows.with_untracked(|rows| rows.target().table.clone());
            let on_close = move |()| desk.selected.set(None);
            view! { <ItemCard item table bytes=Some(bytes) id=ITEM_ID on_close/> }
        })
    }
}
