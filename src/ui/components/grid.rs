//! A grid of many rows, of which only those in view are in the page.
//!
//! Owns drawing, scrolling and keys. Rows come as text from a function, so that nothing is made
//! for the rows that nobody looks at.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::entity::{EntityBadge, EntityMark};
use super::scroller::Scroller;
use crate::ui::model::grid::Step;
use crate::ui::model::marks::Mark;
use crate::ui::model::words::css_pixels;

/// The height of a row in pixels, the same as in the style sheet.
pub const ROW_HEIGHT: f64 = 32.0;

/// The width of a column in pixels: one for all, so that rows drawn one by one stay in line.
const COLUMN_WIDTH: u32 = 184;

/// A row as text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GridRow {
    /// What the row is.
    pub entity: Option<EntityMark>,
    /// What the last request did with it.
    pub mark: Option<Mark>,
    /// Whether the key condition selects it.
    pub bracketed: bool,
    /// A text for each column; `None` where the item lacks the attribute.
    pub cells: Vec<Option<String>>,
}

/// What the grid shows: replaced whole when the data changes. Two are equal when they read their
/// rows from the same place.
#[derive(Clone)]
pub struct GridData {
    /// Column names.
    pub columns: Arc<Vec<String>>,
    /// How many rows there are.
    pub count: usize,
    /// The text of a row; none when there is no such row.
    pub row: Arc<dyn Fn(usize) -> Option<GridRow> + Send + Sync>,
    /// The row to bring into view.
    pub lead: Option<usize>,
}

impl PartialEq for GridData {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.row, &other.row)
    }
}

/// Selecting several rows: for a row whether it is, and what turns that round.
#[derive(Clone, Copy)]
pub struct Picking {
    /// Whether the row is selected. Tracks it.
    pub is_picked: Callback<usize, bool>,
    /// Selects the row, or no longer.
    pub toggle: Callback<usize>,
}

