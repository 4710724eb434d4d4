//! One way to read: the request, its lane over the strip, and its bill.

use leptos::prelude::*;

use super::pattern::Asked;
use super::race::{Phase, Race};
use super::side::ComparisonSide;
use crate::api::Request;
use crate::capacity::read_blocks;
use crate::ui::components::receipt::ReceiptCard;
use crate::ui::dom::time;
use crate::ui::model::compare::{
    Lane, Mark, Way, blocks_of, blocks_words, condition, heading, merge_pages, pages_words,
    progress_words,
};
use crate::ui::model::draft::{Draft, pretty};
use crate::ui::model::receipt::Bill;
use crate::ui::model::route::Place;
use crate::ui::model::words::css_percent;

/// One of the two sides that are always there: its request, its lane and its bill.
#[component]
pub fn Column(
    /// The race that it runs in.
    race: Race,
    /// The side.
    side: ComparisonSide,
    /// How tests find it.
    testid: &'static str,
) -> impl IntoView {
    let is_key = testid == "compare-query";
    let request = Memo::new(move |_| {
        let of =
            |asked: &Asked| if is_key { asked.pair.query.clone() } else { asked.pair.scan.clone() };
        race.asked.with(|asked| asked.as_ref().ok().map(of))
    });
    let name =
        Signal::derive(move || request.with(|of| of.as_ref().map(heading)).unwrap_or_default());
    let pattern = if is_key { "waste-query" } else { "waste-scan" };
    view! {
        <article class="compare-side" data-testid=testid>
            <div class="compare-course">
                <Course race side request name pattern/>
            </div>
            <div class="compare-bill">
                <Bills race side request name/>
            </div>
        </article>
    }
}

/// A further way, with what it is there to show.
#[component]
pub fn FurtherColumn(
    /// The race that it runs in.
    race: Race,
    /// The way.
    way: Way,
) -> impl IntoView {
    let side = race.side(way);
    let request = Memo::new(move |_| {
        race.ways.with(|ways| {
            ways.iter().find(|(known, _)| *known == way).map(|(_, request)| request.clone())
        })
    });
    let name = Signal::derive(move || way.label().to_owned());
    view! {
        <article class="compare-further" data-testid=format!("compare-{}", way.id())>
            <Course race side request name pattern=way.id()/>
            <p class="hint">{way.point()}</p>
            <details class="compare-request">
                <summary>"Receipt and request"</summary>
                <Bills race side request name/>
            </details>
        </article>
    }
}

/// The course of a way: its request in a line, its lane, what it read and cost.
#[component]
fn Course(
    /// The race that it runs in.
    race: Race,
    /// The side.
    side: ComparisonSide,
    /// Its request.
    #[prop(into)]
    request: Signal<Option<Request>>,
    /// What it is called.
    name: Signal<String>,
    /// The name of its hatching.
    pattern: &'static str,
) -> impl IntoView {
    let open = move |_| {
        if let Some(request) = request.get_untracked() {
            let draft = Draft::from_request(request.operation.name(), &request.body);
            race.app.draft.set(draft);
            race.app.go(Place::Explore);
        }
    };
    let asked = move || request.with(|request| request.as_ref().map(condition)).unwrap_or_default();
    view! {
        <div class="compare-head">
            <h2>{name}</h2>
            <button type="button" class="quiet" on:click=open>"Open in Explore"</button>
        </div>
        <p class="compare-condition"><code>{asked}</code></p>
        <LaneView side pattern/>
        <LaneTotals side/>
        <Blocks race side/>
        <Rejection side/>
    }
}

/// The receipt of a way, once the race is over, and its request as it was sent.
#[component]
fn Bills(
    /// The race that it runs in.
    race: Race,
    /// The side.
    side: ComparisonSide,
    /// Its request.
    #[prop(into)]
    request: Signal<Option<Request>>,
    /// What it is called.
    name: Signal<String>,
) -> impl IntoView {
    // The bill of a large table takes as long to draw as the verdict, so each has a task of its own.
    let has_bill = RwSignal::new(false);
    Effect::new(move |_| {
        if race.phase.get().is_over() {
            time::apart(move || {
                if race.phase.try_get_untracked().is_some_and(Phase::is_over) {
                    has_bill.set(true);
                }
            });
        } else {
            has_bill.set(false);
        }
    });
    let text = move || {
        let written = |request: &Request| pretty(&request.body);
        request.with(|request| request.as_ref().map(written)).unwrap_or_default()
    };
    view! {
        <Show when=move || has_bill.get()>
            <SideBill side of=name/>
        </Show>
        <details class="compare-request">
            <summary>"Request body"</summary>
            <pre tabindex="0">
                <code>{text}</code>
            </pre>
        </details>
    }
}

