//! The traffic lab: experiments, settings, playback, and pictures of one run or of two.
//!
//! Owns the layout. Runs are driven by `ui::state`, worded and measured by `ui::model::lab`.

mod picture;
mod settings;
mod table;
mod transport;

use leptos::prelude::*;

use picture::Picture;
use settings::Settings;
use transport::Transport;

use crate::ui::dom::route::focus;
use crate::ui::dom::scroll::reveal;
use crate::ui::model::lab::cure::Cure;
use crate::ui::model::lab::preset::PRESETS;
use crate::ui::model::lab::{reason, shot};
use crate::ui::state::{Lab, Phase, Side};

/// The lab.
#[component]
pub fn Bench(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    view! {
        <div class="lab">
            <Bars/>
            <Presets lab/>
            <div class="lab-run">
                <Question lab/>
                <Transport lab/>
                <Outcome lab/>
                <Pictures lab/>
                <details>
                    <summary>"What is assumed here"</summary>
                    <p class="lab-assumed">{reason::assumptions()}</p>
                </details>
            </div>
            <Settings lab/>
        </div>
    }
}

/// The pattern of what is refused, for the charts.
#[component]
fn Bars() -> impl IntoView {
    view! {
        <svg class="lab-bars" width="0" height="0" aria-hidden="true">
            <pattern
                id="lab-bars"
                width="7"
                height="7"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
            >
                <rect width="7" height="7"></rect>
                <path d="M1 0V7" stroke-width="2"></path>
            </pattern>
        </svg>
    }
}

/// The experiments to choose from.
#[component]
fn Presets(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let chosen = Memo::new(move |_| lab.form.with(|form| form.preset));
    let button = move |at: usize| {
        let pressed = move || if chosen.get() == at { "true" } else { "false" };
        // On a phone what belongs to the choice lies below the list.
        let choose = move |_| {
            lab.choose(at);
            reveal("lab-transport");
        };
        view! {
            <button type="button" aria-pressed=pressed on:click=choose>
                {PRESETS[at].title}
            </button>
        }
    };
    view! {
        <section class="lab-presets" aria-labelledby="lab-presets-title">
            <h2 id="lab-presets-title">"Experiments"</h2>
            <div class="lab-preset-list">{(0..PRESETS.len()).map(button).collect_view()}</div>
        </section>
    }
}

/// What to think about before it runs.
#[component]
fn Question(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let preset = Memo::new(move |_| lab.form.with(|form| form.preset));
    // A run beside the first one is another question than the first was.
    let beside = move || lab.see(Side::Before, |_, _| ()).is_some();
    let cured = Memo::new(move |_| {
        let title = || lab.see(Side::Now, |shot, _| shot.title.clone());
        beside().then(title).flatten()
    });
    let title = move || cured.get().unwrap_or_else(|| PRESETS[preset.get()].title.to_owned());
    let words = move || match cured.with(Option::is_some) {
        true => ("With the first run beside it. ", lab.price.get()),
        false => ("Before it runs: ", PRESETS[preset.get()].expect),
    };
    view! {
        <section class="lab-question" aria-labelledby="lab-question-title">
            <h2 id="lab-question-title">{title}</h2>
            <p><strong>{move || words().0}</strong>{move || words().1}</p>
        </section>
    }
}

/// What came of it, told when it stops, and what to try next.
#[component]
fn Outcome(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    // Of the whole run so far, whichever second is looked at: what is spoken must not chatter.
    let stopped = move || matches!(lab.phase.get(), Phase::Paused | Phase::Over);
    let words = Memo::new(move |_| {
        let said = || lab.see_later(Side::Now, |shot, _| shot::verdict(shot, shot.at(None)));
        stopped().then(said).flatten().unwrap_or_default().join(" ")
    });
    let offered = Memo::new(move |_| {
        let offered = || lab.see_later(Side::Now, |shot, _| shot::cures_of(shot));
        stopped().then(offered).flatten().unwrap_or_default()
    });
    let cure = move |cure: Cure| {
        let label = cure.label();
        // The button goes while the run is played, so the focus goes on.
        let press = move |_| {
            lab.try_cure(&cure);
            focus("lab-run");
        };
        view! { <button type="button" on:click=press>{label}</button> }
    };
    view! {
        <div class="lab-outcome">
            <p role="status" data-testid="verdict">{words}</p>
            <p class="lab-cures">{move || offered.get().into_iter().map(cure).collect_view()}</p>
        </div>
    }
}

/// One run, or two side by side.
#[component]
fn Pictures(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let has = move |side| Memo::new(move |_| lab.see(side, |_, _| ()).is_some());
    let (before, now) = (has(Side::Before), has(Side::Now));
    let total = move |side| lab.see_later(side, |shot, at| shot::total(shot.run.samples(), at));
    let compared = move || {
        let both = total(Side::Before).zip(total(Side::Now));
        both.map(|(before, now)| shot::compared(&before, &now))
    };
    view! {
        <p class="lab-compared">{compared}</p>
        <div class="lab-pictures" class:two=before>
            <Show when=move || before.get()>
                <Picture lab side=Side::Before/>
            </Show>
            <Show when=move || now.get()>
                <Picture lab side=Side::Now/>
            </Show>
        </div>
    }
}
