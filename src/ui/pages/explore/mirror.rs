//! The index mirror: the table on the left, an index on the right, and a line from each item to its
//! entry.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::desk::{Desk, use_desk};
use super::form::Choice;
use crate::ui::dom::scroll;
use crate::ui::model::marks::{Mark, Marks};
use crate::ui::model::mirror::{Mirror, Reflection};
use crate::ui::model::rows::Target;
use crate::ui::model::tables::Tables;

/// The height of the picture in its own units; tracks are as high as it.
const HEIGHT: f64 = 400.0;
const WIDTH: f64 = 400.0;
/// How wide a track is.
const TRACK: f64 = 26.0;

/// A table beside one of its indexes.
#[component]
pub fn IndexMirror() -> impl IntoView {
    let desk = use_desk();
    let index = RwSignal::new(desk.shown.get_untracked().index);
    let names = Memo::new(move |_| {
        let table = desk.shown.with(|shown| shown.table.clone());
        desk.tables.with(|tables| tables.indexes(&table))
    });
    // What was chosen may be of another table by now.
    let target = Memo::new(move |_| {
        let table = desk.shown.with(|shown| shown.table.clone());
        let names = names.get();
        let chosen = index.get().filter(|name| names.contains(name));
        Target { table, index: chosen.or(names.first().cloned()) }
    });
    let read = move |_: Option<&Option<Arc<Mirror>>>| {
        let read = |target: &Target| desk.app.look(|inspect| Mirror::read(inspect, target));
        target.with(read).map(Arc::new)
    };
    // Each reading is another; telling by the items would cost more than drawing them.
    let mirror = Memo::new_with_compare(read, |_, _| true);
    let has_index = Memo::new(move |_| names.with(|names| !names.is_empty()));
    let fallback = move || {
        let note = match desk.tables.with(Tables::is_empty) {
            true => "There are no tables. Create one in Tables, or load a dataset above.",
            false => {
                "This table has no index. Add one in Tables to see its items in another order."
            }
        };
        view! { <p class="answer-empty">{note}</p> }
    };
    view! {
        <Show when=move || has_index.get() fallback>
            <Choice
                label="Mirrored in"
                quiet=true
                options=Signal::derive(move || names.get())
                chosen=Signal::derive(move || target.get().index.unwrap_or_default())
                on_choose=move |name| index.set(Some(name))
            />
            <Sides desk mirror target/>
        </Show>
    }
}

/// Both sides and the item that is pointed at.
#[component]
fn Sides(
    /// Explore's state.
    desk: Desk,
    /// What is drawn.
    mirror: Memo<Option<Arc<Mirror>>>,
    /// The index.
    target: Memo<Target>,
) -> impl IntoView {
    // The item pointed at, by its place in the table; the one selected there, to begin with.
    let is_table = desk.shown.with_untracked(|shown| shown.index.is_none());
    let pointed = RwSignal::new(desk.selected.get_untracked().filter(|_| is_table));
    let row = Memo::new(move |_| {
        mirror.with(|mirror| {
            let mirror = mirror.as_ref()?;
            let there = pointed.get().filter(|row| *row < mirror.items());
            there.or(mirror.first_in_both()).or((mirror.items() > 0).then_some(0))
        })
    });
    let pair = Memo::new(move |_| {
        mirror.with(|mirror| desk.app.look(|inspect| mirror.as_ref()?.pair(inspect, row.get()?)))
    });
    let words = move || mirror.with(|mirror| mirror.as_ref().map(|mirror| mirror.words()));
    let last =
        move || mirror.with(|mirror| mirror.as_ref().map_or(0, |m| m.items())).saturating_sub(1);
    let choose = move |event| {
        if let Ok(row) = event_target_value(&event).parse() {
            pointed.set(Some(row));
        }
    };
    let told = move || {
        pair.get().map(|(pair, _)| {
            let neighbors = pair.neighbors.into_iter();
            view! {
                <p>{pair.in_table}</p>
                <p>{pair.in_index}</p>
                {neighbors.map(|line| view! { <p class="hint">{line}</p> }).collect_view()}
            }
        })
    };
    view! {
        <p class="mirror-words">{words}</p>
        <div class="mirror">
            <Picture desk mirror target row pair=Signal::derive(move || pair.get().map(|p| p.1)) pointed/>
            <div class="mirror-item">
                <label for="mirror-row">"Item of the table"</label>
                <input
                    id="mirror-row"
                    type="range"
                    min="0"
                    max=move || last().to_string()
                    prop:value=move || row.get().unwrap_or_default().to_string()
                    on:input=choose
                />
                <div class="mirror-told" role="status" data-testid="mirror-told">{told}</div>
            </div>
        </div>
    }
}

