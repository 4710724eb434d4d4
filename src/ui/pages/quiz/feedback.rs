//! What is said once an answer was given, and the ways on.

use leptos::prelude::*;

use super::Attempt;
use crate::learn::Question;
use crate::ui::model::quiz::{Feedback, feedback};
use crate::ui::state::EXPLANATION_ID;

/// The explanation, the experiment and the next question. Empty until an answer was given.
#[component]
pub fn FeedbackBox(
    /// The state of the place.
    attempt: Attempt,
    /// The question.
    question: StoredValue<Question>,
) -> impl IntoView {
    let given = Memo::new(move |_| {
        question.with_value(|question| attempt.app.quiz.with(|quiz| feedback(quiz, question)))
    });
    move || {
        given.get().map(|feedback| {
            let class = if feedback.right { "quiz-feedback right" } else { "quiz-feedback wrong" };
            view! {
                <div
                    class=class
                    id=EXPLANATION_ID
                    tabindex="-1"
                    role="group"
                    aria-label="Explanation"
                >
                    <Explanation feedback/>
                    <TryIt attempt question/>
                    <Onward attempt/>
                </div>
            }
        })
    }
}

#[component]
fn Explanation(
    /// What is said.
    feedback: Feedback,
) -> impl IntoView {
    view! {
        <p class="quiz-headline">
            <span aria-hidden="true">{if feedback.right { "✓ " } else { "✗ " }}</span>
            {feedback.headline}
        </p>
        <p>{feedback.why}</p>
        {feedback.right_why.map(|why| view! { <p>{why}</p> })}
    }
}

/// The experiment that shows it.
#[component]
fn TryIt(
    /// The state of the place.
    attempt: Attempt,
    /// The question.
    question: StoredValue<Question>,
) -> impl IntoView {
    let experiment = question.with_value(|question| question.experiment.clone());
    let (title, look_for) = (experiment.title, experiment.look_for);
    let open = move |_| attempt.app.open_experiment(experiment.clone());
    view! {
        <div class="quiz-experiment">
            <p><strong>"Experiment: "</strong>{look_for}</p>
            <button type="button" on:click=open>
                {format!("Open the experiment: {title}")}
            </button>
        </div>
    }
}

/// The way to the next question that is not answered yet.
#[component]
fn Onward(
    /// The state of the place.
    attempt: Attempt,
) -> impl IntoView {
    let next = Memo::new(move |_| attempt.next());
    move || {
        next.get().map(|next| {
            view! {
                <button type="button" class="primary" on:click=move |_| attempt.show(next)>
                    "Next question"
                </button>
            }
        })
    }
}
