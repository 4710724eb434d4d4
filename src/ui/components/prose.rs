//! Prose of lessons: paragraphs, lists, tables and code, with terms that open their definitions.
//!
//! Whatever it says becomes text and nothing else, so prose from a stranger is harmless. Values are
//! filled in before it comes here.

use content::prose::{Block, Inline, Link, Prose, Text, plain};
use leptos::prelude::*;

use super::term::ExplainedWord;
use crate::ui::model::glossary::GLOSSARY;
use crate::ui::model::learn::route::LearnRoute;

/// Several paragraphs and the like.
#[component]
pub fn ProseView(
    /// The prose.
    prose: Prose,
) -> impl IntoView {
    view! { <div class="prose">{blocks(prose)}</div> }
}

/// The text of a label or a heading.
pub fn text(text: Text) -> AnyView {
    text.into_iter().map(inline).collect_view().into_any()
}

fn blocks(prose: Prose) -> AnyView {
    prose.into_iter().map(block).collect_view().into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(words) => view! { <p>{text(words)}</p> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|item| view! { <li>{blocks(item)}</li> });
            let items = items.collect_view();
            match ordered {
                true => view! { <ol>{items}</ol> }.into_any(),
                false => view! { <ul>{items}</ul> }.into_any(),
            }
        }
        Block::Table { head, rows } => {
            let heading = |cell| view! { <th scope="col">{text(cell)}</th> };
            let row = |row: Vec<Text>| {
                let cells = row.into_iter().map(|cell| view! { <td>{text(cell)}</td> });
                view! { <tr>{cells.collect_view()}</tr> }
            };
            view! {
                <div class="table-scroll" tabindex="0" role="region" aria-label="Table">
                    <table>
                        <thead><tr>{head.into_iter().map(heading).collect_view()}</tr></thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
        Block::Code { text, .. } => {
            view! { <pre class="json-view" tabindex="0"><code>{plain(&text)}</code></pre> }
                .into_any()
        }
    }
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(words) => words.into_any(),
        Inline::Code(words) => view! { <code>{text(words)}</code> }.into_any(),
        Inline::Strong(words) => view! { <strong>{text(words)}</strong> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{text(words)}</em> }.into_any(),
        Inline::Link { to, text: words } => link(to, words),
        // What depends on a run is filled in before; a dash says so where it wasn't.
        Inline::Value(_) | Inline::If { .. } => "–".into_any(),
    }
}

fn link(to: Link, words: Text) -> AnyView {
    match to {
        Link::Term(id) => match GLOSSARY.iter().find(|entry| entry.id == id) {
            Some(entry) => view! { <ExplainedWord entry word=plain(&words)/> }.into_any(),
            None => text(words),
        },
        Link::Lesson(lesson) => {
            let to = LearnRoute::Step { lesson, step: None }.to_fragment();
            view! { <a href=to>{text(words)}</a> }.into_any()
        }
        // An address of the page begins with its sign, and one on the web with its scheme: anything
        // else could be a script.
        Link::Place(to) if to.starts_with('#') => view! { <a href=to>{text(words)}</a> }.into_any(),
        Link::Web(to) if to.starts_with("https://") => {
            view! { <a href=to target="_blank" rel="noopener noreferrer">{text(words)}</a> }
                .into_any()
        }
        Link::Place(_) | Link::Web(_) => text(words),
    }
}
