//! The records of the stream, the newest first, of which only those in view are drawn.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::use_changes;
use crate::changelog::ChangeKind;
use crate::ui::components::scroller::Scroller;
use crate::ui::model::changes::stream::{Filter, Listed, RecordLine, event_name};
use crate::ui::model::words::{css_pixels, exact_bytes};

/// The height of a row, in pixels; the stylesheet's.
const ROW: f64 = 44.0;
const EVENTS: [ChangeKind; 3] = [ChangeKind::Insert, ChangeKind::Modify, ChangeKind::Remove];

/// Filter and list.
#[component]
pub fn RecordList() -> impl IntoView {
    let changes = use_changes();
    let filter = RwSignal::new(Filter::default());
    let records = Memo::new(move |_| {
        changes.picture.with(|picture| {
            let takes = |listed: &&Listed| filter.with(|filter| filter.takes(listed));
            picture.records.iter().filter(takes).cloned().collect::<Vec<_>>()
        })
    });
    let words = move || {
        let all = changes.picture.with(|picture| picture.count_text());
        let shown = records.with(Vec::len);
        if filter.with(|filter| *filter == Filter::default()) {
            all
        } else {
            format!("{shown} of {all}")
        }
    };
    view! {
        <section class="pane" aria-label="Records">
            <h2>"Records"</h2>
            <Filters filter/>
            <p role="status" data-testid="record-count">{words}</p>
            <Rows records/>
            <p class="hint">
                "Writing an item exactly as it is leaves no record, and neither do reads and rejected \
                 requests. Run a write in "
                <a href="#/explore">"Explore"</a> " to see its record here."
            </p>
        </section>
    }
}

#[component]
fn Filters(
    /// What is listed.
    filter: RwSignal<Filter>,
) -> impl IntoView {
    let button = move |event: Option<ChangeKind>| {
        let pressed = move || (filter.with(|filter| filter.event) == event).to_string();
        let title = event.map_or("All", event_name);
        view! {
            <button
                type="button"
                aria-pressed=pressed
                on:click=move |_| filter.update(|filter| filter.event = event)
            >
                {title}
            </button>
        }
    };
    let events = std::iter::once(None).chain(EVENTS.map(Some));
    view! {
        <div class="segments" role="group" aria-label="Event name">
            {events.map(button).collect_view()}
        </div>
        <div class="changes-row">
            <div class="field">
                <label for="filter-key">"Key contains"</label>
                <input
                    id="filter-key"
                    type="text"
                    autocomplete="off"
                    on:input=move |event| filter.update(|f| f.key = event_target_value(&event))
                />
            </div>
            <div class="field">
                <label for="filter-attribute">"Attribute that changed"</label>
                <input
                    id="filter-attribute"
                    type="text"
                    autocomplete="off"
                    on:input=move |event| filter.update(|f| f.attribute = event_target_value(&event))
                />
            </div>
        </div>
    }
}

/// The rows in view. Arrow keys open one after another.
#[component]
fn Rows(
    /// Those that are listed.
    records: Memo<Vec<Listed>>,
) -> impl IntoView {
    let opened = use_changes().opened;
    let scroller = Scroller::new();
    let count = move || records.with(Vec::len);
    let place = move || {
        let number = opened.get()?;
        records.with(|records| records.iter().position(|listed| listed.record.number == number))
    };
    let open = move |at: usize| {
        let number = records.with_untracked(|records| records.get(at).map(|l| l.record.number));
        if number.is_some() {
            opened.set(number);
            scroller.reveal(at, records.with_untracked(Vec::len), ROW);
        }
    };
    let press = move |event: KeyboardEvent| {
        let last = records.with_untracked(Vec::len).saturating_sub(1);
        let now = untrack(place);
        let to = match event.key().as_str() {
            "ArrowDown" => now.map_or(0, |at| (at + 1).min(last)),
            "ArrowUp" => now.map_or(0, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        open(to);
    };
    let slice = Memo::new(move |_| scroller.slice(count(), ROW));
    let rows = move || {
        let slice = slice.get();
        records.with(|records| {
            let part = records.get(slice.first..slice.end.min(records.len())).unwrap_or_default();
            (slice.first..).zip(part.iter().map(RecordLine::new)).collect::<Vec<_>>()
        })
    };
    let row = move |(at, line): (usize, RecordLine)| {
        let number = line.number;
        let is_open = move || opened.get() == Some(number);
        let by = if line.is_expiry { " by TTL" } else { "" };
        view! {
            <div
                class="changes-record"
                role="option"
                id=format!("record-{number}")
                aria-selected=move || is_open().to_string()
                data-event=line.event
                on:click=move |_| open(at)
            >
                <span class="changes-event">{line.event}{by}</span>
                <span class="changes-key mono">{line.key}</span>
                <span class="changes-when">{line.time}</span>
                <span class="changes-more">{line.shard} " · " {exact_bytes(line.bytes)}</span>
            </div>
        }
    };
    let active = move || opened.get().map(|number| format!("record-{number}"));
    view! {
        <div
            class="changes-records"
            role="listbox"
            tabindex="0"
            aria-label="Stream records, newest first"
            aria-activedescendant=active
            node_ref=scroller.node
            on:scroll=move |_| scroller.scrolled()
            on:keydown=press
            data-testid="records"
        >
            <div
                role="presentation"
                class="changes-track"
                style:height=move || css_pixels(scroller.window(count(), ROW).height())
            >
                <div
                    role="presentation"
                    style:transform=move || format!("translateY({})", css_pixels(slice.get().top))
                >
                    <For each=rows key=|(at, line)| (*at, line.number) children=row/>
                </div>
            </div>
        </div>
    }
}
