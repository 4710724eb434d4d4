//! Partitions.

use leptos::prelude::*;

/// The place "Partitions".
#[component]
pub fn PartitionsPage() -> impl IntoView {
    view! { <h1>"Partitions"</h1> }
}
