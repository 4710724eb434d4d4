//! Collections as shelves: one shelf for each partition key, its items in sort-key order.
//!
//! Owns drawing, scrolling and keys. A long collection goes on in further lines, so that every
//! line has one height; only lines in view are in the page.

use std::ops::Range;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::entity::EntityMark;
use super::scroller::Scroller;
use crate::ui::model::grid::Step;
use crate::ui::model::marks::Mark;
use crate::ui::model::shelves::{Line, line_of, lines};
use crate::ui::model::words::css_pixels;
use crate::ui::reactive::{Memo, RwSignal, Signal, effect};
use crate::ui::{handler, view};

/// The height of a line beside its label, and below it on narrow screens, in pixels.
const LINE_HEIGHT: f64 = 52.0;
const NARROW_LINE_HEIGHT: f64 = 76.0;
/// Below this width the label stands above the items.
const NARROW: f64 = 640.0;
const LABEL_WIDTH: f64 = 176.0;
const ITEM_WIDTH: f64 = 136.0;

/// An item on its shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct ShelfItem {
    /// What it is.
    pub entity: EntityMark,
    /// Its sort key.
    pub sort: String,
    /// Its size.
    pub bytes: u32,
    /// What the last request did with it.
    pub mark: Option<Mark>,
}

/// What the shelves show: replaced whole when the data changes.
#[derive(Clone)]
pub struct ShelfData {
    /// The collections, as ranges of rows.
    pub collections: Arc<Vec<Range<usize>>>,
    /// The partition key of a row.
    pub label: Arc<dyn Fn(usize) -> String + Send + Sync>,
    /// A row as an item.
    pub item: Arc<dyn Fn(usize) -> ShelfItem + Send + Sync>,
    /// The rows that the key condition selects.
    pub bracket: Option<Range<usize>>,
    /// The row to bring into view.
    pub lead: Option<usize>,
}

impl ShelfData {
    fn rows(&self) -> usize {
        self.collections.last().map_or(0, |last| last.end)
    }
}

/// Shelves that scroll smoothly over any number of items. Left and Right go from item to item, Up
/// and Down from line to line; Enter opens the item.
#[component]
pub fn Shelves(
    /// What to show.
    #[prop(into)]
    data: Signal<ShelfData>,
    /// What the shelves are called.
    #[prop(into)]
    label: String,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called with a row that was opened by Enter or a click.
    #[prop(into)]
    on_open: Callback<usize>,
) -> impl IntoView {
    let scroller = Scroller::new();
    let narrow = Memo::new(move |_| scroller.width() < NARROW);
    let height = move || if narrow.get() { NARROW_LINE_HEIGHT } else { LINE_HEIGHT };
    let per_line = Memo::new(move |_| items_per_line(scroller.width(), narrow.get()));
    let cut =
        Memo::new(move |_| Arc::new(data.with(|data| lines(&data.collections, per_line.get()))));
    let count = move || cut.with(|lines| lines.len());
    let slice = Memo::new(move |_| scroller.slice(count(), height()));
    let line = move |row: usize| cut.with(|lines| line_of(lines, row));
    let lead = Memo::new(move |_| data.with(|data| data.lead));
    effect(move || {
        let first = lead.get().and_then(line);
        first.into_iter().for_each(|line| scroller.lead(line, count(), height()));
    });
    effect(move || {
        let chosen = selected.get().and_then(|row| untrack(|| line(row)));
        chosen.into_iter().for_each(|line| untrack(|| scroller.reveal(line, count(), height())));
    });
    let keys = move |event: KeyboardEvent| {
        let page = scroller.window(count(), height()).page();
        let rows = data.with(ShelfData::rows);
        on_key(&event, selected, rows, per_line.get(), page, on_open);
    };
    let shelves = move || {
        let (slice, data, chosen) = (slice.get(), data.get(), selected.get());
        let lines = cut.get();
        let end = slice.end.min(lines.len());
        let draw = |at| shelf(&data, at, &lines[at], chosen, selected, on_open);
        (slice.first.min(end)..end).map(draw).collect_view()
    };
    view! {
        <div
            class="shelves"
            class:is-narrow=move || narrow.get()
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=move || count().to_string()
            aria-activedescendant=move || selected.get().map(|row| format!("shelf-item-{row}"))
            node_ref=scroller.node
            on:scroll=handler(move |_| scroller.scrolled())
            on:keydown=handler(keys)
            style:--shelf-items=move || per_line.get().to_string()
        >
            <div
                class="shelves-body"
                role="presentation"
                style:height=move || css_pixels(scroller.window(count(), height()).height())
            >
                <div
                    class="shelves-slice"
                    role="rowgroup"
                    style:transform=move || format!("translateY({})", css_pixels(slice.get().top))
                >
                    {move || shelves()}
                </div>
            </div>
        </div>
    }
}

