//! Quiz.

use leptos::prelude::*;

/// The place "Quiz".
#[component]
pub fn QuizPage() -> impl IntoView {
    view! { <h1>"Quiz"</h1> }
}
