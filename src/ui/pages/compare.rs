//! Compare.

use leptos::prelude::*;

/// The place "Compare".
#[component]
pub fn ComparePage() -> impl IntoView {
    view! { <h1>"Compare"</h1> }
}
