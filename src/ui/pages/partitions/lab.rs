//! The traffic lab: experiments, settings, playback, and pictures of one run or of two.
//!
//! Owns the layout. Runs are driven by `ui::state`, worded and measured by `ui::model::lab`.

mod picture;
mod settings;
mod table;
mod transport;

use leptos::prelude::*;

use picture::Picture;
pub use settings::SettingField;
use settings::Settings;
use transport::Transport;

use crate::ui::dom::scroll::reveal;
use crate::ui::model::lab::preset::PRESETS;
use crate::ui::model::lab::{bill, reason, shot};
use crate::ui::state::{Lab, Side};

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
                <Pictures lab/>
                <details>
                    <summary>"Assumptions"</summary>
                    <p class="lab-assumed">{reason::assumptions()}</p>
                </details>
            </div>
            <Settings lab/>
        </div>
    }
}

/// One run of the lab, for a lesson: its pictures and how they are played.
#[component]
pub fn LabRun(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    on_cleanup(move || lab.pause());
    view! {
        <div class="lab lab-alone">
            <Bars/>
            <div class="lab-run"><Transport lab/> <Pictures lab/></div>
        </div>
    }
}

/// The pattern of what is throttled, for the charts.
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
        true => ("Compared with run A. ", lab.trade_off.get()),
        false => ("Predict: ", PRESETS[preset.get()].expect),
    };
    view! {
        <section class="lab-question" aria-labelledby="lab-question-title">
            <h2 id="lab-question-title">{title}</h2>
            <p><strong>{move || words().0}</strong>{move || words().1}</p>
        </section>
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
    let compared = move || lab.compare(shot::compared);
    let dearer = move || lab.compare(bill::compared).flatten();
    let empty = move || match before.get() {
        true => "Choose an experiment or change the settings, then run it to compare with run A.",
        false => {
            "Run the experiment to see each partition's load, what is throttled, and the cost."
        }
    };
    view! {
        <Show when=move || before.get() && now.get()>
            <p class="lab-compared" data-testid="compared">{compared} " " {dearer}</p>
        </Show>
        <div class="lab-pictures" class:two=before>
            <Show when=move || before.get()>
                <Picture lab side=Side::Before/>
            </Show>
            <Show when=move || now.get() fallback=move || view! { <p class="lab-empty">{empty}</p> }>
                <Picture lab side=Side::Now/>
            </Show>
        </div>
    }
}
