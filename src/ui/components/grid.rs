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
use crate::ui::reactive::{Memo, RwSignal, Signal, effect};
use crate::ui::{handler, view};

/// The height of a row in pixels, the same as in the style sheet.
pub const ROW_HEIGHT: f64 = 32.0;

/// The width of a column in pixels: one for all, so that rows drawn one by one stay in line.
const COLUMN_WIDTH: u32 = 184;

/// A row as text.
#[derive(Debug, Clone, PartialEq)]
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

/// What the grid shows: replaced whole when the data changes.
#[derive(Clone)]
pub struct GridData {
    /// Column names.
    pub columns: Arc<Vec<String>>,
    /// How many rows there are.
    pub count: usize,
    /// The text of a row.
    pub row: Arc<dyn Fn(usize) -> GridRow + Send + Sync>,
    /// The row to bring into view.
    pub lead: Option<usize>,
}

/// A grid that scrolls smoothly over any number of rows. Arrows, PageUp, PageDown, Home and End
/// move the selection; Enter opens it.
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
) -> impl IntoView {
    let scroller = Scroller::new();
    let count = Memo::new(move |_| data.with(|data| data.count));
    let slice = Memo::new(move |_| scroller.slice(count.get(), ROW_HEIGHT));
    let lead = Memo::new(move |_| data.with(|data| data.lead));
    effect(move || {
        if let Some(row) = lead.get() {
            scroller.lead(row, count.get(), ROW_HEIGHT);
        }
    });
    effect(move || {
        if let Some(row) = selected.get() {
            scroller.reveal(row, count.get_untracked(), ROW_HEIGHT);
        }
    });
    let keys = move |event: KeyboardEvent| {
        let page = scroller.window(count.get(), ROW_HEIGHT).page().saturating_sub(1).max(1);
        on_key(&event, selected, count.get(), page, on_open);
    };
    let columns = move || data.with(|data| data.columns.clone());
    let template = move || format!("40px repeat({}, {COLUMN_WIDTH}px)", columns().len().max(1));
    let rows = move || {
        let slice = slice.get();
        let chosen = selected.get();
        let data = data.get();
        let end = slice.end.min(data.count);
        let row =
            |at: usize| grid_row(id, at, (data.row)(at), chosen == Some(at), selected, on_open);
        (slice.first.min(end)..end).map(row).collect_view()
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
            on:scroll=handler(move |_| scroller.scrolled())
            on:keydown=handler(keys)
            style:--grid-columns=move || template()
        >
            <div class="grid-head" role="rowgroup">
                <div class="grid-row" role="row" aria-rowindex="1">
                    <span role="columnheader" class="grid-mark"><span class="visually-hidden">"Entity"</span></span>
                    {move || columns().iter().map(|column| header(column)).collect_view()}
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
                    {move || rows()}
                </div>
            </div>
        </div>
    }
}

fn header(column: &str) -> AnyView {
    view! { <span role="columnheader" class="grid-cell">{column.to_owned()}</span> }
}

fn grid_row(
    id: &'static str,
    at: usize,
    row: GridRow,
    chosen: bool,
    selected: RwSignal<Option<usize>>,
    on_open: Option<Callback<usize>>,
) -> AnyView {
    let open = move |_| {
        selected.set(Some(at));
        if let Some(on_open) = on_open {
            on_open.run(at);
        }
    };
    let words = row.mark.map(Mark::word);
    view! {
        <div
            class="grid-row"
            class:is-selected=chosen
            class:is-bracketed=row.bracketed
            class:is-kept=row.mark == Some(Mark::Kept)
            class:is-filtered=row.mark == Some(Mark::Filtered)
            class:is-written=row.mark == Some(Mark::Written)
            role="row"
            id=format!("{id}-{at}")
            aria-rowindex=at + 2
            aria-selected=chosen.to_string()
            on:click=handler(open)
        >
            <span role="gridcell" class="grid-mark">
                {row.entity.map(|entity| view! { <EntityBadge entity/> })}
                {words.map(|words| view! { <span class="visually-hidden">{words}</span> })}
            </span>
            {row.cells.into_iter().map(cell).collect_view()}
        </div>
    }
}

fn cell(text: Option<String>) -> AnyView {
    let missing = text.is_none();
    view! {
        <span role="gridcell" class="grid-cell" class:is-missing=missing>
            {text.unwrap_or_default()}
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
