//! The end of an attempt: the score, and what to repeat.

use leptos::prelude::*;

use super::Attempt;
use crate::ui::model::quiz::{summary_words, to_repeat};

/// Shown once every question is answered.
#[component]
pub fn Summary(
    /// The state of the place.
    attempt: Attempt,
) -> impl IntoView {
    let score =
        move || attempt.questions.with_value(|q| attempt.app.quiz.with(|quiz| quiz.score(q)));
    move || {
        summary_words(score()).map(|words| {
            let repeat = to_repeat(&attempt.steps()).into_iter();
            let repeat = repeat.map(|at| view! { <Entry attempt at/> });
            view! {
                <section class="quiz-summary" aria-labelledby="quiz-summary-title">
                    <h2 id="quiz-summary-title">"Your result"</h2>
                    <p>{words}</p>
                    <ul>{repeat.collect_view()}</ul>
                </section>
            }
        })
    }
}

/// A question to repeat.
#[component]
fn Entry(
    /// The state of the place.
    attempt: Attempt,
    /// Which question, from 0.
    at: usize,
) -> impl IntoView {
    let prompt = attempt.questions.with_value(|questions| questions[at].prompt);
    view! {
        <li>
            <button type="button" class="quiet" on:click=move |_| attempt.show(at)>
                {format!("{}. {prompt}", at + 1)}
            </button>
        </li>
    }
}
