//! The running meter: both totals in the header, their course and a reset behind them.

use leptos::prelude::*;

use super::line_chart::{Line, LineChart, Spark};
use crate::ui::model::meter::Meter;
use crate::ui::model::words::{plural, read_units, write_units};

/// The meter.
#[component]
pub fn MeterPanel(
    /// The running totals.
    #[prop(into)]
    meter: Signal<Meter>,
    /// Called when the person sets the meter back.
    #[prop(into)]
    on_reset: Callback<()>,
) -> impl IntoView {
    let read = move || meter.with(|meter| read_units(meter.read()));
    let write = move || meter.with(|meter| write_units(meter.write()));
    view! {
        <button type="button" class="meter-button" popovertarget="meter-panel">
            <span class="visually-hidden">"Meter: "</span>
            <span class="meter-total">
                <span class="meter-unit">"RCU"</span>
                <span data-testid="meter-rcu">{read}</span>
                <Spark class="line-read" steps=Signal::derive(move || meter.with(Meter::read_steps))/>
            </span>
            <span class="meter-total">
                <span class="meter-unit">"WCU"</span>
                <span data-testid="meter-wcu">{write}</span>
                <Spark class="line-write" steps=Signal::derive(move || meter.with(Meter::write_steps))/>
            </span>
        </button>
        <section id="meter-panel" class="panel" popover="auto" aria-label="Meter">
            <div class="panel-head">
                <h2>"Consumed capacity"</h2>
                <button type="button" on:click=move |_| on_reset.run(())>
                    "Reset meter"
                </button>
            </div>
            <p>{move || meter.with(summary)}</p>
            <LineChart
                label="Consumed capacity units over time. Each line has its own scale."
                lines=Signal::derive(move || meter.with(lines))
                rows=Signal::derive(move || meter.with(Meter::rows))
            />
        </section>
    }
}

fn summary(meter: &Meter) -> String {
    let requests = plural(meter.requests(), "request", "requests");
    let (read, write) = (read_units(meter.read()), write_units(meter.write()));
    format!("{requests}: {read} RCU and {write} WCU.")
}

fn lines(meter: &Meter) -> Vec<Line> {
    vec![
        Line { label: "RCU", class: "line-read", steps: meter.read_steps() },
        Line { label: "WCU", class: "line-write", steps: meter.write_steps() },
    ]
}
