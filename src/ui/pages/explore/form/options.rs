//! The small fields of a read: projection, limit, direction, consistency, counting.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{Check, Choice, TextInput};
use crate::ui::model::draft::{TextSlot, Verb};

const ASCENDING: &str = "ascending";
const DESCENDING: &str = "descending";
const EVENTUAL: &str = "eventual";
const STRONG: &str = "strong";

/// What a read returns and how.
#[component]
pub fn ReadOptions(
    /// The operation.
    verb: Verb,
) -> impl IntoView {
    let limit = verb.is_page().then(|| {
        view! { <TextInput label="Limit" place=TextSlot::Limit example="—".to_owned()/> }
    });
    let count_only = verb.is_page().then(|| {
        view! { <Check label="Count only" get=|d| d.count_only set=|d, on| d.count_only = on/> }
    });
    view! {
        <div class="ask-row ask-options">
            <TextInput label="Projection" place=TextSlot::Projection example="all attributes".to_owned()/>
            {limit}
            {(verb == Verb::Query).then(|| view! { <Direction/> })}
            <Consistency/>
            {count_only}
        </div>
    }
}

#[component]
fn Direction() -> impl IntoView {
    let draft = use_desk().app.draft;
    let backward = Memo::new(move |_| draft.with(|d| d.backward));
    view! {
        <Choice
            label="Direction"
            options=vec![ASCENDING.to_owned(), DESCENDING.to_owned()]
            chosen=Signal::derive(move || {
                if backward.get() { DESCENDING.to_owned() } else { ASCENDING.to_owned() }
            })
            on_choose=move |text: String| draft.update(|d| d.backward = text == DESCENDING)
        />
    }
}

#[component]
fn Consistency() -> impl IntoView {
    let draft = use_desk().app.draft;
    let strong = Memo::new(move |_| draft.with(|d| d.consistent));
    view! {
        <Choice
            label="Consistency"
            options=vec![EVENTUAL.to_owned(), STRONG.to_owned()]
            chosen=Signal::derive(move || {
                if strong.get() { STRONG.to_owned() } else { EVENTUAL.to_owned() }
            })
            on_choose=move |text: String| draft.update(|d| d.consistent = text == STRONG)
        />
    }
}
