//! The history of the visit: every request, undo and redo, and the scrubber over it.

use leptos::prelude::*;

use super::moment::MomentView;
use super::use_changes;
use crate::ui::components::scroller::Scroller;
use crate::ui::model::changes::moment::{EventLine, lines, standing_words};
use crate::ui::model::changes::timeline::Direction;
use crate::ui::model::draft::Draft;
use crate::ui::model::route::Place;
use crate::ui::model::words::css_pixels;
use crate::ui::state::use_app;

/// The height of a row, in pixels; the stylesheet's.
const ROW: f64 = 64.0;

/// The view.
#[component]
pub fn HistoryView() -> impl IntoView {
    view! {
        <Scrubber/>
        <div class="changes-columns">
            <div class="changes-column"><Events/></div>
            <div class="changes-column"><MomentView/></div>
        </div>
    }
}

/// Where one looks, and the ways to elsewhere.
#[component]
fn Scrubber() -> impl IntoView {
    let app = use_app();
    let standing = app.standing;
    let words = move || app.look_at_history(|_, timeline, now| standing_words(timeline, now.shown));
    let scrub = move |event| {
        if let Ok(to) = event_target_value(&event).parse() {
            app.look_back(to);
        }
    };
    let step = move |by: isize| {
        let now = standing.get_untracked();
        app.look_back(now.shown.saturating_add_signed(by).clamp(now.floor, now.events));
    };
    let floor = move || {
        (standing.get().floor > 0).then_some(
        "Deleting a table can't be undone here, so the history begins after the last table that was \
         deleted.",
    )
    };
    view! {
        <section class="pane changes-scrubber" aria-label="Scrubber">
            <div class="changes-row">
                <button
                    type="button"
                    disabled=move || standing.get().undo.is_none()
                    on:click=move |_| app.undo_or_redo(Direction::Back)
                >
                    "Undo"
                </button>
                <button
                    type="button"
                    disabled=move || standing.get().redo.is_none()
                    on:click=move |_| app.undo_or_redo(Direction::Forth)
                >
                    "Redo"
                </button>
                <button
                    type="button"
                    aria-label="One event back"
                    disabled=move || { standing.get().shown <= standing.get().floor }
                    on:click=move |_| step(-1)
                >
                    "‹"
                </button>
                <label class="visually-hidden" for="scrubber">"Look at the data after event"</label>
                <input
                    id="scrubber"
                    type="range"
                    min=move || standing.get().floor
                    max=move || standing.get().events
                    prop:value=move || standing.get().shown.to_string()
                    aria-valuetext=words
                    on:input=scrub
                />
                <button
                    type="button"
                    aria-label="One event forth"
                    disabled=move || { standing.get().shown >= standing.get().events }
                    on:click=move |_| step(1)
                >
                    "›"
                </button>
            </div>
            <p role="status" data-testid="standing">{words}</p>
            <p class="hint">
                "Move the scrubber to look at tables, indexes and stream records as they were. The other \
                 views show them, too."
            </p>
            <p class="hint">{floor}</p>
        </section>
    }
}

/// The events, the newest first, of which those in view are drawn.
#[component]
fn Events() -> impl IntoView {
    let changes = use_changes();
    let app = changes.app;
    let events = Memo::new(move |_| {
        app.standing.track();
        app.look_at_history(|_, timeline, _| lines(timeline))
    });
    let scroller = Scroller::new();
    let count = move || events.with(Vec::len);
    let slice = Memo::new(move |_| scroller.slice(count(), ROW));
    let shown = move || {
        let slice = slice.get();
        events.with(|events| {
            events.get(slice.first..slice.end.min(events.len())).unwrap_or_default().to_vec()
        })
    };
    let row = move |line: EventLine| {
        let EventLine { number, place, .. } = line;
        let look = move |_| app.look_back(place + 1);
        let current = move || (app.standing.get().shown == place + 1).then_some("step");
        let is_undone = move || app.standing.get().at <= place;
        let run = line.request.clone();
        let again = run.map(|request| {
            let label = format!("Run {} again", request.operation.name());
            let edited = request.clone();
            let run = move |_| {
                changes.send(vec![request.clone()]);
            };
            let edit = move |_| {
                app.draft.set(Draft::from_request(edited.operation.name(), &edited.body));
                app.go(Place::Explore);
            };
            view! {
                <button type="button" class="quiet" aria-label=label title="Run again" on:click=run>"↻"</button>
                <button type="button" class="quiet" title="Edit in Explore" on:click=edit>"Edit"</button>
            }
        });
        view! {
            <li class="changes-entry" class:is-undone=is_undone aria-current=current>
                <button type="button" class="changes-look" on:click=look>
                    <span>
                        <span class="changes-number">{number}</span> " " <strong>{line.heading}</strong>
                        " " <span class="changes-when">{line.time}</span>
                        " " <span class="changes-units">{line.units}</span>
                        {move || is_undone().then_some(" · undone")}
                    </span>
                    <span class="changes-line mono">{line.condition}</span>
                    <span class="changes-line">{line.outcome}{line.changes.then_some(" · changed data")}</span>
                </button>
                <span class="changes-again">{again}</span>
            </li>
        }
    };
    view! {
        <section class="pane" aria-label="Events">
            <h2>"Events"</h2>
            <Show
                when=move || { count() > 0 }
                fallback=|| view! {
                    <p class="hint">
                        "Requests that you run appear here, with what they cost. Run one in "
                        <a href="#/explore">"Explore"</a> "."
                    </p>
                }
            >
                <div
                    class="changes-events"
                    tabindex="0"
                    role="region"
                    aria-label="Events, newest first"
                    node_ref=scroller.node
                    on:scroll=move |_| scroller.scrolled()
                    data-testid="events"
                >
                    <div
                        class="changes-track"
                        style:height=move || css_pixels(scroller.window(count(), ROW).height())
                    >
                        <ol style:transform=move || format!("translateY({})", css_pixels(slice.get().top))>
                            <For each=shown key=|line| (line.number, line.place, line.changes) children=row/>
                        </ol>
                    </div>
                </div>
            </Show>
        </section>
    }
}
