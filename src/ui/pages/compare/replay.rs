//! Going through a finished race again: by itself, item by item, or to any position.

use leptos::prelude::*;

use super::race::Race;
use crate::ui::model::compare::{Step, heading, step_words};
use crate::ui::model::words::bytes;

/// In how many steps the arrow keys take the slider from end to end.
const STEPS: u64 = 100;

/// The replay's controls and what each way did last.
#[component]
pub fn Replay(
    /// The race, which is over.
    race: Race,
) -> impl IntoView {
    let whole = race.whole();
    let at = race.position;
    let go = move |event| {
        if let Ok(bytes) = event_target_value(&event).parse() {
            race.show_at(bytes);
        }
    };
    let position = move || format!("{} of {} read by each way", bytes(at.get()), bytes(whole));
    view! {
        <div class="compare-replay" role="group" aria-label="Replay">
            <button type="button" on:click=move |_| race.replay()>"Replay"</button>
            <button
                type="button"
                aria-disabled=move || (at.get() == 0).then_some("true")
                on:click=move |_| race.step_back()
            >
                "Back one item"
            </button>
            <button
                type="button"
                aria-disabled=move || (at.get() >= whole).then_some("true")
                on:click=move |_| race.step_forward()
            >
                "Next item"
            </button>
            <input
                type="range"
                min="0"
                max=whole.to_string()
                step=(whole / STEPS).max(1).to_string()
                aria-label="Position of the replay"
                aria-valuetext=position
                prop:value=move || at.get().to_string()
                on:input=go
            />
            <div class="compare-steps" role="status" data-testid="compare-steps">
                <For
                    each=move || lines(race)
                    key=|line| line.clone()
                    children=|line| view! { <p>{line}</p> }
                />
            </div>
        </div>
    }
}

/// What each way did last.
fn lines(race: Race) -> Vec<String> {
    let pair = race.asked.get().map(|asked| asked.pair);
    let names = pair.map(|pair| vec![heading(&pair.query), heading(&pair.scan)]);
    let further = race.further().into_iter().map(|(way, _)| way.label().to_owned());
    let names = names.unwrap_or_default().into_iter().chain(further);
    let line = |(name, side): (String, super::side::ComparisonSide)| {
        side.lane.with(|lane| step_words(&name, Step::of(lane).as_ref()))
    };
    names.zip(race.sides()).map(line).collect()
}
