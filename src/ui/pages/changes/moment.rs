//! The data at the moment that is looked at: what the event changed, what lies around it in the table
//! and in each index, and how much there is.

use leptos::prelude::*;

use super::record::Images;
use crate::ui::model::changes::moment::{ChangedLine, Extent, Lane, Moment};
use crate::ui::state::use_app;

/// The moment.
#[component]
pub fn MomentView() -> impl IntoView {
    let app = use_app();
    let moment = Memo::new(move |_| {
        app.look_at_history(|inspect, timeline, now| Moment::read(inspect, timeline, now.shown))
    });
    let changed = move || moment.with(|m| m.changed.clone());
    let tables = move || moment.with(|m| m.tables.join(", "));
    let more = move || moment.with(|m| m.more);
    let nothing = move || moment.with(|m| m.changed.is_empty() && m.tables.is_empty());
    view! {
        <section class="pane" aria-label="Data at this moment" data-testid="moment">
            <h2>"Tables and indexes at this moment"</h2>
            <Extents moment/>
            <Show when=move || moment.with(|m| !m.lanes.is_empty())>
                <h2>"Around the changed item"</h2>
                <div class="changes-lanes" data-testid="lanes">
                    {move || moment.with(|m| m.lanes.clone()).into_iter().map(lane).collect_view()}
                </div>
            </Show>
            <h2>"What this event changed"</h2>
            <Show when=nothing><p class="hint">"Nothing."</p></Show>
            <Show when=move || !tables().is_empty()>
                <p>"Table: " <span class="mono">{tables}</span></p>
            </Show>
            {move || changed().into_iter().map(item).collect_view()}
            <Show when=move || { more() > 0 }>
                <p class="hint">{move || format!("And {} more items.", more())}</p>
            </Show>
        </section>
    }
}

#[component]
fn Extents(
    /// The moment.
    moment: Memo<Moment>,
) -> impl IntoView {
    let line = |extent: Extent| {
        view! { <div><dt class="mono">{extent.name}</dt><dd>{extent.words}</dd></div> }
    };
    view! {
        <dl class="changes-facts" data-testid="extents">
            {move || moment.with(|m| m.extents.clone()).into_iter().map(line).collect_view()}
        </dl>
    }
}

fn item(changed: ChangedLine) -> impl IntoView {
    let images = match changed.event {
        "INSERT" => (false, true),
        "REMOVE" => (true, false),
        _ => (true, true),
    };
    let tells = images == (true, true);
    view! {
        <p>
            <strong class="changes-event" data-event=changed.event>{changed.event}</strong>
            " " <span class="mono">{changed.table}</span> " " <span class="mono">{changed.key}</span>
        </p>
        <Images attributes=changed.attributes images tells/>
    }
}

fn lane(lane: Lane) -> impl IntoView {
    let row = |(key, is_changed): (String, bool)| {
        let mark =
            is_changed.then_some(view! { <span class="visually-hidden">" (changed)"</span> });
        view! { <li class:is-changed=is_changed>{key}{mark}</li> }
    };
    let more = |is_more: bool| is_more.then(|| view! { <li class="changes-rest">"…"</li> });
    let absent = lane.is_absent.then(|| view! { <li class="changes-rest">"not here"</li> });
    view! {
        <div class="changes-lane">
            <p><span class="mono">{lane.name}</span> " · " <span class="mono">{lane.collection}</span></p>
            <ol>
                {more(lane.has_more.0)}
                {lane.rows.into_iter().map(row).collect_view()}
                {absent}
                {more(lane.has_more.1)}
            </ol>
        </div>
    }
}
