//! The request as a command of the AWS CLI, and as a PartiQL statement.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::Purpose;
use super::inputs::TextArea;
use crate::editor::cli::{Missing, Note, Reading};
use crate::ui::model::draft::{Draft, TextSlot};

/// The command, what it lacks, and what of it the CLI would do itself.
#[component]
pub fn CommandEditor() -> impl IntoView {
    let draft = use_desk().app.draft;
    let mark = Memo::new(move |_| draft.with(Draft::mark));
    let notes = Memo::new(move |_| match draft.with(Draft::command) {
        Some(Ok(Reading::Command(command))) => command.notes.iter().map(Note::sentence).collect(),
        _ => Vec::new(),
    });
    view! {
        <fieldset class="ask-group">
            <legend>"AWS CLI"</legend>
            <Purpose/>
            <TextArea label="Command" place=TextSlot::Json rows=8/>
            {move || {
                mark.get().map(|mark| {
                    view! {
                        <div class="ask-mark" role="status">
                            <code>
                                <span class="ask-mark-line">{mark.line} " "</span>
                                {mark.before}
                                <mark>{mark.marked}</mark>
                                {mark.after}
                            </code>
                            <p>{mark.sentence}</p>
                        </div>
                    }
                })
            }}
            <Lacking/>
            <For each=move || notes.get() key=|note: &String| note.clone() let(note)>
                <p class="ask-hint">{note}</p>
            </For>
        </fieldset>
    }
}

/// A field for each variable and file that the command names. A field stays once it is filled, so
/// that it can be changed.
#[component]
fn Lacking() -> impl IntoView {
    let draft = use_desk().app.draft;
    let lacking = Memo::new(move |_| draft.with(Draft::named_by_command));
    view! {
        <For
            each=move || lacking.get()
            key=|missing: &Missing| format!("{missing:?}")
            let(missing)
        >
            <GivenInput missing/>
        </For>
    }
}

#[component]
fn GivenInput(
    /// What is to be given.
    missing: Missing,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let (label, rows) = match &missing {
        Missing::Variable(name) => (format!("Value of ${name}"), 1),
        Missing::File(path) => (format!("Text of {path}"), 5),
    };
    let asked = missing.clone();
    let text = Memo::new(move |_| draft.with(|draft| draft.given(&asked)));
    view! {
        <label class="ask-field ask-wide">
            <span class="ask-label">{label}</span>
            <textarea
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=text
                on:input=move |event| {
                    let text = event_target_value(&event);
                    draft.update(|draft| draft.give(&missing, text));
                }
            ></textarea>
        </label>
    }
}

/// The statement that ExecuteStatement runs.
#[component]
pub fn StatementEditor() -> impl IntoView {
    view! {
        <fieldset class="ask-group">
            <legend>"PartiQL"</legend>
            <p class="ask-hint">
                "ExecuteStatement runs it. Put names in double quotes and strings in single quotes. "
                "INSERT and UPDATE are stricter than PutItem and UpdateItem: INSERT rejects a key that "
                "exists, and UPDATE one that doesn't."
            </p>
            <TextArea label="Statement" place=TextSlot::Json rows=6/>
        </fieldset>
    }
}
