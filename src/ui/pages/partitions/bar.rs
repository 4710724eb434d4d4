//! The hash space as one bar from 0 to 2⁶⁴, with marks for requests, collections and the probe.

use leptos::prelude::*;

use super::view::View;
use crate::model::PartitionHash;
use crate::ui::model::partition::{Segment, bar_words, position_of};
use crate::ui::model::words::{css_percent, decimal};

/// Collections marked on the bar.
const MARKED: usize = 5;

/// The bar. What it shows is in its label, and in the tanks and the table below it.
#[component]
pub fn HashBar(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let label = move || {
        let place = view.subject.get().map(|subject| subject.words()).unwrap_or_default();
        bar_words(&place, &view.segments.get())
    };
    let many = move || view.segments.with(Vec::len) > 12;
    view! {
        <figure class="hash-figure">
            <div class="hash-bar" class:many=many role="img" aria-label=label>
                <div class="hash-marks hash-above" aria-hidden="true">
                    {move || walked(view)}
                    {move || landed(view)}
                </div>
                <div class="hash-parts" aria-hidden="true">
                    <For each=move || view.places() key=|at| *at let(at)>
                        <Part view segment=view.segment(at)/>
                    </For>
                </div>
                <div class="hash-marks hash-below" aria-hidden="true">
                    {move || collections(view)}
                    {move || probe(view)}
                </div>
            </div>
            <figcaption aria-hidden="true">
                <span class="hash-ends"><span>"hash 0"</span><span>"hash 2⁶⁴ − 1"</span></span>
                <HeatKey/>
            </figcaption>
        </figure>
    }
}

/// One partition's part of the bar.
#[component]
fn Part(
    /// The state of the place.
    view: View,
    /// The partition.
    segment: Memo<Segment>,
) -> impl IntoView {
    let class = move || {
        let Segment { index, heat, .. } = segment.get();
        let touched = if view.landing.with(|l| l.touches(index)) { " touched" } else { "" };
        format!("hash-part heat-{heat}{touched}")
    };
    view! {
        <div class=class style:flex-grow=move || segment.with(|s| decimal(s.width, 6))>
            <span class="hash-number">{move || segment.with(Segment::number)}</span>
            <span class="hash-share">{move || segment.with(Segment::share_text)}</span>
        </div>
    }
}

fn mark(class: &'static str, text: String, hash: PartitionHash) -> impl IntoView {
    let left = css_percent(position_of(hash));
    view! { <span class=class style:left=left>{text}</span> }
}

/// A stripe above each partition that the last request went to.
fn walked(view: View) -> impl IntoView {
    let stripe = |segment: Segment| {
        let (left, width) = (css_percent(segment.x), css_percent(segment.width));
        view! { <span class="hash-stripe" style:left=left style:width=width></span> }
    };
    let touched = |segment: &Segment| view.landing.with(|landing| landing.touches(segment.index));
    view.segments.get().into_iter().filter(touched).map(stripe).collect_view()
}

/// Where the keys of the last request lie.
fn landed(view: View) -> impl IntoView {
    let hashes = view.landing.with(|landing| landing.hashes().to_vec());
    hashes.into_iter().map(|hash| mark("hash-mark landed", "▼".into(), hash)).collect_view()
}

/// The largest collections, by their rank.
fn collections(view: View) -> impl IntoView {
    let largest = view.largest.get().into_iter().take(MARKED).enumerate();
    let number = |at: usize| (at + 1).to_string();
    largest
        .map(|(at, collection)| mark("hash-mark collection", number(at), collection.hash))
        .collect_view()
}

/// The key that was typed into the prober.
fn probe(view: View) -> impl IntoView {
    view.probed.get().map(|hash| mark("hash-mark probe", "◆".into(), hash))
}

/// What the colours and marks mean.
#[component]
fn HeatKey() -> impl IntoView {
    let step = |heat: u8| view! { <i class=format!("heat-step heat-{heat}")></i> };
    view! {
        <span class="heat-key">
            "bytes beside an even share: none" {(0..=8).map(step).collect_view()} "twice or more"
            <b>"▼"</b> "last request" <b>"1–5"</b> "largest collections" <b>"◆"</b> "your key"
        </span>
    }
}
