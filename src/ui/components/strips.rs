//! Collections as strips: a line for each partition key, its items in sort-key order, the key
//! condition as a window over them.
//!
//! Owns drawing, scrolling and keys. Only lines in view are in the page, and of a long line only
//! the items in view; the arithmetic of both is `ui::model`'s.

use std::ops::Range;
use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::entity::EntityMark;
use super::scroller::Scroller;
use crate::ui::model::grid::Step;
use crate::ui::model::marks::Mark;
use crate::ui::model::strips::{ITEM_WIDTH, LabelRoom, Strip, Zoom, parts, strip_of};
use crate::ui::model::words::{css_pixels, plural};

/// The height of a line beside its label, and below it on narrow screens, in pixels.
const LINE_HEIGHT: f64 = 48.0;
const NARROW_LINE_HEIGHT: f64 = 76.0;
/// Below this width the label stands above the items.
const NARROW: f64 = 560.0;
/// The room that the label takes, the same as in the style sheet.
const LABEL_WIDTH: f64 = 176.0;

/// An item on its strip.
#[derive(Debug, Clone, PartialEq)]
pub struct StripItem {
    /// What it is.
    pub entity: EntityMark,
    /// Its sort key.
    pub sort: String,
    /// Its size.
    pub bytes: u32,
}

/// What the strips show: replaced whole when the data changes. Two are equal when they read their
/// items from the same place.
#[derive(Clone)]
pub struct StripData {
    /// The collections, as ranges of rows.
    pub collections: Arc<Vec<Range<usize>>>,
    /// The partition key of a row.
    pub label: Arc<dyn Fn(usize) -> String + Send + Sync>,
    /// A row as an item; none when there is no such row.
    pub item: Arc<dyn Fn(usize) -> Option<StripItem> + Send + Sync>,
    /// What the last request did with a row.
    pub mark: Arc<dyn Fn(usize) -> Option<Mark> + Send + Sync>,
    /// The rows that the key condition selects.
    pub bracket: Option<Range<usize>>,
    /// The row to bring into view.
    pub lead: Option<usize>,
}

impl StripData {
    fn rows(&self) -> usize {
        self.collections.last().map_or(0, |last| last.end)
    }
}

impl PartialEq for StripData {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.item, &other.item)
    }
}

/// What every part of the view needs of the whole.
#[derive(Clone, Copy)]
struct Shared {
    data: Signal<StripData>,
    scroller: Scroller,
    zoom: Signal<Zoom>,
    selected: RwSignal<Option<usize>>,
    on_open: Callback<usize>,
    /// Whether labels stand above their items.
    narrow: Memo<bool>,
}

impl Shared {
    fn line_height(self) -> f64 {
        if self.narrow.get() { NARROW_LINE_HEIGHT } else { LINE_HEIGHT }
    }

    /// The width that the items of a line have.
    fn track(self) -> f64 {
        let width = self.scroller.width();
        if self.narrow.get() { width } else { (width - LABEL_WIDTH).max(ITEM_WIDTH) }
    }

    fn strip(self, at: usize) -> Option<Strip> {
        let rows = self.data.with(|data| data.collections.get(at).cloned())?;
        Some(Strip::new(rows, self.track(), self.zoom.get()))
    }

    fn collection_of(self, row: usize) -> Option<usize> {
        self.data.with(|data| strip_of(&data.collections, row))
    }

    fn open(self, row: usize) {
        self.selected.set(Some(row));
        self.on_open.run(row);
    }

    /// Brings a row into view, up and down and to the side.
    fn reveal(self, row: usize) {
        let Some(at) = self.collection_of(row) else { return };
        let lines = self.data.with(|data| data.collections.len());
        self.scroller.reveal(at, lines, self.line_height());
        self.reveal_on_line(at, row);
    }

    fn reveal_on_line(self, at: usize, row: usize) {
        if let Some(strip) = self.strip(at) {
            self.scroller.reveal_across(strip.left(row), strip.item, self.track());
        }
    }
}

