//! The hash space as one bar from 0 to 2⁶⁴: what is cut, into how many partitions, and where the
//! last request landed.

use leptos::prelude::*;
use serde_json::json;

use super::view::View;
use crate::api::{Operation, Request};
use crate::datasets::access_patterns;
use crate::model::PartitionHash;
use crate::ui::model::compare::heading;
use crate::ui::model::partition::{Landing, Segment, TableOrGlobalIndex, bar_words, position_of};
use crate::ui::model::words::{css_percent, decimal};
use crate::ui::state::App;

/// The most partitions.
const MOST: u32 = 32;

/// Both choices.
#[component]
pub fn Controls(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let count = view.app.partition_count;
    let set = move |event| {
        if let Ok(number) = event_target_value(&event).parse::<u32>() {
            count.set(number.clamp(1, MOST));
        }
    };
    view! {
        <div class="partitions-controls">
            <label class="partitions-control">
                "Show"
                <SubjectMenu view/>
            </label>
            <label class="partitions-control">
                {format!("Partitions (1 to {MOST})")}
                <input
                    type="number"
                    min="1"
                    max=MOST
                    step="1"
                    prop:value=move || count.get().to_string()
                    on:change=set
                />
            </label>
            <input
                class="partitions-range"
                type="range"
                min="1"
                max=MOST
                step="1"
                aria-label="Number of partitions"
                prop:value=move || count.get().to_string()
                on:input=set
            />
        </div>
    }
}

#[component]
fn SubjectMenu(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        let subjects = view.subjects.get_untracked();
        if let Some(subject) = at.and_then(|at| subjects.into_iter().nth(at)) {
            view.look_at(subject);
        }
    };
    view! {
        <select on:change=choose>
            <For
                each=move || view.subjects.get().into_iter().enumerate()
                key=|option| option.clone()
                children=move |(at, subject): (usize, TableOrGlobalIndex)| {
                    let title = subject.title();
                    let selected = move || view.subject.get().as_ref() == Some(&subject);
                    view! { <option value=at prop:selected=selected>{title}</option> }
                }
            />
        </select>
    }
}

/// Collections marked on the bar.
const MARKED: usize = 5;

/// The bar. What it shows is in its label, and in the cards and the table below it.
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
            "bytes relative to an even share: none" {(0..=8).map(step).collect_view()} "twice or more"
            <b>"▼"</b> "last request" <b>"1–5"</b> "largest item collections" <b>"◆"</b> "your key"
        </span>
    }
}

/// The sentence; screen readers hear it change.
#[component]
pub fn LandingBar(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let words = move || {
        let last = view.app.last.get();
        let operation = last.as_ref().map_or("", |last| last.request.operation.name());
        let of = view.segments.with(Vec::len);
        view.landing.with(|landing| landing.words(operation, of))
    };
    view! {
        <div class="landing">
            <p role="status" data-testid="landing">{words}</p>
            <div class="landing-actions">
                <ShowElsewhere view/>
                {move || {
                    let tries = tries(view.app).into_iter();
                    tries.map(|(label, request)| view! { <Try view label request/> }).collect_view()
                }}
            </div>
        </div>
    }
}

/// Looks at the table or index that the last request went to.
#[component]
fn ShowElsewhere(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    move || match view.landing.get() {
        Landing::Elsewhere { table, on } => {
            let subject = TableOrGlobalIndex::from_table_or_index(&table, &on);
            let label = format!("Show {}", subject.words());
            let look = move |_| view.look_at(subject.clone());
            Some(view! { <button type="button" on:click=look>{label}</button> })
        }
        _ => None,
    }
}

/// Runs one request and looks where it went.
#[component]
fn Try(
    /// The state of the place.
    view: View,
    /// What the button says.
    label: String,
    /// What it sends.
    request: Request,
) -> impl IntoView {
    let run = move |_| {
        view.app.send(request.clone());
        view.follow_last();
    };
    view! { <button type="button" on:click=run>{label}</button> }
}

/// The request of Explore if it reads, or else the first of the dataset; and a Scan of its table.
fn tries(app: App) -> Vec<(String, Request)> {
    let first = || access_patterns(app.recipe.get().dataset).into_iter().next().map(|p| p.request);
    let Some(request) = request(app).or_else(first) else { return Vec::new() };
    let name = request.body.get("TableName").cloned().unwrap_or_default();
    let scan = Request { operation: Operation::Scan, body: json!({ "TableName": name }) };
    let all = ("Scan the table".to_string(), scan);
    match request.operation {
        Operation::Scan => vec![all],
        _ => vec![(format!("Rerun the Explore request ({})", heading(&request)), request), all],
    }
}

fn request(app: App) -> Option<Request> {
    let draft = app.draft.get();
    let operation =
        Operation::from_name(draft.operation()).filter(|operation| operation.is_read())?;
    let reads_items = matches!(operation, Operation::Query | Operation::Scan | Operation::GetItem);
    let body = draft.to_request().ok()?;
    reads_items.then_some(Request { operation, body })
}
