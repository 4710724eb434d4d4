//! Glossary: every term of the page in one or two sentences.
//!
//! Owns the layout. The texts are `ui::model::glossary`'s.

use leptos::prelude::*;

use crate::ui::dom::route::{focus_soon, fragment};
use crate::ui::model::glossary::{Entry, GLOSSARY, Topic};

/// The place.
#[component]
pub fn GlossaryPage() -> impl IntoView {
    let topic = |topic: Topic| {
        let entries = GLOSSARY.iter().filter(move |entry| entry.topic == topic);
        view! {
            <section class="pane">
                <h2>{topic.title()}</h2>
                <dl class="glossary-entries">{entries.map(entry).collect_view()}</dl>
            </section>
        }
    };
    // A link to one entry, from the place where its term is used.
    Effect::new(|_| {
        let wanted = fragment();
        let id = wanted.rsplit_once("#/glossary/").map(|(_, id)| id);
        if let Some(known) = id.and_then(|id| GLOSSARY.iter().find(|entry| entry.id == id)) {
            focus_soon(format!("#glossary-{}", known.id));
        }
    });
    view! {
        <section class="glossary" aria-labelledby="glossary-title">
            <header class="place-head">
                <h1 id="glossary-title">"Glossary"</h1>
                <p>"These are AWS's terms, explained in our words."</p>
            </header>
            {Topic::ALL.map(topic).collect_view()}
        </section>
    }
}

fn entry(entry: &'static Entry) -> impl IntoView {
    view! {
        <div>
            <dt id=format!("glossary-{}", entry.id) tabindex="-1">{entry.term}</dt>
            <dd>{entry.text}</dd>
        </div>
    }
}
