//! The request as a program to be copied.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::Choice;
use crate::api::Operation;
use crate::editor::code::Language;
use crate::ui::dom::clipboard;

/// The program, in the language that is chosen.
#[component]
pub fn CodeView() -> impl IntoView {
    let desk = use_desk();
    let language = desk.language;
    let code = Memo::new(move |_| desk.app.draft.with(|draft| draft.code(language.get())));
    let operation =
        Memo::new(move |_| desk.app.draft.with(|d| Operation::from_name(d.operation())));
    let labels = move || {
        let offered = operation.get().into_iter().flat_map(Language::of);
        offered.map(|language| language.label().to_owned()).collect::<Vec<_>>()
    };
    let told = RwSignal::new("");
    let copy = move |_| {
        let Ok(text) = code.get_untracked() else { return };
        clipboard::copy(&text, move |is_copied| {
            told.set(if is_copied { "Copied." } else { "Select the code and copy it." });
        });
    };
    Effect::watch(move || code.track(), move |_, _, _| told.set(""), false);
    view! {
        <fieldset class="ask-group">
            <legend>"Code"</legend>
            <div class="ask-row">
                <Choice
                    label="Language"
                    options=Signal::derive(labels)
                    chosen=Signal::derive(move || language.get().label().to_owned())
                    on_choose=move |label: String| {
                        let chosen = Language::ALL.into_iter().find(|l| l.label() == label);
                        language.set(chosen.unwrap_or(language.get_untracked()));
                    }
                />
                <button type="button" on:click=copy>"Copy code"</button>
                <span class="ask-hint" role="status">{move || told.get()}</span>
            </div>
            {move || match code.get() {
                Ok(text) => {
                    view! { <pre class="ask-code" tabindex="0" aria-label="Code">{text}</pre> }
                        .into_any()
                }
                Err(sentence) => view! { <p class="ask-hint">{sentence}</p> }.into_any(),
            }}
        </fieldset>
    }
}
