//! The partitions as the simulated service cuts them: heat, bytes, and what happened to them.
//!
//! There only while the service limits and lags. Owns the table and the list; the words are
//! `ui::model::service`'s.

use leptos::prelude::*;

use super::view::View;
use crate::ui::model::service::{partition_events, partition_rows, scale_note};

/// Events that are shown, the newest first.
const SHOWN: usize = 12;

/// The section.
#[component]
pub fn Simulated(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let app = view.app;
    let partitions = Memo::new(move |_| {
        app.ticks.track();
        let subject = view.subject.get()?;
        app.look(|engine| partition_rows(engine, &subject))
    });
    let events = Memo::new(move |_| {
        app.ticks.track();
        app.look(|engine| partition_events(engine, SHOWN))
    });
    let scale = move || app.service.with(|service| scale_note(service.settings.scale));
    let event = |words: String| view! { <li>{words}</li> };
    view! {
        <Show when=move || partitions.with(Option::is_some)>
            <section class="simulated" aria-labelledby="simulated-title">
                <h2 id="simulated-title">"As the simulated service cuts it"</h2>
                <p class="hint">{scale}</p>
                <Heat partitions/>
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
    /// Where each begins, what was asked of it, and what it holds.
    partitions: Memo<Option<Vec<[String; 3]>>>,
) -> impl IntoView {
    let count = move || partitions.with(|all| all.as_ref().map_or(0, Vec::len));
    let text = move |at: usize, column: usize| {
        partitions.with(|all| Some(all.as_ref()?.get(at)?[column].clone()))
    };
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
                <tbody>
                    <For each=move || 0..count() key=|at| *at let(at)>
                        <tr>
                            <th scope="row">{at + 1}</th>
                            <td class="mono">{move || text(at, 0)}</td>
                            <td class="num">{move || text(at, 1)}</td>
                            <td class="num">{move || text(at, 2)}</td>
                        </tr>
                    </For>
                </tbody>
            </table>
        </div>
    }
}