/// The strip with this lane's marks. What it shows is said in the totals below it.
#[component]
pub fn LaneView(
    /// The side.
    side: ComparisonSide,
    /// The name of its hatching, which must be its own on the page.
    pattern: &'static str,
) -> impl IntoView {
    let path = move |mark| side.lane.with(|lane| lane.path(mark));
    let view_box = move || {
        let strip = side.lane.with(Lane::strip);
        format!("-0.08 -0.08 {} {}", strip.columns(), strip.rows())
    };
    view! {
        <svg class="lane" viewBox=view_box aria-hidden="true" focusable="false">
            <defs>
                <pattern
                    id=pattern
                    width="0.24"
                    height="0.24"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                >
                    <rect class="lane-hatch" width="0.1" height="0.24"></rect>
                </pattern>
            </defs>
            <path class="lane-untouched" d=move || path(Mark::Outline)></path>
            <path
                class="lane-read"
                fill=format!("url(#{pattern})")
                d=move || path(Mark::Read)
            ></path>
            <path class="lane-kept" d=move || path(Mark::Returned)></path>
        </svg>
    }
}

/// How far the lane has come, in words.
#[component]
pub fn LaneTotals(
    /// The side.
    side: ComparisonSide,
) -> impl IntoView {
    let items = move || side.lane.with(|lane| lane.strip().items() as u64);
    let words = move || {
        side.lane.with(|lane| progress_words(lane.items_shown(), lane.returned_shown(), items()))
    };
    view! {
        <p class="lane-totals">
            <span>{words}</span>
        </p>
    }
}

/// What the lane costs, in blocks of 4 KB. All lanes draw them to one scale: the whole table.
#[component]
fn Blocks(
    /// The race.
    race: Race,
    /// The side.
    side: ComparisonSide,
) -> impl IntoView {
    let blocks = Memo::new(move |_| match race.phase.get() {
        // A replay shows blocks as they come, the finished race those of each page.
        Phase::Done if side.lane.with(Lane::is_level) => {
            side.receipts.with(|pages| blocks_of(pages))
        }
        _ => side.lane.with(|lane| match lane.bytes_shown() {
            0 => 0,
            bytes => read_blocks(bytes),
        }),
    });
    let units = move || {
        let done = race.phase.get() == Phase::Done && side.lane.with(Lane::is_level);
        done.then(|| side.totals.with(|totals| totals.units))
    };
    // One block of a large table would be thinner than a line.
    let width = move || {
        let whole = race.table_blocks.get().max(blocks.get()).max(1);
        let share = css_percent(blocks.get() as f64 / whole as f64);
        if blocks.get() == 0 { "0".to_owned() } else { format!("max(3px, {share})") }
    };
    // Beyond so many the lines between blocks would be all that is seen.
    let lines = move || if blocks.get() <= 150 { blocks.get().max(1) } else { 1 }.to_string();
    view! {
        <p class="compare-blocks">
            <span class="compare-blocks-track" aria-hidden="true">
                <span style:width=width style=("--blocks", lines)></span>
            </span>
            <span>{move || blocks_words(blocks.get(), units())}</span>
        </p>
    }
}

/// The error that stopped the lane, in AWS's words, and what to do.
#[component]
pub fn Rejection(
    /// The side.
    side: ComparisonSide,
) -> impl IntoView {
    move || {
        side.rejection.get().map(|text| {
            view! {
                <div class="callout callout-error" role="alert">
                    <p><code>{text}</code></p>
                    <p>"Change the request in Explore, then come back."</p>
                </div>
            }
        })
    }
}

/// The receipt of one side, with a word on its pages when there are several.
#[component]
pub fn SideBill(
    /// The side.
    side: ComparisonSide,
    /// What it is the bill of.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let bill = Memo::new(move |_| {
        let merged = side.receipts.with(|pages| merge_pages(pages));
        merged.and_then(|receipt| Bill::of(&[receipt], false))
    });
    let pages = move || side.totals.with(|totals| pages_words(totals.pages));
    view! {
        <ReceiptCard bill of/>
        <p class="hint">{pages}</p>
    }
}