/// A grid that scrolls smoothly over any number of rows. Arrows, PageUp, PageDown, Home and End
/// move the selection; Enter opens it, and Space selects it among several where that is wanted.
#[component]
pub fn DataGrid(
    /// What to show.
    #[prop(into)]
    data: Signal<GridData>,
    /// What the grid is called.
    #[prop(into)]
    label: String,
    /// Begins the ids of rows, which must be unique in the page.
    id: &'static str,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called with a row that was opened by Enter or a click.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
    /// Selecting several rows.
    #[prop(optional_no_strip)]
    picking: Option<Picking>,
) -> impl IntoView {
    let scroller = Scroller::new();
    let count = Memo::new(move |_| data.with(|data| data.count));
    let slice = Memo::new(move |_| scroller.slice(count.get(), ROW_HEIGHT));
    let lead = Memo::new(move |_| data.with(|data| data.lead));
    Effect::new(move |_| {
        let row = lead.get();
        scroller.lead(row, row.unwrap_or_default(), count.get(), ROW_HEIGHT);
    });
    Effect::new(move |_| {
        if let Some(row) = selected.get() {
            scroller.reveal(row, count.get_untracked(), ROW_HEIGHT);
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        if let (" ", Some(picking), Some(row)) =
            (event.key().as_str(), picking, selected.get_untracked())
        {
            event.prevent_default();
            return picking.toggle.run(row);
        }
        let count = count.get_untracked();
        let page = untrack(|| scroller.window(count, ROW_HEIGHT)).page().saturating_sub(1).max(1);
        on_key(&event, selected, count, page, on_open);
    };
    let columns = Memo::new(move |_| data.with(|data| data.columns.clone()));
    // Keyed by their place, so that scrolling makes only the rows that come into view.
    let rows = move || {
        let slice = slice.get();
        let end = slice.end.min(count.get());
        slice.first.min(end)..end
    };
    view! {
        <div
            class="grid"
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=move || (count.get() + 1).to_string()
            aria-activedescendant=move || selected.get().map(|row| format!("{id}-{row}"))
            node_ref=scroller.node
            on:scroll=move |_| scroller.scrolled()
            on:keydown=on_keydown
            style:--grid-columns=move || {
                let mark = if picking.is_some() { 64 } else { 40 };
                format!("{mark}px repeat({}, {COLUMN_WIDTH}px)", columns.get().len().max(1))
            }
        >
            <div class="grid-head" role="rowgroup">
                <div class="grid-row" role="row" aria-rowindex="1">
                    <span role="columnheader" class="grid-mark">
                        <span class="visually-hidden">"Entity"</span>
                    </span>
                    <For
                        each=move || columns.get().to_vec()
                        key=|column| column.clone()
                        let(column)
                    >
                        <span role="columnheader" class="grid-cell">{column}</span>
                    </For>
                </div>
            </div>
            <div
                class="grid-body"
                role="rowgroup"
                style:height=move || css_pixels(scroller.window(count.get(), ROW_HEIGHT).height())
            >
                <div
                    class="grid-slice"
                    role="presentation"
                    style:transform=move || format!("translateY({})", css_pixels(slice.get().top))
                >
                    <For each=rows key=|at| *at let(at)>
                        <Row data at id selected on_open picking/>
                    </For>
                </div>
            </div>
        </div>
    }
}

/// One row. It follows the data and the selection for as long as it is in view.
#[component]
fn Row(
    /// What the grid shows.
    data: Signal<GridData>,
    /// Which row of it.
    at: usize,
    /// Begins the row's id.
    id: &'static str,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called when the row was opened.
    on_open: Option<Callback<usize>>,
    /// Selecting several rows.
    picking: Option<Picking>,
) -> impl IntoView {
    let pick = picking.map(|Picking { is_picked, toggle }| {
        view! {
            <input
                type="checkbox"
                tabindex="-1"
                aria-label=format!("Select item {}", at + 1)
                prop:checked=move || is_picked.run(at)
                on:click=move |event| event.stop_propagation()
                on:change=move |_| toggle.run(at)
            />
        }
    });
    let row = Memo::new(move |_| data.with(|data| (data.row)(at)).unwrap_or_default());
    let is_selected = Memo::new(move |_| selected.get() == Some(at));
    let has_mark = move |mark: Mark| row.with(|row| row.mark == Some(mark));
    let open = move |_| {
        selected.set(Some(at));
        if let Some(on_open) = on_open {
            on_open.run(at);
        }
    };
    view! {
        <div
            class="grid-row"
            class:is-selected=is_selected
            class:is-bracketed=move || row.with(|row| row.bracketed)
            class:is-kept=move || has_mark(Mark::Returned)
            class:is-filtered=move || has_mark(Mark::FilteredOut)
            class:is-written=move || has_mark(Mark::Written)
            role="row"
            id=format!("{id}-{at}")
            aria-rowindex=at + 2
            aria-selected=move || is_selected.get().to_string()
            on:click=open
        >
            <span role="gridcell" class="grid-mark">
                {pick}
                {move || row.with(|row| row.entity).map(|entity| view! { <EntityBadge entity/> })}
                {move || {
                    let mark = row.with(|row| row.mark);
                    mark.map(|mark| view! { <span class="visually-hidden">{mark.word()}</span> })
                }}
            </span>
            {move || row.get().cells.into_iter().map(|text| view! { <Cell text/> }).collect_view()}
        </div>
    }
}

/// What an item has in a column.
#[component]
fn Cell(
    /// The attribute's value; none where the item lacks the attribute.
    text: Option<String>,
) -> impl IntoView {
    let is_missing = text.is_none();
    view! {
        <span role="gridcell" class="grid-cell" class:is-missing=is_missing>
            {text}
        </span>
    }
}

/// Moves the selection or opens it; other keys go on to whoever wants them.
fn on_key(
    event: &KeyboardEvent,
    selected: RwSignal<Option<usize>>,
    count: usize,
    page: usize,
    on_open: Option<Callback<usize>>,
) {
    if event.ctrl_key() || event.meta_key() || count == 0 {
        return;
    }
    if let Some(step) = Step::from_key(&event.key()) {
        event.prevent_default();
        let next = selected.get_untracked().map_or(0, |row| step.from_row(row, count, page));
        selected.set(Some(next));
    } else if event.key() == "Enter" {
        event.prevent_default();
        if let (Some(row), Some(on_open)) = (selected.get_untracked(), on_open) {
            on_open.run(row);
        }
    }
}
