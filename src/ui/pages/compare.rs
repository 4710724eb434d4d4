//! Compare: one question by key and by reading everything, side by side.
//!
//! Owns the layout of the place. The race itself is [`race`]'s, its arithmetic `ui::model`'s.

pub(super) mod lane;
pub(super) mod question;
pub(super) mod race;
mod side;
mod verdict;

use leptos::prelude::*;

use crate::ui::state::use_app;
use lane::Column;
use question::{QuestionBar, first_choice};
use race::Race;
use verdict::VerdictBar;

/// The place.
#[component]
pub fn ComparePage() -> impl IntoView {
    let app = use_app();
    let race = Race::new(app, first_choice(app));
    view! {
        <section class="compare" aria-labelledby="compare-title">
            <header class="place-head">
                <h1 id="compare-title">"Compare"</h1>
                <p>
                    "One question, two ways: by key, and by reading everything and throwing most of it away. "
                    "Both lanes run over the same items at the same pace of bytes."
                </p>
            </header>
            <QuestionBar race/>
            <VerdictBar race/>
            <div class="compare-sides">
                <Column race side=race.by_key testid="compare-query"/>
                <Column race side=race.by_scan testid="compare-scan"/>
            </div>
            <p class="compare-legend">{move || race.strip().legend()} <LaneKey/></p>
        </section>
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
            "read and paid for, then filtered out"
        </span>
        <span class="lane-key">
            <span class="lane-key-mark lane-key-untouched" aria-hidden="true"></span>
            "not touched"
        </span>
    }
}