/// The tracks and lines.
#[component]
fn Picture(
    /// Explore's state.
    desk: Desk,
    /// What is drawn.
    mirror: Memo<Option<Arc<Mirror>>>,
    /// The index.
    target: Memo<Target>,
    /// The item pointed at.
    row: Memo<Option<usize>>,
    /// What the index holds of it.
    #[prop(into)]
    pair: Signal<Option<Reflection>>,
    /// Takes the item that is tapped.
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let marks = Memo::new(move |_| {
        let (run, now) = (desk.run.get()?, desk.app.revision.get());
        target.with(|target| run.trail.marks(target, now))
    });
    let drawn = Memo::new(move |_| {
        let marks = marks.get();
        mirror.with(|mirror| mirror.as_ref().map(|mirror| Drawn::of(mirror, marks.as_deref())))
    });
    let path = move |of: fn(&Drawn) -> &String| {
        drawn.with(|drawn| drawn.as_ref().map(|drawn| of(drawn).clone()))
    };
    let sizes = move || mirror.with(|m| m.as_ref().map_or((0, 0), |m| (m.items(), m.entries())));
    let chosen = move || {
        let (items, entries) = sizes();
        let left = middle(row.get()?, items);
        Some(match pair.get()? {
            Reflection::Entry(at) => line(left, middle(at, entries)),
            _ => format!("M0 {left:.2}H{:.2}", TRACK * 2.0),
        })
    };
    let point = move |event: MouseEvent| {
        let share = scroll::share_down(&event);
        let (items, _) = sizes();
        let row = (share * items as f64) as usize;
        pointed.set(Some(row.min(items.saturating_sub(1))));
    };
    let index = move || target.with(|target| target.index.clone()).unwrap_or_default();
    let table = move || target.with(|target| target.table.clone());
    view! {
        <div class="mirror-picture">
            <p class="mirror-heads" aria-hidden="true"><span>{table}</span><span>{index}</span></p>
            <div class="mirror-frame" on:click=point aria-hidden="true">
                <svg
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    focusable="false"
                >
                    <path class="mirror-track" d=move || path(|d| &d.frame)></path>
                    <path class="mirror-held" d=move || path(|d| &d.held)></path>
                    <path class="mirror-line" d=move || path(|d| &d.lines)></path>
                    <path class="mirror-read" d=move || path(|d| &d.read)></path>
                    <path class="mirror-chosen" d=chosen></path>
                </svg>
            </div>
            <p class="strip-legend">
                <span><span class="mirror-key is-held"></span> "in the index"</span>
                <span><span class="mirror-key is-gap"></span> "not in the index"</span>
                <span><span class="mirror-key is-read"></span> "read through the index by the last request"</span>
            </p>
        </div>
    }
}

/// The paths of a mirror.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    /// Items of the table that the index holds, and the entries.
    held: String,
    /// The outline of the table's track.
    frame: String,
    /// From each item to its entry.
    lines: String,
    /// The same for what the last request read.
    read: String,
}

impl Drawn {
    fn of(mirror: &Mirror, marks: Option<&Marks>) -> Self {
        let (items, entries) = (mirror.items(), mirror.entries());
        let height = HEIGHT / mirror.lines().len().max(1) as f64;
        let mut drawn = Self {
            held: format!("M{:.2} 0h{TRACK}v{HEIGHT}h-{TRACK}z", WIDTH - TRACK),
            frame: format!("M0 0h{TRACK}v{HEIGHT}h-{TRACK}z"),
            lines: String::new(),
            read: String::new(),
        };
        if entries == 0 {
            drawn.held.clear();
        }
        for shown in mirror.lines() {
            let top = shown.row as f64 / items as f64 * HEIGHT;
            let bar = format!("M0 {top:.2}h{TRACK}v{height:.2}h-{TRACK}z");
            // What the index doesn't hold stays a gap in the frame.
            let Reflection::Entry(at) = shown.reflection else { continue };
            drawn.held.push_str(&bar);
            let to = line(middle(shown.row, items), middle(at, entries));
            let was_read = marks.and_then(|marks| marks.at(at)).is_some_and(|m| m != Mark::Written);
            if was_read { drawn.read.push_str(&to) } else { drawn.lines.push_str(&to) }
        }
        drawn
    }
}

/// The height of the middle of the `at`-th of so many.
fn middle(at: usize, of: usize) -> f64 {
    (at as f64 + 0.5) / of.max(1) as f64 * HEIGHT
}

fn line(left: f64, right: f64) -> String {
    format!("M{TRACK} {left:.2}L{:.2} {right:.2}", WIDTH - TRACK)
}
