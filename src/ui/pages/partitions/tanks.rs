//! Each partition with its figures, as a tank and as a row of the table behind the chart.

use leptos::prelude::*;

use super::view::View;
use crate::ui::components::show::Show;
use crate::ui::model::partition::{Segment, balance_words};
use crate::ui::model::words::{bytes, count, css_percent, items};
use crate::ui::view;

/// The partitions.
#[component]
pub fn Tanks(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let tanks = move || {
        let tank = |segment: Segment| view! { <Tank view segment /> };
        view.segments.get().into_iter().map(tank).collect_view()
    };
    view! {
        <section class="tanks-section" aria-labelledby="tanks-title">
            <h2 id="tanks-title">"What each partition holds"</h2>
            <p class="tanks-balance">{move || view.segments.with(|segments| balance_words(segments))}</p>
            <ul class="tanks">{move || tanks()}</ul>
            <details class="tanks-data">
                <summary>"The figures as a table"</summary>
                <Figures view />
            </details>
        </section>
    }
}

/// One partition: how full it is beside the fullest, and the numbers.
#[component]
fn Tank(view: View, segment: Segment) -> impl IntoView {
    let index = segment.index;
    let touched = move || view.landing.with(|landing| landing.touches(index));
    let probed = {
        let (first, last) = (segment.first, segment.last);
        move || view.probed.get().is_some_and(|hash| first <= hash && hash <= last)
    };
    view! {
        <li class="tank" class:touched=move || touched() data-testid=format!("partition-{index}")>
            <span class="tank-name">{format!("Partition {}", segment.number())}</span>
            <span class="tank-level" aria-hidden="true">
                <span class=format!("tank-fill heat-{}", segment.heat) style:width=css_percent(segment.level)></span>
            </span>
            <span class="tank-items">{items(segment.items)}</span>
            <span class="tank-bytes">{bytes(segment.bytes)}</span>
            <span class="tank-share">{segment.share_text()}</span>
            <Show when=move || touched()><span class="tank-note">"▼ last request"</span></Show>
            <Show when=probed><span class="tank-note">"◆ your key"</span></Show>
        </li>
    }
}

/// The same figures as a table.
#[component]
fn Figures(view: View) -> impl IntoView {
    let rows =
        move || view.segments.get().into_iter().map(|segment| row(view, segment)).collect_view();
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
                <tbody>{move || rows()}</tbody>
            </table>
        </div>
    }
}

fn row(view: View, segment: Segment) -> AnyView {
    let index = segment.index;
    let touched = move || {
        view.landing.with(|landing| if landing.touches(index) { "landed here" } else { "" })
    };
    view! {
        <tr>
            <th scope="row">{segment.number()}</th>
            <td class="mono">{segment.range_text()}</td>
            <td class="num">{count(segment.items)}</td>
            <td class="num">{count(segment.bytes)}</td>
            <td class="num">{segment.share_text()}</td>
            <td class="num">{count(segment.collections)}</td>
            <td>{move || touched()}</td>
        </tr>
    }
}