/// Strips that scroll smoothly over any number of items. Left and Right go from item to item, Up
/// and Down from collection to collection; Enter opens the item.
#[component]
pub fn Strips(
    /// What to show.
    #[prop(into)]
    data: Signal<StripData>,
    /// What the strips are called.
    #[prop(into)]
    label: String,
    /// How they use their width.
    #[prop(into)]
    zoom: Signal<Zoom>,
    /// The selected row.
    selected: RwSignal<Option<usize>>,
    /// Called with a row that was opened by Enter or a click.
    #[prop(into)]
    on_open: Callback<usize>,
) -> impl IntoView {
    let scroller = Scroller::new();
    let narrow = Memo::new(move |_| scroller.width() < NARROW);
    let shared = Shared { data, scroller, zoom, selected, on_open, narrow };
    let count = Memo::new(move |_| data.with(|data| data.collections.len()));
    let slice = Memo::new(move |_| scroller.slice(count.get(), shared.line_height()));
    let lead = Memo::new(move |_| data.with(|data| data.lead));
    Effect::new(move |_| {
        let row = lead.get();
        let at = row.and_then(|row| shared.collection_of(row));
        let row = row.filter(|_| at.is_some());
        let has_led = scroller.lead(row, at.unwrap_or_default(), count.get(), shared.line_height());
        if let (true, Some(at), Some(row)) = (has_led, at, row) {
            untrack(|| shared.reveal_on_line(at, row));
        }
    });
    Effect::new(move |_| {
        let chosen = selected.get();
        // Only another selection brings an item into view, not other data around it.
        untrack(|| chosen.into_iter().for_each(|row| shared.reveal(row)));
    });
    let on_keydown = move |event: KeyboardEvent| {
        let page = untrack(|| scroller.window(count.get(), shared.line_height())).page().max(1);
        untrack(|| on_key(&event, shared, page));
    };
    let lines = move || {
        let slice = slice.get();
        let end = slice.end.min(count.get());
        slice.first.min(end)..end
    };
    // As wide as its longest collection, so that one bar scrolls them all.
    let width = Memo::new(move |_| {
        let longest = data.with(|data| data.collections.iter().map(Range::len).max());
        let items = match zoom.get() {
            Zoom::Labels => longest.unwrap_or(0) as f64 * ITEM_WIDTH,
            Zoom::Whole => 0.0,
        };
        items + if narrow.get() { 0.0 } else { LABEL_WIDTH }
    });
    view! {
        <div
            class="strips"
            class:is-narrow=narrow
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=move || count.get().to_string()
            aria-activedescendant=move || selected.get().map(|row| format!("strip-item-{row}"))
            node_ref=scroller.node
            on:scroll=move |_| scroller.scrolled()
            on:keydown=on_keydown
        >
            <div
                class="strips-body"
                role="presentation"
                style:height=move || {
                    css_pixels(scroller.window(count.get(), shared.line_height()).height())
                }
                style:min-width=move || css_pixels(width.get())
            >
                <div
                    class="strips-slice"
                    role="rowgroup"
                    style:transform=move || format!("translateY({})", css_pixels(slice.get().top))
                >
                    // Keyed by their place, so that scrolling makes only the lines that come into view.
                    <For each=lines key=|at| *at let(at)>
                        <Line shared at/>
                    </For>
                </div>
            </div>
        </div>
    }
}

