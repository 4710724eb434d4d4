//! One question with its choices.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::feedback::FeedbackBox;
use super::{Attempt, QUESTION_ID};
use crate::ui::model::quiz::{ChoiceState, ChoiceView, choices};

/// The question. A choice counts when it is checked, so that arrow keys can go through the choices;
/// the browser itself asks for one that is missing.
#[component]
pub fn Card(
    /// The state of the place.
    attempt: Attempt,
) -> impl IntoView {
    let question = attempt.question();
    let chosen = RwSignal::new(None::<usize>);
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(index) = chosen.get_untracked() {
            attempt.answer(index);
        }
    };
    let number = format!(
        "Question {} of {}",
        attempt.current.get_untracked() + 1,
        attempt.questions.with_value(Vec::len)
    );
    let prompt = question.prompt;
    let question = StoredValue::new(question);
    let choices = Memo::new(move |_| {
        question.with_value(|question| attempt.app.quiz.with(|quiz| choices(quiz, question)))
    });
    let count = choices.with_untracked(Vec::len);
    let open = move || {
        question.with_value(|question| attempt.app.quiz.with(|q| q.answered(question).is_none()))
    };
    view! {
        <form class="quiz-card" on:submit=check>
            <fieldset>
                <legend id=QUESTION_ID tabindex="-1">
                    <span class="quiz-number">{number}</span>
                    <span class="quiz-prompt">{prompt}</span>
                </legend>
                <div class="quiz-choices">
                    {(0..count)
                        .map(|at| view! { <Choice choices at chosen/> })
                        .collect_view()}
                </div>
            </fieldset>
            <Show when=open>
                <button type="submit" class="primary">"Check answer"</button>
            </Show>
            <FeedbackBox attempt question/>
        </form>
    }
}

/// A choice, and once the question is answered what became of it.
#[component]
fn Choice(
    /// All choices of the question.
    choices: Memo<Vec<ChoiceView>>,
    /// Which of them.
    at: usize,
    /// What is checked but not yet given as the answer.
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let choice = Memo::new(move |_| choices.with(|choices| choices[at]));
    let checked = move || {
        let ChoiceView { index, state, .. } = choice.get();
        let is_given = matches!(state, ChoiceState::ChosenRight | ChoiceState::ChosenWrong);
        is_given || chosen.get() == Some(index)
    };
    let words = move || {
        let words = choice.get().state.words();
        words.map(|words| view! { <strong class="quiz-state">{words}</strong> })
    };
    view! {
        <label class=move || format!("quiz-choice {}", class_of(choice.get().state))>
            <input
                type="radio"
                name="quiz-choice"
                required
                value=move || choice.get().index
                disabled=move || choice.get().state != ChoiceState::Open
                prop:checked=checked
                on:change=move |_| chosen.set(Some(choice.get_untracked().index))
            />
            <span class="quiz-letter">{move || choice.get().letter.to_string()}</span>
            <span class="quiz-text">{move || choice.get().text} {words}</span>
        </label>
    }
}

fn class_of(state: ChoiceState) -> &'static str {
    match state {
        ChoiceState::Open => "open",
        ChoiceState::ChosenRight | ChoiceState::MissedRight => "right",
        ChoiceState::ChosenWrong => "wrong",
        ChoiceState::Other => "other",
    }
}
