//! A step chart of a few lines that rise over time.

use leptos::prelude::*;

use crate::ui::model::line::{Frame, Steps};
use crate::ui::model::words::decimal;

const FRAME: Frame = Frame { width: 320.0, height: 64.0 };

/// A line of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it shows, with its unit.
    pub label: &'static str,
    /// The class that colours it: `line-read` or `line-write`.
    pub class: &'static str,
    /// Its values.
    pub steps: Steps,
}

/// A row of the table behind the chart: a time and a value for each line.
pub type Row = (String, Vec<String>);

/// Lines, each scaled to its own highest value, above a table with the same figures.
#[component]
pub fn LineChart(
    /// What the chart shows.
    label: &'static str,
    /// The lines.
    #[prop(into)]
    lines: Signal<Vec<Line>>,
    /// The figures.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let path = |line: &Line| {
        view! { <path class=format!("line {}", line.class) d=line.steps.path(FRAME)></path> }
    };
    let key = |line: &Line| {
        let colour = line.class.trim_start_matches("line-");
        view! { <span class=format!("chart-key chart-key-{colour}")>{line.label}</span> }
    };
    view! {
        <figure class="chart">
            <svg
                viewBox=format!("0 0 {} {}", decimal(FRAME.width, 0), decimal(FRAME.height, 0))
                preserveAspectRatio="none"
                role="img"
                aria-label=label
            >
                {move || lines.with(|lines| lines.iter().map(path).collect_view())}
            </svg>
            <figcaption>{move || lines.with(|lines| lines.iter().map(key).collect_view())}</figcaption>
            <details>
                <summary>"As a table"</summary>
                <Figures label lines rows/>
            </details>
        </figure>
    }
}

#[component]
fn Figures(
    /// What the table shows.
    label: &'static str,
    /// The lines, a column each.
    lines: Signal<Vec<Line>>,
    /// The figures.
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let head = |line: &Line| view! { <th scope="col" class="num">{line.label}</th> };
    let row = |(time, values): Row| {
        let cells = values.into_iter().map(|value| view! { <td class="num">{value}</td> });
        view! { <tr><th scope="row">{time}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <table>
            <caption class="visually-hidden">{label}</caption>
            <thead>
                <tr>
                    <th scope="col">"After"</th>
                    {move || lines.with(|lines| lines.iter().map(head).collect_view())}
                </tr>
            </thead>
            <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// A line without axes, as large as a word. The figures stand beside it.
#[component]
pub fn Spark(
    /// The class that colours it.
    class: &'static str,
    /// Its values.
    #[prop(into)]
    steps: Signal<Steps>,
) -> impl IntoView {
    const SMALL: Frame = Frame { width: 40.0, height: 14.0 };
    view! {
        <svg class="meter-spark" viewBox="0 0 40 14" aria-hidden="true">
            <path class=format!("line {class}") d=move || steps.with(|steps| steps.path(SMALL))/>
        </svg>
    }
}