/// One line: the partition key, and the items in view.
#[component]
fn Line(
    /// The whole.
    shared: Shared,
    /// Which collection.
    at: usize,
) -> impl IntoView {
    let strip = Memo::new(move |_| shared.strip(at));
    let key = Memo::new(move |_| {
        let first = strip.with(|strip| strip.as_ref().map(|strip| strip.rows.start));
        first.map(|row| shared.data.with(|data| (data.label)(row)))
    });
    let items = move || strip.with(|strip| strip.as_ref().map_or(0, |strip| strip.rows.len()));
    let note = move || plural(items() as u64, "item", "items");
    let window = move || {
        let bracket = shared.data.with(|data| data.bracket.clone());
        let place = strip.with(|strip| {
            let strip = strip.as_ref()?;
            let rows = strip.selected(bracket.as_ref())?;
            Some((strip.left(rows.start), rows.len() as f64 * strip.item))
        });
        place.map(|(left, width)| {
            view! {
                <span
                    class="strip-window"
                    style:left=css_pixels(left)
                    style:width=css_pixels(width)
                    aria-hidden="true"
                ></span>
            }
        })
    };
    let has_items = Memo::new(move |_| strip.with(|s| s.as_ref().is_some_and(Strip::has_items)));
    let in_sight = Memo::new(move |_| {
        strip.with(|strip| {
            let strip = strip.as_ref().filter(|strip| strip.has_items());
            let (left, width) = (shared.scroller.left(), shared.track());
            strip.map_or(0..0, |strip| strip.in_sight(left, width))
        })
    });
    let label_room =
        move || strip.with(|strip| strip.as_ref().map_or(LabelRoom::Whole, Strip::label_room));
    // All strips scroll together, so a short one may lie to the left of what shows: it says so,
    // or its line would look empty.
    let is_behind = Memo::new(move |_| {
        let end = strip.with(|s| s.as_ref().map_or(0.0, |s| s.left(s.rows.end)));
        end > 0.0 && shared.scroller.left() >= end
    });
    let scroll_back = move || shared.scroller.reveal_across(0.0, ITEM_WIDTH, shared.track());
    let open = move |event: MouseEvent| {
        // An item of its own is told by its id; a run of narrow ones by where it was pressed.
        let strip = strip.get_untracked().filter(|strip| !strip.has_items());
        if let Some(strip) = strip {
            shared.open(strip.row_at(Scroller::x_in_track(&event)));
        }
    };
    view! {
        <div class="strip" role="row" aria-rowindex=at + 1>
            <span class="strip-label" role="rowheader" title=key>
                <bdi class="strip-key">{key}</bdi>
                <span class="strip-count">{note}</span>
            </span>
            <div
                class="strip-track"
                class:is-short=move || label_room() == LabelRoom::End
                class:is-tiny=move || label_room() == LabelRoom::None
                role="presentation"
                style:width=move || {
                    let item = strip.with(|strip| strip.as_ref().map_or(0.0, |strip| strip.item));
                    css_pixels(items() as f64 * item)
                }
                style:--item=move || {
                    css_pixels(strip.with(|strip| strip.as_ref().map_or(0.0, |strip| strip.item)))
                }
                on:click=open
            >
                <For each=move || in_sight.get() key=|row| *row let(row)>
                    <Item shared strip row/>
                </For>
                <Show when=move || !has_items.get()>
                    <Runs shared strip/>
                </Show>
                {window}
            </div>
            <Show when=move || is_behind.get()>
                <span class="strip-behind" aria-hidden="true" on:click=move |_| scroll_back()>
                    {move || format!("‹ {}", note())}
                </span>
            </Show>
        </div>
    }
}

/// A collection of items too narrow to be drawn one by one, and the selected one among them.
#[component]
fn Runs(
    /// The whole.
    shared: Shared,
    /// The collection.
    strip: Memo<Option<Strip>>,
) -> impl IntoView {
    let runs = move || {
        let data = shared.data.get();
        strip.with(|strip| {
            let Some(strip) = strip else { return Vec::new() };
            // Items too narrow to be told apart are not looked up for a colour that none would see.
            let colour = |row: usize| {
                let item = strip.is_coloured().then(|| (data.item)(row)).flatten();
                item.map(|item| item.entity.colour)
            };
            let runs = strip.runs(|row| {
                let mark = (data.mark)(row);
                (mark, if mark.is_none() { colour(row) } else { None })
            });
            let place = |(rows, (mark, colour)): (Range<usize>, (Option<Mark>, Option<u8>))| {
                let class = match (mark, colour) {
                    (None, Some(colour)) => format!("strip-run entity-run-{colour}"),
                    _ => format!("strip-run {}", mark_class(mark)),
                };
                (strip.left(rows.start), rows.len() as f64 * strip.item, class)
            };
            runs.into_iter().map(place).collect()
        })
    };
    let run = |(left, width, class): (f64, f64, String)| {
        view! {
            <span
                class=class
                style:left=css_pixels(left)
                style:width=css_pixels(width)
                aria-hidden="true"
            ></span>
        }
    };
    let chosen = Memo::new(move |_| {
        let row = shared.selected.get()?;
        strip.with(|strip| strip.as_ref().is_some_and(|s| s.rows.contains(&row)).then_some(row))
    });
    view! {
        {move || runs().into_iter().map(run).collect_view()}
        {move || chosen.get().map(|row| view! { <Item shared strip row/> })}
    }
}

