//! The end of an attempt: the score, and what to repeat.

use leptos::prelude::*;

use super::Attempt;
use crate::ui::model::quiz::{summary_words, to_repeat};
use crate::ui::{handler, view};

/// Shown once every question is answered.
#[component]
pub fn Summary(attempt: Attempt) -> impl IntoView {
    let score =
        move || attempt.questions.with_value(|q| attempt.app.quiz.with(|quiz| quiz.score(q)));
    move || {
        summary_words(score()).map(|words| {
            let repeat = to_repeat(&attempt.steps()).into_iter().map(|at| entry(attempt, at));
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

fn entry(attempt: Attempt, at: usize) -> AnyView {
    let prompt = attempt.questions.with_value(|questions| questions[at].prompt);
    view! {
        <li>
            <button type="button" class="quiet" on:click=handler(move |_| attempt.show(at))>
                {format!("{}. {prompt}", at + 1)}
            </button>
        </li>
    }
}
