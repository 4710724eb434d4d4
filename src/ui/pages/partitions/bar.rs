//! The hash space as one bar from 0 to 2⁶⁴, with marks for requests, collections and the probe.

use leptos::prelude::*;

use super::view::View;
use crate::model::PartitionHash;
use crate::ui::model::partition::{Segment, bar_words, position_of};
use crate::ui::model::words::{css_percent, decimal};
use crate::ui::view;

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
    let parts = move || {
        let part = |segment: Segment| view! { <Part view segment /> };
        view.segments.get().into_iter().map(part).collect_view()
    };
    let many = move || view.segments.with(Vec::len) > 12;
    view! {
        <figure class="hash-figure">
            <div class="hash-bar" class:many=move || many() role="img" aria-label=move || label()>
                <div class="hash-marks hash-above" aria-hidden="true">{move || walked(view)}{move || landed(view)}</div>
                <div class="hash-parts" aria-hidden="true">{move || parts()}</div>
                <div class="hash-marks hash-below" aria-hidden="true">{move || collections(view)}{move || probe(view)}</div>
            </div>
            <figcaption aria-hidden="true">
                <span class="hash-ends"><span>"hash 0"</span><span>"hash 2⁶⁴ − 1"</span></span>
                <HeatKey />
            </figcaption>
        </figure>
    }
}

/// One partition's part of the bar.
#[component]
fn Part(view: View, segment: Segment) -> impl IntoView {
    let (index, heat) = (segment.index, segment.heat);
    let class = move || {
        let touched = if view.landing.with(|l| l.touches(index)) { " touched" } else { "" };
        format!("hash-part heat-{heat}{touched}")
    };
    view! {
        <div class=move || class()
            style:flex-grow=decimal(segment.width, 6)>
            <span class="hash-number">{segment.number()}</span>
            <span class="hash-share">{segment.share_text()}</span>
        </div>
    }
}

fn mark(class: &'static str, text: String, hash: PartitionHash) -> AnyView {
    let left = css_percent(position_of(hash));
    view! { <span class=class style:left=left>{text}</span> }
}

/// A stripe above each partition that the last request went to.
fn walked(view: View) -> Vec<AnyView> {
    let stripe = |segment: Segment| {
        view! {
            <span class="hash-stripe" style:left=css_percent(segment.x) style:width=css_percent(segment.width)></span>
        }
    };
    let touched = |segment: &Segment| view.landing.with(|landing| landing.touches(segment.index));
    view.segments.get().into_iter().filter(touched).map(stripe).collect_view()
}

fn landed(view: View) -> Vec<AnyView> {
    let hashes = view.landing.with(|landing| landing.hashes().to_vec());
    hashes.into_iter().map(|hash| mark("hash-mark landed", "▼".into(), hash)).collect_view()
}

fn collections(view: View) -> Vec<AnyView> {
    let largest = view.largest.get().into_iter().take(MARKED).enumerate();
    let number = |at: usize| (at + 1).to_string();
    largest
        .map(|(at, collection)| mark("hash-mark collection", number(at), collection.hash))
        .collect_view()
}

fn probe(view: View) -> Option<AnyView> {
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