/// One item.
#[component]
fn Item(
    /// The whole.
    shared: Shared,
    /// The collection.
    strip: Memo<Option<Strip>>,
    /// Which row of it.
    row: usize,
) -> impl IntoView {
    let item = Memo::new(move |_| shared.data.with(|data| (data.item)(row)));
    let mark = Memo::new(move |_| shared.data.with(|data| (data.mark)(row)));
    let is_selected = Memo::new(move |_| shared.selected.get() == Some(row));
    let is_inside = Memo::new(move |_| {
        shared.data.with(|data| data.bracket.as_ref().is_some_and(|rows| rows.contains(&row)))
    });
    let before = Memo::new(move |_| {
        let first = strip.with(|strip| strip.as_ref().map(|strip| strip.rows.start));
        let before =
            row.checked_sub(1).filter(|before| first.is_some_and(|first| *before >= first));
        before.and_then(|row| shared.data.with(|data| (data.item)(row))).map(|item| item.sort)
    });
    let said = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|item| spoken(item, is_inside.get(), mark.get())))
    });
    let badge = move || {
        item.with(|item| item.as_ref().map(|item| item.entity)).map(|entity| {
            view! { <span class=entity.class() aria-hidden="true">{entity.letter.to_string()}</span> }
        })
    };
    let part = move |which: usize| {
        move || {
            let sort = item.with(|item| item.as_ref().map(|item| item.sort.clone()));
            let [shared, begin, end] =
                parts(&sort.unwrap_or_default(), before.with(|b| b.clone()).as_deref());
            [shared, begin, end].into_iter().nth(which)
        }
    };
    let left = move || css_pixels(strip.with(|s| s.as_ref().map_or(0.0, |s| s.left(row))));
    view! {
        <span
            class="strip-item"
            class:is-kept=move || mark.get() == Some(Mark::Returned)
            class:is-filtered=move || mark.get() == Some(Mark::FilteredOut)
            class:is-written=move || mark.get() == Some(Mark::Written)
            class:is-selected=is_selected
            class:is-inside=is_inside
            style:left=left
            role="gridcell"
            id=format!("strip-item-{row}")
            data-testid="strip-item"
            aria-selected=move || is_selected.get().to_string()
            title=said
            on:click=move |_| shared.open(row)
        >
            {badge}
            <bdi class="strip-sort" aria-hidden="true">
                <span class="strip-shared">{part(0)}</span>
                <span class="strip-begin">{part(1)}</span>
                <span class="strip-end">{part(2)}</span>
            </bdi>
            <span class="visually-hidden">{said}</span>
        </span>
    }
}

fn mark_class(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Returned) => "is-kept",
        Some(Mark::FilteredOut) => "is-filtered",
        Some(Mark::Written) => "is-written",
        None => "",
    }
}

/// What an item is and what became of it, in words.
fn spoken(item: &StripItem, is_inside: bool, mark: Option<Mark>) -> String {
    let mut said = format!("{} {}, {} bytes", item.entity.name, item.sort, item.bytes);
    if is_inside {
        said.push_str(", selected by the key condition");
    }
    if let Some(mark) = mark {
        said.push_str(", ");
        said.push_str(mark.word());
    }
    said
}

fn on_key(event: &KeyboardEvent, shared: Shared, page: usize) {
    let rows = shared.data.with(StripData::rows);
    if event.ctrl_key() || event.meta_key() || rows == 0 {
        return;
    }
    let key = event.key();
    let at = shared.selected.get();
    let now = at.unwrap_or(0);
    let last = rows - 1;
    // From line to line one stays as far behind the left end.
    let by_lines = |lines: isize| {
        shared.data.with(|data| {
            let line = strip_of(&data.collections, now).unwrap_or(0);
            let to = line.saturating_add_signed(lines).min(data.collections.len() - 1);
            let behind = now - data.collections[line].start;
            let rows = &data.collections[to];
            rows.start + behind.min(rows.len().saturating_sub(1))
        })
    };
    let next = match (key.as_str(), Step::from_key(&key)) {
        ("ArrowRight", _) => (now + 1).min(last),
        ("ArrowLeft", _) => now.saturating_sub(1),
        ("Enter", _) => {
            if let Some(row) = at {
                shared.on_open.run(row);
            }
            return;
        }
        (_, Some(Step::Up)) => by_lines(-1),
        (_, Some(Step::Down)) => by_lines(1),
        (_, Some(Step::PageUp)) => by_lines(-(page as isize)),
        (_, Some(Step::PageDown)) => by_lines(page as isize),
        (_, Some(Step::First)) => 0,
        (_, Some(Step::Last)) => last,
        _ => return,
    };
    event.prevent_default();
    // The first key of all selects where one is.
    shared.selected.set(Some(at.map_or(0, |_| next)));
}
