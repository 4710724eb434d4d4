//! The partitions as the simulated service cuts them: heat, bytes, and what happened to them.
//!
//! There only while the service limits and lags. Owns the table and the list; the words are
//! `ui::model::service`'s.

use leptos::prelude::*;

use super::view::View;
use crate::engine::{LimitsView, PartitionHeat};
use crate::ui::model::service::{event_words, partition_row, scale_note};

/// Events that are shown, the newest first.
const SHOWN: usize = 12;

/// The section.
#[component]
pub fn Simulated(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let app = view.app;
    let limits = Memo::new(move |_| {
        app.ticks.track();
        let subject = view.subject.get()?;
        let all = app.engine(|engine| engine.inspect().limits());
        all.into_iter().find(|l| l.table == subject.table && l.index == subject.index)
    });
    let events = Memo::new(move |_| {
        app.ticks.track();
        let all = app.engine(|engine| engine.partition_events());
        all.iter().rev().take(SHOWN).map(event_words).collect::<Vec<_>>()
    });
    let scale = move || app.service.with(|service| scale_note(service.settings.scale));
    let event = |words: String| view! { <li>{words}</li> };
    view! {
        <Show when=move || limits.with(Option::is_some)>
            <section class="simulated" aria-labelledby="simulated-title">
                <h2 id="simulated-title">"As the simulated service cuts it"</h2>
                <p class="hint">{scale}</p>
                {move || limits.get().map(|limits| view! { <Heat limits/> })}
                <ul class="simulated-events">
                    {move || events.get().into_iter().map(event).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

/// The partitions as a table.
#[component]
fn Heat(
    /// What the table or index serves, and its partitions.
    limits: LimitsView,
) -> impl IntoView {
    let row = |(at, partition): (usize, &PartitionHeat)| {
        let [start, heat, bytes] = partition_row(partition);
        view! {
            <tr>
                <th scope="row">{at + 1}</th>
                <td class="mono">{start}</td>
                <td class="num">{heat}</td>
                <td class="num">{bytes}</td>
            </tr>
        }
    };
    let rows = limits.partitions.iter().enumerate().map(row).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Simulated partitions">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Partition"</th>
                        <th scope="col">"Begins at hash"</th>
                        <th scope="col" class="num">"Asked of it in the last second"</th>
                        <th scope="col" class="num">"Holds"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
