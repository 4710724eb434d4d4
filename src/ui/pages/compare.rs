//! Compare: one access pattern by key and by reading everything, side by side, with further ways to
//! serve it beside them.
//!
//! Owns the layout of the place. The race itself is [`race`]'s, its arithmetic `ui::model`'s.

pub(super) mod lane;
pub(super) mod pattern;
pub(super) mod race;
mod replay;
pub(super) mod side;
mod verdict;

use leptos::prelude::*;

use crate::ui::components::term::Term;
use crate::ui::model::glossary::Term as GlossaryTerm;
use crate::ui::model::route::Place;
use crate::ui::state::use_app;
use lane::{Column, FurtherColumn};
use pattern::{PatternBar, first_choice};
use race::{Phase, Race};
use replay::Replay;
use verdict::VerdictBar;

/// The place.
#[component]
pub fn ComparePage() -> impl IntoView {
    let app = use_app();
    let race = Race::new(app, first_choice(app));
    let further = move || race.further().into_iter().map(|(way, _)| way).collect::<Vec<_>>();
    let is_runnable = move || race.asked.with(Result::is_ok);
    view! {
        <section class="compare" aria-labelledby="compare-title">
            <header class="place-head">
                <h1 id="compare-title">"Compare"</h1>
                <p>
                    "Same " <Term term=GlossaryTerm::AccessPattern word="access pattern"/>
                    ", two operations: one reads by key, the other scans the table and filters. They \
                     run over the same table at the same speed; add more ways beside them, and go \
                     through the race again item by item."
                </p>
            </header>
            <PatternBar race/>
            <Show when=is_runnable fallback=move || view! { <Unsupported race/> }>
                <div class="compare-sides">
                    <Column race side=race.by_key testid="compare-query"/>
                    <Column race side=race.by_scan testid="compare-scan"/>
                    <div class="compare-more">
                        <For
                            each=further
                            key=|way| *way
                            children=move |way| view! { <FurtherColumn race way/> }
                        />
                        <Show when=move || race.phase.get() == Phase::Done>
                            <Replay race/>
                        </Show>
                    </div>
                    <VerdictBar race/>
                </div>
                <p class="compare-legend">{move || race.strip().legend()} <LaneKey/></p>
            </Show>
        </section>
    }
}

/// Why there is nothing to run, and the way to something that can be.
#[component]
fn Unsupported(
    /// The race.
    race: Race,
) -> impl IntoView {
    let reason = move || race.asked.with(|asked| asked.as_ref().err().copied());
    view! {
        <div class="callout callout-warning" data-testid="compare-unsupported">
            <p>{reason}</p>
            <button type="button" on:click=move |_| race.app.go(Place::Explore)>
                "Go to Explore"
            </button>
        </div>
    }
}

/// What the marks of a lane mean.
#[component]
fn LaneKey() -> impl IntoView {
    view! {
        <span class="lane-key">
            <span class="lane-key-mark lane-key-kept" aria-hidden="true"></span>
            "returned"
        </span>
        <span class="lane-key">
            <span class="lane-key-mark lane-key-read" aria-hidden="true"></span>
            "evaluated and paid for, then filtered out"
        </span>
        <span class="lane-key">
            <span class="lane-key-mark lane-key-untouched" aria-hidden="true"></span>
            "not read"
        </span>
    }
}
