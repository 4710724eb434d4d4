//! Figures as a table, or as names with a figure each: the two ways in which the lab writes many.
//!
//! Both follow their figures cell by cell, because a run that is played changes them many times a
//! second.

use leptos::prelude::*;

use crate::ui::dom;
use crate::ui::model::lab::shot::Fact;

/// A table: the first column names the row.
#[component]
pub fn Figures(
    /// What the table shows, for those who cannot see it.
    label: &'static str,
    /// The columns.
    heads: &'static [&'static str],
    /// The rows, each with a text for every column.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let rows = Memo::new(move |_| rows.get());
    let count = Memo::new(move |_| rows.with(Vec::len));
    let text = move |row: usize, column: usize| {
        rows.with(|rows| rows.get(row).and_then(|row| row.get(column)).cloned())
    };
    let head = |(column, name): (usize, &&'static str)| {
        view! { <th scope="col" class:num=column != 0>{*name}</th> }
    };
    let figures = move |row: usize| {
        let figure = |column| view! { <td class="num">{move || text(row, column)}</td> };
        (1..heads.len()).map(figure).collect_view()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="figures">
                <thead>
                    <tr>{heads.iter().enumerate().map(head).collect_view()}</tr>
                </thead>
                <tbody>
                    <For each=move || 0..count.get() key=|row| *row let(row)>
                        <tr>
                            <th scope="row">{move || text(row, 0)}</th>
                            {figures(row)}
                        </tr>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// Names with a figure each.
#[component]
pub fn Facts(
    /// The figures.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
) -> impl IntoView {
    let facts = Memo::new(move |_| facts.get());
    let names = move || facts.with(|facts| facts.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let figure = move |name: &str| {
        facts.with(|facts| {
            facts.iter().find(|(known, _)| *known == name).map(|(_, figure)| figure.clone())
        })
    };
    view! {
        <dl class="lab-facts">
            <For each=names key=|name| *name let(name)>
                <div>
                    <dt>{name}</dt>
                    <dd class="num">{move || figure(name)}</dd>
                </div>
            </For>
        </dl>
    }
}

/// Something under a heading that opens it. It is made only while it is open: most of the time
/// nobody looks.
#[component]
pub fn Unfolded(
    /// The heading.
    title: &'static str,
    /// What it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let content = move || is_open.get().then(|| children());
    view! {
        <details on:toggle=move |event| is_open.set(dom::is_open(&event))>
            <summary>{title}</summary>
            {content}
        </details>
    }
}
