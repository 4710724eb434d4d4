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

/// What the shelves show: replaced whole when the data changes. Two are equal when they read their
/// items from the same place.
#[derive(Clone)]
pub struct ShelfData {
    /// The collections, as ranges of rows.
    pub collections: Arc<Vec<Range<usize>>>,
    /// The partition key of a row.
    pub label: Arc<dyn Fn(usize) -> String + Send + Sync>,
    /// A row as an item; none when there is no such row.
    pub item: Arc<dyn Fn(usize) -> Option<ShelfItem> + Send + Sync>,
    /// The rows that the key condition selects.
    pub bracket: Option<Range<usize>>,
    /// The row to bring into view.
    pub lead: Option<usize>,
}

impl ShelfData {
    fn rows(&self) -> usize {
        self.collections.last().map_or(0, |last| last.end)
    }

    /// A row as an item, and where it stands to the bracket; none once the row is gone.
    fn item(&self, row: usize) -> Option<(ShelfItem, Place)> {
        Some(((self.item)(row)?, Place::of(row, self.bracket.as_ref())))
    }
}

impl PartialEq for ShelfData {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.item, &other.item)
    }
}

/// Where an item stands to the bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    Effect::new(move |_| {
        if let Some(line) = lead.get().and_then(line) {
            scroller.lead(line, count(), height());
        }
    });
    Effect::new(move |_| {
        let chosen = selected.get();
        // Only another selection brings an item into view, not other data around it.
        untrack(|| {
            if let Some(line) = chosen.and_then(line) {
                scroller.reveal(line, count(), height());
            }
        });
    });
    let on_keydown = move |event: KeyboardEvent| {
        let page = untrack(|| scroller.window(count(), height())).page();
        let rows = data.with_untracked(ShelfData::rows);
        on_key(&event, selected, rows, per_line.get_untracked(), page, on_open);
    };
    // Keyed by their place, so that scrolling makes only the lines that come into view.
    let lines = move || {
        let slice = slice.get();
        let end = slice.end.min(count());
        slice.first.min(end)..end
    };
    view! {
        <div
            class="shelves"
            class:is-narrow=narrow
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=count
            aria-activedescendant=move || selected.get().map(|row| format!("shelf-item-{row}"))
            node_ref=scroller.node
            on:scroll=move |_| scroller.scrolled()
            on:keydown=on_keydown
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
                    <For each=lines key=|at| *at let(at)>
                        <Shelf data lines=cut at selected on_open/>
                    </For>
                </div>
            </div>
        </div>
    }
}

fn items_per_line(width: f64, narrow: bool) -> usize {
    let room = if narrow { width } else { width - LABEL_WIDTH };
    ((room / ITEM_WIDTH) as usize).max(2)
}

/// One line: the partition key, and some of its items.
#[component]
fn Shelf(
    /// What the shelves show.
    data: Signal<ShelfData>,
    /// All lines.
    lines: Memo<Arc<Vec<Line>>>,
    /// Which of them.
    at: usize,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called with an item that was opened.
    on_open: Callback<usize>,
) -> impl IntoView {
    let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned()));
    let key = Memo::new(move |_| {
        let first = line.with(|line| line.as_ref().map(|line| line.rows.start));
        first.map(|row| data.with(|data| (data.label)(row)))
    });
    let note = move || line.with(|line| line.as_ref().and_then(Line::note));
    let is_continued = move || line.with(|line| line.as_ref().is_some_and(|l| l.before > 0));
    let rows = move || line.with(|line| line.as_ref().map_or(0..0, |line| line.rows.clone()));
    view! {
        <div class="shelf" class:is-continued=is_continued role="row" aria-rowindex=at + 1>
            <span class="shelf-label" role="rowheader" title=key>
                <span class="shelf-key">{key}</span>
                <span class="shelf-count">{note}</span>
            </span>
            <For each=rows key=|row| *row let(row)>
                <Item data row selected on_open/>
            </For>
        </div>
    }
}

/// One item.
#[component]
fn Item(
    /// What the shelves show.
    data: Signal<ShelfData>,
    /// Which row of it.
    row: usize,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called when the item was opened.
    on_open: Callback<usize>,
) -> impl IntoView {
    let item = Memo::new(move |_| data.with(|data| data.item(row)));
    let is_selected = Memo::new(move |_| selected.get() == Some(row));
    let has_mark = move |mark: Mark| {
        item.with(|item| item.as_ref().is_some_and(|(item, _)| item.mark == Some(mark)))
    };
    let has_place = move |is_there: fn(&Place) -> bool| {
        item.with(|item| item.as_ref().is_some_and(|(_, place)| is_there(place)))
    };
    let said = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|(item, place)| spoken(item, *place)))
    });
    let badge = move || {
        let entity = item.with(|item| item.as_ref().map(|(item, _)| item.entity));
        entity.map(|entity| {
            view! { <span class=entity.class() aria-hidden="true">{entity.letter.to_string()}</span> }
        })
    };
    let sort = move || item.with(|item| item.as_ref().map(|(item, _)| item.sort.clone()));
    let open = move |_| {
        selected.set(Some(row));
        on_open.run(row);
    };
    view! {
        <span
            class="shelf-item"
            class:is-selected=is_selected
            class:is-bracketed=move || has_place(|place| place.inside)
            class:is-bracket-first=move || has_place(|place| place.first)
            class:is-bracket-last=move || has_place(|place| place.last)
            class:is-kept=move || has_mark(Mark::Returned)
            class:is-filtered=move || has_mark(Mark::FilteredOut)
            class:is-written=move || has_mark(Mark::Written)
            role="gridcell"
            id=format!("shelf-item-{row}")
            data-testid="shelf-item"
            aria-selected=move || is_selected.get().to_string()
            title=said
            on:click=open
        >
            {badge}
            <span class="shelf-sort"><bdi>{sort}</bdi></span>
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
        ("Enter", _) => {
            if let Some(row) = at {
                on_open.run(row);
            }
            return;
        }
        (_, Some(Step::Up)) => to(now.saturating_sub(per_line)),
        (_, Some(Step::Down)) => to(now + per_line),
        (_, Some(step)) => to(step.from_row(now, rows, page * per_line)),
        _ => return,
    };
    event.prevent_default();
    selected.set(Some(next));
}
