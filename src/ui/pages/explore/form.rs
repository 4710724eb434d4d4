//! The request form: head, fields of the operation, run button.
//!
//! Owns which fields an operation has. The text of the request is `ui::model::draft`'s.

mod filter;
mod head;
mod inputs;
mod key;
mod options;
mod run_bar;
mod tables;
mod write;

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use self::filter::Filter;
use self::head::Head;
pub use self::inputs::Choice;
use self::inputs::TextArea;
use self::key::{KeyCondition, PrimaryKey};
use self::options::ReadOptions;
pub use self::run_bar::RUN_ID;
use self::run_bar::RunBar;
use self::tables::Placeholders;
use self::write::{ItemEditor, UpdateExpression, WriteOptions};
use super::desk::use_desk;
use crate::ui::model::draft::{TextSlot, Verb};
use crate::ui::reactive::Memo;
use crate::ui::{handler, view};

/// The form. Enter in a field runs it, and so does Ctrl+Enter anywhere in it.
#[component]
pub fn RequestForm() -> impl IntoView {
    let desk = use_desk();
    let raw = Memo::new(move |_| desk.app.draft.with(|d| d.raw.is_some()));
    let run_by_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            desk.run_draft();
        }
    };
    view! {
        <form
            class="ask"
            aria-label="Request"
            on:submit=handler(move |event: SubmitEvent| {
                event.prevent_default();
                desk.run_draft();
            })
            on:keydown=handler(run_by_key)
        >
            <Head/>
            {move || if raw.get() { view! { <JsonEditor/> } } else { view! { <Fields/> } }}
            <Problem/>
            <RunBar/>
        </form>
    }
}

/// The fields of the draft's operation.
#[component]
fn Fields() -> impl IntoView {
    let draft = use_desk().app.draft;
    let verb = Memo::new(move |_| draft.with(|d| d.verb));
    let by_text = Memo::new(move |_| draft.with(|d| d.has_text_expressions()));
    let fields = move || match verb.get() {
        Verb::Query => {
            view! { <KeyCondition/> <Filter/> <ReadOptions verb=Verb::Query/> }
        }
        Verb::Scan => view! { <Filter/> <ReadOptions verb=Verb::Scan/> },
        Verb::GetItem => view! { <PrimaryKey/> <ReadOptions verb=Verb::GetItem/> },
        Verb::PutItem => view! { <ItemEditor/> <WriteOptions verb=Verb::PutItem/> },
        Verb::UpdateItem => {
            view! { <PrimaryKey/> <UpdateExpression/> <WriteOptions verb=Verb::UpdateItem/> }
        }
        Verb::DeleteItem => {
            view! { <PrimaryKey/> <WriteOptions verb=Verb::DeleteItem/> }
        }
    };
    view! {
        {move || fields()}
        {move || by_text.get().then(|| view! { <Placeholders/> })}
    }
}

/// The request as JSON.
#[component]
fn JsonEditor() -> impl IntoView {
    view! {
        <fieldset class="ask-group">
            <legend>"Request JSON"</legend>
            <TextArea label="The body as it goes over the wire" place=TextSlot::Json rows=14/>
        </fieldset>
    }
}

/// What keeps the draft from running.
#[component]
fn Problem() -> impl IntoView {
    let desk = use_desk();
    move || {
        desk.problem.get().map(|problem| {
            view! {
                <p class="ask-problem" role="alert">
                    <strong>{problem.field().label()}</strong>
                    " "
                    {problem.sentence()}
                </p>
            }
        })
    }
}