fn items_per_line(width: f64, narrow: bool) -> usize {
    let room = if narrow { width } else { width - LABEL_WIDTH };
    ((room / ITEM_WIDTH) as usize).max(2)
}

fn shelf(
    data: &ShelfData,
    at: usize,
    line: &Line,
    chosen: Option<usize>,
    selected: RwSignal<Option<usize>>,
    on_open: Callback<usize>,
) -> AnyView {
    let text = (data.label)(line.rows.start);
    let title = text.clone();
    let rest = line.rest_text();
    let size =
        (line.before == 0 && line.collection > 1).then(|| format!("{} items", line.collection));
    let continued = line.before > 0;
    let item = |row: usize| {
        let place = Place::of(row, data.bracket.as_ref());
        shelf_item(row, (data.item)(row), place, chosen == Some(row), selected, on_open)
    };
    view! {
        <div class="shelf" class:is-continued=continued role="row" aria-rowindex=at + 1>
            <span class="shelf-label" role="rowheader" title=title>
                <span class="shelf-key">{text}</span>
                <span class="shelf-count">{rest.or(size)}</span>
            </span>
            {line.rows.clone().map(item).collect_view()}
        </div>
    }
}

/// Where an item stands to the bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    inside: bool,
    first: bool,
    last: bool,
}

impl Place {
    fn of(row: usize, bracket: Option<&Range<usize>>) -> Self {
        let inside = bracket.is_some_and(|rows| rows.contains(&row));
        let first = inside && bracket.is_some_and(|rows| rows.start == row);
        let last = inside && bracket.is_some_and(|rows| rows.end == row + 1);
        Self { inside, first, last }
    }
}

fn shelf_item(
    row: usize,
    item: ShelfItem,
    place: Place,
    chosen: bool,
    selected: RwSignal<Option<usize>>,
    on_open: Callback<usize>,
) -> AnyView {
    let open = move |_| {
        selected.set(Some(row));
        on_open.run(row);
    };
    let said = spoken(&item, place);
    let title = said.clone();
    view! {
        <span
            class="shelf-item"
            class:is-selected=chosen
            class:is-bracketed=place.inside
            class:is-bracket-first=place.first
            class:is-bracket-last=place.last
            class:is-kept=item.mark == Some(Mark::Kept)
            class:is-filtered=item.mark == Some(Mark::Filtered)
            class:is-written=item.mark == Some(Mark::Written)
            role="gridcell"
            id=format!("shelf-item-{row}")
            data-testid="shelf-item"
            aria-selected=chosen.to_string()
            title=title
            on:click=handler(open)
        >
            <span class=item.entity.class() aria-hidden="true">{item.entity.letter.to_string()}</span>
            <span class="shelf-sort"><bdi>{item.sort}</bdi></span>
            <span class="visually-hidden">{said}</span>
        </span>
    }
}

/// What an item is and what became of it, in words.
fn spoken(item: &ShelfItem, place: Place) -> String {
    let mut said = format!("{} {}, {} bytes", item.entity.name, item.sort, item.bytes);
    if place.inside {
        said.push_str(", selected by the key condition");
    }
    if let Some(mark) = item.mark {
        said.push_str(", ");
        said.push_str(mark.word());
    }
    said
}

fn on_key(
    event: &KeyboardEvent,
    selected: RwSignal<Option<usize>>,
    rows: usize,
    per_line: usize,
    page: usize,
    on_open: Callback<usize>,
) {
    if event.ctrl_key() || event.meta_key() || rows == 0 {
        return;
    }
    let key = event.key();
    let at = selected.get_untracked();
    let last = rows - 1;
    let to = |row: usize| at.map_or(0, |_| row.min(last));
    let now = at.unwrap_or(0);
    let next = match (key.as_str(), Step::from_key(&key)) {
        ("ArrowRight", _) => to(now + 1),
        ("ArrowLeft", _) => to(now.saturating_sub(1)),
        ("Enter", _) => return at.into_iter().for_each(|row| on_open.run(row)),
        (_, Some(Step::Up)) => to(now.saturating_sub(per_line)),
        (_, Some(Step::Down)) => to(now + per_line),
        (_, Some(step)) => to(step.from_row(now, rows, page * per_line)),
        _ => return,
    };
    event.prevent_default();
    selected.set(Some(next));
}
