//! Parts: everything that places are made of, side by side, for whoever builds them. Only in a
//! development build.

use leptos::prelude::*;

use crate::ui::components::plot::{Axis, Plot, Tick};
use crate::ui::components::term::Term;
use crate::ui::model::glossary::Term as GlossaryTerm;
use crate::ui::model::words::{bytes, count, css_percent, dollars, percent};

/// The place.
#[component]
pub fn PartsPage() -> impl IntoView {
    view! {
        <section class="parts" aria-labelledby="parts-title">
            <h1 id="parts-title">"Parts"</h1>
            <Controls/>
            <Texts/>
            <Figures/>
            <Marks/>
        </section>
    }
}

/// What can be pressed, chosen and written.
#[component]
fn Controls() -> impl IntoView {
    let chosen = RwSignal::new("Form");
    let segment = move |name: &'static str| {
        let pressed = move || if chosen.get() == name { "true" } else { "false" };
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| chosen.set(name)>
                {name}
            </button>
        }
    };
    view! {
        <section class="pane">
            <h2>"Buttons"</h2>
            <p class="parts-row">
                <button type="button" class="primary">"Run query"</button>
                <button type="button">"Undo"</button>
                <button type="button" class="quiet">"Dismiss"</button>
                <button type="button" class="primary" disabled>"Run query"</button>
                <button type="button" disabled>"Undo"</button>
            </p>
            <h2>"Segmented control, tabs"</h2>
            <div class="parts-row">
                <div class="segments" role="group" aria-label="Mode">
                    {["Form", "JSON", "PartiQL"].map(segment).collect_view()}
                </div>
                <nav class="tabs" aria-label="Partitions views">
                    <a href="#/parts" aria-current="page">"Traffic lab"</a>
                    <a href="#/parts">"Your data"</a>
                </nav>
            </div>
            <h2>"Fields"</h2>
            <div class="parts-fields">
                <div class="field">
                    <label for="parts-text">"Requests per second"</label>
                    <input id="parts-text" type="text" value="1,500" aria-describedby="parts-hint"/>
                    <p class="hint" id="parts-hint">"Whole number, up to 1,000,000."</p>
                </div>
                <div class="field wrong">
                    <label for="parts-wrong">"Shards"</label>
                    <input
                        id="parts-wrong"
                        type="text"
                        value="many"
                        aria-invalid="true"
                        aria-describedby="parts-problem"
                    />
                    <p class="hint" id="parts-problem">"Enter a whole number, such as 1,500."</p>
                </div>
                <div class="field">
                    <label for="parts-choice">"Capacity"</label>
                    <select id="parts-choice">
                        <option>"On-demand"</option>
                        <option>"Provisioned"</option>
                    </select>
                </div>
                <label><input type="checkbox" checked/> "Strongly consistent"</label>
            </div>
        </section>
    }
}

/// What is read.
#[component]
fn Texts() -> impl IntoView {
    view! {
        <section class="pane">
            <h2>"Callouts"</h2>
            <div class="callout">
                <p>"Loading Clinic discarded 3 changes."</p>
                <button type="button">"Undo"</button>
            </div>
            <div class="callout callout-good"><p>"✓ Correct: the answer is B."</p></div>
            <div class="callout callout-warning"><p>"This browser has no room left."</p></div>
            <div class="callout callout-error">
                <p><code>"ValidationException: One or more parameter values were invalid"</code></p>
                <p>"Add SK: every item needs the table's whole primary key."</p>
            </div>
            <h2>"Terms, chips"</h2>
            <p>
                "Items that share a partition key form an "
                <Term term=GlossaryTerm::ItemCollection word="item collection"/> "."
            </p>
            <p class="parts-row">
                <span class="chip">"1,000 items"</span>
                <span class="chip chip-read">"2,847.5 RCU"</span>
                <span class="chip chip-write">"12 WCU"</span>
                <span class="chip chip-throttled">{percent(329, 1_000)} " throttled"</span>
            </p>
        </section>
    }
}

/// Figures, and numbers as they are written everywhere.
#[component]
fn Figures() -> impl IntoView {
    let row = |(name, figure): (&'static str, String)| {
        view! { <tr><th scope="row">{name}</th><td class="num">{figure}</td></tr> }
    };
    let rows = [
        ("count", count(1_234_567)),
        ("size", bytes(235_353)),
        ("share", percent(1, 3)),
        ("money", dollars(1_651_230_000)),
        ("little money", dollars(150)),
    ];
    view! {
        <section class="pane">
            <h2>"Figures"</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Figures">
                <table class="figures">
                    <thead>
                        <tr><th scope="col">"What"</th><th scope="col" class="num">"Figure"</th></tr>
                    </thead>
                    <tbody>{rows.map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// Heat, fill and a chart.
#[component]
fn Marks() -> impl IntoView {
    let step = |heat: u8| {
        let share = css_percent(f64::from(heat) / 8.0);
        view! {
            <div class=format!("parts-heat heat-{heat}")>
                <span class="parts-swatch">{percent(u64::from(heat), 8)}</span>
                <span class="meter-bar"><span style:width=share></span></span>
            </div>
        }
    };
    let ticks =
        |all: [(f64, &str); 3]| all.map(|(at, label)| Tick { at, label: label.into() }).to_vec();
    let x = Axis { unit: "min:s", ticks: ticks([(0.0, "0:00"), (0.5, "1:30"), (1.0, "3:00")]) };
    let y = Axis { unit: "units/s", ticks: ticks([(0.0, "0"), (0.5, "1,000"), (1.0, "2,000")]) };
    view! {
        <section class="pane">
            <h2>"Heat and fill"</h2>
            <div class="parts-row">{(0..=8).map(step).collect_view()}</div>
            <h2>"Chart"</h2>
            <Plot
                label="Units used per second"
                x=Signal::derive(move || x.clone())
                y=Signal::derive(move || y.clone())
            >
                <path class="line line-write" d="M0 200H200V100H1000"></path>
            </Plot>
        </section>
    }
}
