//! Explore.

use leptos::prelude::*;

/// The place "Explore".
#[component]
pub fn ExplorePage() -> impl IntoView {
    view! { <h1>"Explore"</h1> }
}
