//! The figures of each partition: as cards, as the simulated service cuts them, and by the largest
//! collections.

use leptos::prelude::*;

use super::view::View;
use crate::ui::model::partition::{LargeCollection, Segment, balance_words, partition_of};
use crate::ui::model::service::{partition_events, partition_rows, scale_note};
use crate::ui::model::words::{bytes, count, css_percent, items};

/// The partitions.
#[component]
pub fn PartitionCards(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    view! {
        <section class="partition-cards-section" aria-labelledby="partition-cards-title">
            <h2 id="partition-cards-title">"What each partition stores"</h2>
            <p class="partition-balance">
                {move || view.segments.with(|segments| balance_words(segments))}
            </p>
            <ul class="partition-cards">
                <For each=move || view.places() key=|at| *at let(at)>
                    <PartitionCard view segment=view.segment(at)/>
                </For>
            </ul>
            <details class="partition-data">
                <summary>"Partitions as a table"</summary>
                <Figures view/>
            </details>
        </section>
    }
}

/// One partition: how full it is beside the fullest, and the numbers.
#[component]
fn PartitionCard(
    /// The state of the place.
    view: View,
    /// The partition.
    segment: Memo<Segment>,
) -> impl IntoView {
    let touched = move || view.landing.with(|landing| landing.touches(segment.with(|s| s.index)));
    let probed = move || {
        let is_there = |hash| segment.with(|s| s.first <= hash && hash <= s.last);
        view.probed.get().is_some_and(is_there)
    };
    view! {
        <li
            class="partition-card"
            class:touched=touched
            data-testid=move || segment.with(|s| format!("partition-{}", s.index))
        >
            <span class="partition-name">
                {move || segment.with(|s| format!("Partition {}", s.number()))}
            </span>
            <span class="meter-bar" aria-hidden="true">
                <span
                    class=move || segment.with(|s| format!("heat-{}", s.heat))
                    style:width=move || segment.with(|s| css_percent(s.level))
                ></span>
            </span>
            <span class="partition-items">{move || segment.with(|s| items(s.items))}</span>
            <span class="partition-bytes">{move || segment.with(|s| bytes(s.bytes))}</span>
            <span class="partition-share">{move || segment.with(Segment::share_text)}</span>
            <Show when=touched><span class="partition-note">"▼ last request"</span></Show>
            <Show when=probed><span class="partition-note">"◆ your key"</span></Show>
        </li>
    }
}

/// The same figures as a table.
#[component]
fn Figures(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Partitions, figures">
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">"Partition"</th>
                        <th scope="col">"Hashes"</th>
                        <th scope="col" class="num">"Items"</th>
                        <th scope="col" class="num">"Bytes"</th>
                        <th scope="col" class="num">"Share"</th>
                        <th scope="col" class="num">"Item collections"</th>
                        <th scope="col">"Last request"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || view.places() key=|at| *at let(at)>
                        <FiguresRow view segment=view.segment(at)/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// A partition's figures.
#[component]
fn FiguresRow(
    /// The state of the place.
    view: View,
    /// The partition.
    segment: Memo<Segment>,
) -> impl IntoView {
    let is_touched = move || view.landing.with(|landing| landing.touches(segment.get().index));
    view! {
        <tr>
            <th scope="row">{move || segment.with(Segment::number)}</th>
            <td class="mono">{move || segment.with(Segment::range_text)}</td>
            <td class="num">{move || segment.with(|s| count(s.items))}</td>
            <td class="num">{move || segment.with(|s| count(s.bytes))}</td>
            <td class="num">{move || segment.with(Segment::share_text)}</td>
            <td class="num">{move || segment.with(|s| count(s.collections))}</td>
            <td>{move || if is_touched() { "went here" } else { "" }}</td>
        </tr>
    }
}

/// Events that are shown, the newest first.
const EVENTS: usize = 12;

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
        app.look(|inspect| partition_rows(inspect, &subject))
    });
    let events = Memo::new(move |_| {
        app.ticks.track();
        app.look(|inspect| partition_events(inspect, EVENTS))
    });
    let scale = move || app.service.with(|service| scale_note(service.settings.scale));
    let event = |words: String| view! { <li>{words}</li> };
    view! {
        <Show when=move || partitions.with(Option::is_some)>
            <section class="simulated" aria-labelledby="simulated-title">
                <h2 id="simulated-title">"Simulated partitions"</h2>
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
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">"Partition"</th>
                        <th scope="col">"Begins at hash"</th>
                        <th scope="col" class="num">"Load in the last second"</th>
                        <th scope="col" class="num">"Stored"</th>
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

/// The table of the largest collections.
#[component]
pub fn Collections(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let rows = move || {
        let largest = view.largest.get().into_iter().enumerate();
        largest.map(|(at, collection)| view! { <CollectionRow view at collection/> }).collect_view()
    };
    view! {
        <section class="collections" aria-labelledby="collections-title">
            <h2 id="collections-title">"Largest item collections"</h2>
            <p class="hint">
                "Items with the same partition key are stored together, so no other partition can "
                "take a share of that key's traffic."
            </p>
            <div
                class="table-scroll"
                tabindex="0"
                role="region"
                aria-labelledby="collections-title"
            >
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"#"</th>
                            <th scope="col">"Partition key"</th>
                            <th scope="col" class="num">"Items"</th>
                            <th scope="col" class="num">"Size"</th>
                            <th scope="col" class="num">"Partition"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn CollectionRow(
    /// The state of the place.
    view: View,
    /// Its rank, from 0.
    at: usize,
    /// The collection.
    collection: LargeCollection,
) -> impl IntoView {
    let hash = collection.hash;
    let partition = move || {
        let place = view.segments.with(|segments| partition_of(segments, hash));
        place.map(|index| (index + 1).to_string())
    };
    view! {
        <tr>
            <td class="num">{at + 1}</td>
            <th scope="row" class="mono">{collection.key}</th>
            <td class="num">{count(collection.items)}</td>
            <td class="num">{bytes(collection.bytes)}</td>
            <td class="num">{partition}</td>
        </tr>
    }
}
