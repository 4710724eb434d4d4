//! Start: what the page is, one access pattern run two ways on live data with the learner's own
//! guess first, and the ways on.
//!
//! `index.html` shows the same head and the same frame before the engine is there, so that
//! nothing moves when this takes over; change both together. The race is Compare's.

use leptos::prelude::*;

use super::compare::lane::{LaneTotals, LaneView, Rejection};
use super::compare::pattern::Choice;
use super::compare::race::{Phase, Race};
use crate::api::Request;
use crate::datasets::access_patterns;
use crate::ui::components::in_turn::InTurn;
use crate::ui::model::compare::{condition, heading};
use crate::ui::model::route::Place;
use crate::ui::model::start::{Guess, explain};
use crate::ui::state::use_app;

/// The place.
#[component]
pub fn StartPage() -> impl IntoView {
    view! {
        <section class="start" aria-labelledby="start-title">
            <header class="start-head">
                <h1 id="start-title">
                    "See what every DynamoDB request really reads, and what it costs."
                </h1>
                <p>
                    "A DynamoDB simulator that runs in your browser. No account, nothing to install, and nothing you do leaves this page."
                </p>
            </header>
            <InTurn><GuessAndRace/></InTurn>
            <nav class="start-ways" aria-label="Where to begin">
                <a class="button primary" href=Place::Learn.fragment()>"Start learning"</a>
                <a class="button" href=Place::Explore.fragment()>"Explore the data"</a>
                <a class="button" href=Place::Compare.fragment()>"Compare requests"</a>
                <a class="button" href=Place::Partitions.fragment()>"Heat up a partition"</a>
                <a class="button" href=Place::Quiz.fragment()>"Test yourself"</a>
            </nav>
            <p class="start-instructors">
                "Teaching a room? "
                <a href=Place::Workshop.fragment()>"Agendas, room links and results"</a>
                " for workshops."
            </p>
        </section>
    }
}

/// The first access pattern of the dataset as a Query and as a Scan. It runs when the learner has
/// guessed what the Scan costs, and not before.
#[component]
fn GuessAndRace() -> impl IntoView {
    let app = use_app();
    let race = Race::new(app, Choice::Pattern(0));
    let guess = RwSignal::new(None);
    let is_ready =
        move || app.loading.get().is_none() && race.asked.with(Result::is_ok) && !race.is_empty();
    let title = move || {
        race.asked.with(|asked| asked.as_ref().map_or(String::new(), |asked| asked.title.clone()))
    };
    let choose = move |chosen: Guess| {
        guess.set(Some(chosen));
        race.start();
    };
    let outcome = move || match (race.phase.get(), guess.get()) {
        (Phase::Done, Some(guess)) => {
            let (query, scan) = (race.by_key.totals.get(), race.by_scan.totals.get());
            explain(guess, &query, &scan)
        }
        (Phase::Running, _) => "Both requests are running.".into(),
        (Phase::Rejected, _) => {
            "One of the requests failed, so there is nothing to compare.".into()
        }
        _ if is_ready() => "Choose a number to run both requests on the sample data.".into(),
        _ if app.loading.get().is_some() => "Loading the sample data.".into(),
        _ => {
            "The table for this access pattern was deleted. To restore it, choose a dataset above."
                .into()
        }
    };
    // What the answer holds beyond what the question says, once it is there to be seen.
    let trap = move || {
        let patterns = access_patterns(app.recipe.get().dataset);
        (race.phase.get() == Phase::Done)
            .then(|| patterns.into_iter().next().map(|pattern| pattern.trap))
    };
    view! {
        <div class="start-race">
            <h2>{title}</h2>
            <p id="start-question">
                "A Query finds them by key. A Scan with a filter returns the same items. How much more does the Scan cost?"
            </p>
            <div class="start-guesses segments" role="group" aria-labelledby="start-question">
                {Guess::ALL
                    .map(|choice| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || (guess.get() == Some(choice)).to_string()
                                disabled=move || !is_ready()
                                on:click=move |_| choose(choice)
                            >
                                {choice.label()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div class="start-lanes">
                <InTurn><StartLane race is_key=true/></InTurn>
                <InTurn><StartLane race is_key=false/></InTurn>
            </div>
            <div class="start-outcome" role="status">
                <p data-testid="start-outcome">{outcome}</p>
                <p>{trap}</p>
            </div>
        </div>
    }
}

/// One of the two requests: what it asks for, and its lane.
#[component]
fn StartLane(
    /// The race that it runs in.
    race: Race,
    /// Whether it is the one that reads by key.
    is_key: bool,
) -> impl IntoView {
    let side = if is_key { race.by_key } else { race.by_scan };
    let text = move |write: fn(&Request) -> String| {
        race.asked.with(|asked| {
            let pair = asked.as_ref().map(|asked| &asked.pair);
            pair.map_or(String::new(), |pair| write(if is_key { &pair.query } else { &pair.scan }))
        })
    };
    view! {
        <div class="start-lane">
            <h3>{move || text(heading)}</h3>
            <p class="compare-condition"><code>{move || text(condition)}</code></p>
            <LaneView side pattern=if is_key { "start-query" } else { "start-scan" }/>
            <LaneTotals side/>
            <Rejection side/>
        </div>
    }
}
