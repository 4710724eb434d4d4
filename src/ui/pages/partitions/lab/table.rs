//! Figures as a table: the one way in which the lab writes many of them.

use leptos::prelude::*;

use crate::ui::view;

/// A table: the first column names the row.
pub fn figures(label: &'static str, heads: &[&'static str], rows: Vec<Vec<String>>) -> AnyView {
    let head = |(at, name): (usize, &&'static str)| {
        view! { <th scope="col" class:num=at != 0>{*name}</th> }
    };
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let name = cells.next();
        let cells = cells.map(|cell| view! { <td class="num">{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table>
                <thead><tr>{heads.iter().enumerate().map(head).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Names with a figure each.
pub fn facts(facts: Vec<(&'static str, String)>) -> AnyView {
    let fact = |(name, figure)| view! { <div><dt>{name}</dt><dd class="num">{figure}</dd></div> };
    view! { <dl class="lab-facts">{facts.into_iter().map(fact).collect_view()}</dl> }
}

/// Something under a heading that opens it.
pub fn folded(title: &'static str, content: AnyView) -> AnyView {
    view! { <details><summary>{title}</summary>{content}</details> }
}
