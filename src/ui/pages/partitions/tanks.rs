//! Each partition with its figures, as a tank and as a row of the table behind the chart.

use leptos::prelude::*;

use super::view::View;
use crate::ui::model::partition::{Segment, balance_words};
use crate::ui::model::words::{bytes, count, css_percent, items};

/// The partitions.
#[component]
pub fn Tanks(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    view! {
        <section class="tanks-section" aria-labelledby="tanks-title">
            <h2 id="tanks-title">"What each partition holds"</h2>
            <p class="tanks-balance">
                {move || view.segments.with(|segments| balance_words(segments))}
            </p>
            <ul class="tanks">
                <For each=move || view.places() key=|at| *at let(at)>
                    <Tank view segment=view.segment(at)/>
                </For>
            </ul>
            <details class="tanks-data">
                <summary>"The figures as a table"</summary>
                <Figures view/>
            </details>
        </section>
    }
}

/// One partition: how full it is beside the fullest, and the numbers.
#[component]
fn Tank(
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
            class="tank"
            class:touched=touched
            data-testid=move || segment.with(|s| format!("partition-{}", s.index))
        >
            <span class="tank-name">
                {move || segment.with(|s| format!("Partition {}", s.number()))}
            </span>
            <span class="tank-level" aria-hidden="true">
                <span
                    class=move || segment.with(|s| format!("tank-fill heat-{}", s.heat))
                    style:width=move || segment.with(|s| css_percent(s.level))
                ></span>
            </span>
            <span class="tank-items">{move || segment.with(|s| items(s.items))}</span>
            <span class="tank-bytes">{move || segment.with(|s| bytes(s.bytes))}</span>
            <span class="tank-share">{move || segment.with(Segment::share_text)}</span>
            <Show when=touched><span class="tank-note">"▼ last request"</span></Show>
            <Show when=probed><span class="tank-note">"◆ your key"</span></Show>
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
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Partition"</th>
                        <th scope="col">"Hashes"</th>
                        <th scope="col" class="num">"Items"</th>
                        <th scope="col" class="num">"Bytes"</th>
                        <th scope="col" class="num">"Share"</th>
                        <th scope="col" class="num">"Collections"</th>
                        <th scope="col">"Last request"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || view.places() key=|at| *at let(at)>
                        <Row view segment=view.segment(at)/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// A partition's figures.
#[component]
fn Row(
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
            <td>{move || if is_touched() { "landed here" } else { "" }}</td>
        </tr>
    }
}
