//! temp
use leptos::prelude::*;
use super::way::Way;
/// The bill of one way.
#[component]
pub fn Bill(track: Way, title: Signal<String>) -> impl IntoView {
    view! { <p>{move || crate::ui::model::compare::side_words(&title.get(), &track.side.get())}</p> }
}
