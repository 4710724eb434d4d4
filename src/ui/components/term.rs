//! A term with its definition behind it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::either::Either;
use leptos::prelude::*;

use crate::ui::model::glossary::{Entry, Part, Term as GlossaryTerm};

/// A word of the text that opens its definition. For the first use in a place; the definition is
/// the glossary's.
#[component]
pub fn Term(
    /// The term.
    term: GlossaryTerm,
    /// The term as the sentence has it: "item collections".
    word: &'static str,
) -> impl IntoView {
    view! { <ExplainedWord entry=term.entry() word/> }
}

/// The same for an entry of the glossary that was looked up.
#[component]
pub fn ExplainedWord(
    /// The entry.
    entry: &'static Entry,
    /// The term as the sentence has it.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    // A popover is found by its id, and one term may be explained in several places of a page.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let id = format!("term-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    view! {
        <button type="button" class="term" popovertarget=id.clone()>{word}</button>
        <span class="term-note" id=id popover="auto" role="note">
            <strong>{entry.term}</strong>
            " "
            {entry.text}
            " "
            <a href=format!("#/glossary/{}", entry.id)>"Glossary"</a>
        </span>
    }
}

/// Sentences in which the first use of each term opens its definition.
#[component]
pub fn WithTerms(
    /// The parts of the sentences.
    parts: Vec<Part>,
) -> impl IntoView {
    let part = |part| match part {
        Part::Words(words) => Either::Left(words),
        Part::FirstUse(term, word) => Either::Right(view! { <Term term word/> }),
    };
    parts.into_iter().map(part).collect_view()
}
