//! A link to hand on: shown so that it can be selected, its length told, and a button that copies it.

use leptos::prelude::*;

use crate::ui::dom;
use crate::ui::model::shared::caution;
use crate::ui::model::words::count;

/// What is said when a browser doesn't let the page copy.
pub const NOT_COPIED: &str = "This browser doesn't let the page copy. Select the link and copy it.";

/// A link.
#[component]
pub fn LinkField(
    /// The label of the field.
    label: &'static str,
    /// The field's id, which must be its own on the page; tests find it by the same name.
    id: &'static str,
    /// The link; empty until it is there.
    #[prop(into)]
    link: Signal<String>,
    /// What to do with it, said once it is copied.
    #[prop(default = "Copied.")]
    copied: &'static str,
) -> impl IntoView {
    let told = RwSignal::new("");
    // What was said is of the link that was copied.
    Effect::new(move |_| {
        link.track();
        told.set("");
    });
    let copy = move |_| {
        dom::clipboard::copy(&link.get_untracked(), move |worked| {
            told.try_set(if worked { copied } else { NOT_COPIED });
        });
    };
    let size = move || {
        let length = link.with(String::len);
        format!("{} characters.{}", count(length as u64), caution(length))
    };
    view! {
        <div class="field link-field">
            <label for=id>{label}</label>
            <input id=id type="text" readonly data-testid=id prop:value=move || link.get()/>
            <p class="hint">{size}</p>
        </div>
        <button type="button" on:click=copy>"Copy the link"</button>
        <p role="status">{told}</p>
    }
}
