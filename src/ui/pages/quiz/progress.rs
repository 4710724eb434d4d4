//! The score and a step for each question.

use leptos::prelude::*;

use super::Attempt;
use crate::ui::model::quiz::{Step, score_words};
use crate::ui::{handler, view};

/// The score, the steps and the way back to the start.
#[component]
pub fn Progress(attempt: Attempt) -> impl IntoView {
    let score = move || {
        let score = attempt.questions.with_value(|q| attempt.app.quiz.with(|quiz| quiz.score(q)));
        score_words(score)
    };
    let untouched = move || attempt.steps().iter().all(|step| *step == Step::Open);
    let list = move || {
        attempt
            .steps()
            .into_iter()
            .enumerate()
            .map(|(at, state)| step(attempt, at, state))
            .collect_view()
    };
    view! {
        <div class="quiz-progress">
            <nav aria-label="Questions"><ol class="quiz-steps">{move || list()}</ol></nav>
            <p class="quiz-score" data-testid="quiz-score" aria-live="polite">{move || score()}</p>
            <button type="button" class="quiet" disabled=move || untouched() on:click=handler(move |_| attempt.restart())>
                "Start again"
            </button>
        </div>
    }
}

fn step(attempt: Attempt, at: usize, state: Step) -> AnyView {
    let class = match state {
        Step::Open => "quiz-step",
        Step::Right => "quiz-step right",
        Step::Wrong => "quiz-step wrong",
    };
    let current = move || (attempt.current.get() == at).then_some("step");
    let label = format!("Question {}, {}", at + 1, state.words());
    view! {
        <li>
            <button type="button" class=class aria-label=label aria-current=move || current()
                on:click=handler(move |_| attempt.show(at))>
                {at + 1} <span aria-hidden="true">{state.mark()}</span>
            </button>
        </li>
    }
}
