//! JSON to read: indented, selectable, in a box that the keyboard can scroll.

use leptos::prelude::*;

/// A block of JSON text.
#[component]
pub fn JsonView(
    /// What the block is called.
    #[prop(into)]
    label: String,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <pre class="json-view" tabindex="0" role="region" aria-label=label>
            {text}
        </pre>
    }
}
