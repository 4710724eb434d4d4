//! The score and a step for each question.

use leptos::prelude::*;

use super::Attempt;
use crate::ui::model::quiz::{Step, score_words};

/// The score, the steps and the way back to the start.
#[component]
pub fn Progress(
    /// The state of the place.
    attempt: Attempt,
) -> impl IntoView {
    let score = move || {
        let score = attempt.questions.with_value(|q| attempt.app.quiz.with(|quiz| quiz.score(q)));
        score_words(score)
    };
    let untouched = move || attempt.steps().iter().all(|step| *step == Step::Open);
    let steps = attempt.questions.with_value(|questions| 0..questions.len());
    view! {
        <div class="quiz-progress">
            <nav aria-label="Questions">
                <ol class="quiz-steps">
                    {steps.map(|at| view! { <StepButton attempt at/> }).collect_view()}
                </ol>
            </nav>
            <p class="quiz-score" data-testid="quiz-score" aria-live="polite">{score}</p>
            <button
                type="button"
                class="quiet"
                disabled=untouched
                on:click=move |_| attempt.restart()
            >
                "Start again"
            </button>
        </div>
    }
}

/// The way to a question, and how it was answered.
#[component]
fn StepButton(
    /// The state of the place.
    attempt: Attempt,
    /// Which question, from 0.
    at: usize,
) -> impl IntoView {
    let state = Memo::new(move |_| attempt.steps().get(at).copied().unwrap_or(Step::Open));
    let class = move || match state.get() {
        Step::Open => "quiz-step",
        Step::Right => "quiz-step right",
        Step::Wrong => "quiz-step wrong",
    };
    let label = move || format!("Question {}, {}", at + 1, state.get().words());
    let current = move || (attempt.current.get() == at).then_some("step");
    view! {
        <li>
            <button
                type="button"
                class=class
                aria-label=label
                aria-current=current
                on:click=move |_| attempt.show(at)
            >
                {at + 1} <span aria-hidden="true">{move || state.get().mark()}</span>
            </button>
        </li>
    }
}
