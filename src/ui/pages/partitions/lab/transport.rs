//! Playing, pausing, stepping, the pace, and going back over what was played.

use leptos::prelude::*;

use crate::ui::dom::route::focus;
use crate::ui::model::lab::clock::{Pace, time};
use crate::ui::model::lab::shot;
use crate::ui::state::{Lab, Phase, Side};

/// Everything that moves a run.
#[component]
pub fn Transport(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let wrong = Memo::new(move |_| lab.form.with(|form| !form.problems().is_empty()));
    let playing = move || lab.phase.get() == Phase::Playing;
    let stopped_by_settings = move || wrong.get() && !playing();
    let label = move || match lab.phase.get() {
        Phase::Playing => "Pause",
        _ if lab.is_changed() => "Run with these settings",
        Phase::Empty => "Run",
        Phase::Paused => "Resume",
        Phase::Over => "Run again",
    };
    let press =
        move |_| if lab.phase.get_untracked() == Phase::Playing { lab.pause() } else { lab.play() };
    view! {
        <div class="lab-transport" id="lab-transport" role="group" aria-label="Playback">
            <button
                type="button"
                class="primary"
                id="lab-run"
                data-testid="run"
                disabled=stopped_by_settings
                on:click=press
            >
                {label}
            </button>
            <button type="button" disabled=wrong on:click=move |_| lab.step()>
                "Step 1 s"
            </button>
            <button type="button" disabled=wrong on:click=move |_| lab.restart()>
                "Back to start"
            </button>
            <button
                type="button"
                class="quiet lab-to-settings"
                on:click=|_| focus("lab-settings")
            >
                "Settings"
            </button>
            <PaceChoice lab/>
            <Scrubber lab/>
            <p class="lab-reached">{move || reached(lab, stopped_by_settings())}</p>
        </div>
    }
}

fn reached(lab: Lab, wrong: bool) -> String {
    match wrong {
        true => "A setting is invalid. See the message next to its field.".into(),
        false => lab.reached.get().words(),
    }
}

/// How fast it is played.
#[component]
fn PaceChoice(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let option = move |(pace, name): (Pace, &'static str)| {
        view! { <option prop:selected=move || lab.pace.get() == pace>{name}</option> }
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some((pace, _)) = Pace::ALL.iter().find(|(_, known)| *known == name) {
            lab.go_at(*pace);
        }
    };
    view! {
        <label class="lab-pace">
            "Speed"
            <select on:change=choose>{Pace::ALL.map(option).collect_view()}</select>
        </label>
    }
}

/// The seconds so far, as a slider.
#[component]
fn Scrubber(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let last = Memo::new(move |_| {
        lab.see(Side::Now, |shot, _| shot.seconds()).unwrap_or_default().saturating_sub(1)
    });
    let second = move || lab.second.get().unwrap_or(last.get()).min(last.get());
    let go = move |event| {
        if let Ok(second) = event_target_value(&event).parse::<u64>() {
            // The end follows what is played.
            lab.second.set(Some(second).filter(|second| *second < last.get_untracked()));
        }
    };
    let words = move || lab.see(Side::Now, shot::where_it_is).unwrap_or_default();
    view! {
        <div class="lab-scrub">
            <label for="lab-second">"Time"</label>
            <input
                type="range"
                id="lab-second"
                min="0"
                step="1"
                max=move || last.get().to_string()
                prop:value=move || second().to_string()
                disabled=move || last.get() == 0
                aria-valuetext=move || time(second() + 1)
                on:input=go
            />
            <output>{words}</output>
        </div>
    }
}
