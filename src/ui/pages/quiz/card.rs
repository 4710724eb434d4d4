//! One question with its choices.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::feedback::FeedbackBox;
use super::{Attempt, QUESTION_ID};
use crate::ui::components::show::Show;
use crate::ui::model::quiz::{ChoiceState, ChoiceView, choices};
use crate::ui::reactive::RwSignal;
use crate::ui::{handler, view};

/// The question. A choice counts when it is checked, so that arrow keys can go through the choices;
/// the browser itself asks for one that is missing.
#[component]
pub fn Card(attempt: Attempt) -> impl IntoView {
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
    let views = StoredValue::new(question);
    let list = move || {
        let views = views.with_value(|q| attempt.app.quiz.with(|quiz| choices(quiz, q)));
        views.into_iter().map(|view| choice(chosen, view)).collect_view()
    };
    let open =
        move || views.with_value(|q| attempt.app.quiz.with(|quiz| quiz.answered(q).is_none()));
    view! {
        <form class="quiz-card" on:submit=handler(check)>
            <fieldset>
                <legend id=QUESTION_ID tabindex="-1">
                    <span class="quiz-number">{number}</span>
                    <span class="quiz-prompt">{prompt}</span>
                </legend>
                <div class="quiz-choices">{move || list()}</div>
            </fieldset>
            <Show when=move || open()>
                <button type="submit" class="primary">"Check answer"</button>
            </Show>
            <FeedbackBox attempt question=views />
        </form>
    }
}

fn choice(chosen: RwSignal<Option<usize>>, view: ChoiceView) -> AnyView {
    let ChoiceView { index, letter, text, state } = view;
    let answered = state != ChoiceState::Open;
    let given = matches!(state, ChoiceState::ChosenRight | ChoiceState::ChosenWrong);
    let checked = move || given || chosen.get() == Some(index);
    view! {
        <label class=format!("quiz-choice {}", class_of(state))>
            <input type="radio" name="quiz-choice" required value=index.to_string() disabled=answered
                prop:checked=move || checked() on:change=handler(move |_| chosen.set(Some(index))) />
            <span class="quiz-letter">{letter.to_string()}</span>
            <span class="quiz-text">{text} {state.words().map(|words| view! { <strong class="quiz-state">{words}</strong> })}</span>
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
