//! A box for lines, with axes: ticks with their figures, gridlines, units.

use leptos::prelude::*;

use crate::ui::model::lab::chart::{HEIGHT, WIDTH};
use crate::ui::model::words::css_percent;

/// A figure on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands, from 0 to 1.
    pub at: f64,
    /// The figure.
    pub label: String,
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// What its figures count.
    pub unit: &'static str,
    /// Its figures, the lowest first.
    pub ticks: Vec<Tick>,
}

/// The box and its axes. What is drawn in it is in the units of `model::lab::chart`.
#[component]
pub fn Plot(
    /// What the chart shows, for those who can't see it.
    #[prop(into)]
    label: Signal<String>,
    /// From left to right.
    #[prop(into)]
    x: Signal<Axis>,
    /// From bottom to top.
    #[prop(into)]
    y: Signal<Axis>,
    /// The lines.
    children: Children,
) -> impl IntoView {
    let across = move || {
        let line = |tick: Tick| {
            let y = ((1.0 - tick.at) * HEIGHT as f64) as u64;
            view! { <path class="gridline" d=format!("M0 {y}H{WIDTH}")></path> }
        };
        y.get().ticks.into_iter().map(line).collect_view()
    };
    let down = move || {
        let line = |tick: Tick| {
            let x = (tick.at * WIDTH as f64) as u64;
            view! { <path class="gridline" d=format!("M{x} 0V{HEIGHT}")></path> }
        };
        x.get().ticks.into_iter().map(line).collect_view()
    };
    let beside = move || {
        let ticks = y.get().ticks;
        let longest = ticks.iter().map(|tick| tick.label.clone()).max_by_key(String::len);
        let figure = |tick: Tick| {
            view! { <span style:top=css_percent(1.0 - tick.at)>{tick.label}</span> }
        };
        view! {
            <span class="plot-room">{longest}</span>
            {ticks.into_iter().map(figure).collect_view()}
        }
    };
    let below = move || {
        let figure = |tick: Tick| {
            view! { <span style:left=css_percent(tick.at)>{tick.label}</span> }
        };
        x.get().ticks.into_iter().map(figure).collect_view()
    };
    view! {
        <div class="plot">
            <span class="plot-unit" aria-hidden="true">{move || y.with(|axis| axis.unit)}</span>
            <div class="plot-y" aria-hidden="true">{beside}</div>
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                preserveAspectRatio="none"
                role="img"
                aria-label=label
            >
                {across}
                {down}
                {children()}
            </svg>
            <span class="plot-x-unit" aria-hidden="true">{move || x.with(|axis| axis.unit)}</span>
            <div class="plot-x" aria-hidden="true">{below}</div>
        </div>
    }
}
