//! The cheat sheet, made to be printed.

use leptos::prelude::*;

use crate::ui::dom;
use crate::ui::model::workshop::cheat_sheet::{Section, sections};
use crate::ui::model::workshop::route::WorkshopRoute;

/// The sheet.
#[component]
pub fn CheatSheet() -> impl IntoView {
    let section = |section: Section| view! { <SectionView section/> };
    view! {
        <section class="cheat-sheet" aria-labelledby="cheat-title">
            <header class="place-head">
                <h1 id="cheat-title">"DynamoDB cheat sheet"</h1>
                <p class="cheat-actions">
                    <button type="button" class="primary" on:click=move |_| dom::print()>"Print"</button>
                    " "
                    <a class="button" href=WorkshopRoute::Home.to_fragment()>"Workshop"</a>
                </p>
            </header>
            <div class="cheat-columns">{sections().into_iter().map(section).collect_view()}</div>
        </section>
    }
}

#[component]
fn SectionView(
    /// The part.
    section: Section,
) -> impl IntoView {
    let Section { title, head, lines } = section;
    let content = match head.is_empty() {
        true => {
            let item = |line: Vec<String>| view! { <li>{line.into_iter().next()}</li> };
            view! { <ul>{lines.into_iter().map(item).collect_view()}</ul> }.into_any()
        }
        false => {
            let heads = head.into_iter().map(|head| view! { <th scope="col">{head}</th> });
            let cells = |line: Vec<String>| {
                let cells = line.into_iter().map(|cell| view! { <td>{cell}</td> });
                view! { <tr>{cells.collect_view()}</tr> }
            };
            view! {
                <table>
                    <thead><tr>{heads.collect_view()}</tr></thead>
                    <tbody>{lines.into_iter().map(cells).collect_view()}</tbody>
                </table>
            }
            .into_any()
        }
    };
    view! {
        <section class="cheat-part">
            <h2>{title}</h2>
            {content}
        </section>
    }
}
