//! What the learner predicts before a run: numbers, or one of several choices.

use content::facts::{RUN_FACTS, find};
use content::lesson::{Guessed, PredictChoice, Prediction};
use content::prose::Prose;
use leptos::prelude::*;

use crate::learn::stage::Guess;
use crate::ui::components::prose::{ProseView, text};
use crate::ui::model::learn::guess::{from_texts, is_wrong};

/// What is typed and chosen. Copied freely.
#[derive(Clone, Copy)]
pub struct GuessState {
    numbers: RwSignal<Vec<String>>,
    choice: RwSignal<Option<usize>>,
    /// Whether it has run: what was predicted then stays.
    pub is_settled: RwSignal<bool>,
}

impl GuessState {
    /// Nothing predicted yet.
    pub fn of(answer: Option<&Prediction>) -> Self {
        let count = match answer {
            Some(Prediction::Numbers(facts)) => facts.len(),
            Some(Prediction::Choice(_)) | None => 0,
        };
        Self {
            numbers: RwSignal::new(vec![String::new(); count]),
            choice: RwSignal::new(None),
            is_settled: RwSignal::new(false),
        }
    }

    /// Whether anything was predicted that can be read.
    pub fn is_made(self) -> bool {
        self.read() != Guess::None
    }

    /// What was predicted, as far as it can be read.
    pub fn read(self) -> Guess {
        match self.choice.get_untracked() {
            Some(choice) => Guess::Choice(choice),
            None => self.numbers.with_untracked(|texts| from_texts(texts)),
        }
    }
}

/// The form of a prediction. Once it has run it shows what was predicted, and no longer changes.
#[component]
pub fn GuessForm(
    /// What is to be predicted, filled in.
    prompt: Prose,
    /// What the prediction consists of, filled in.
    answer: Prediction,
    /// What is typed and chosen.
    guess: GuessState,
) -> impl IntoView {
    let fields = match answer {
        Prediction::Numbers(facts) => {
            let field = |(at, fact): (usize, Guessed)| view! { <NumberField at fact guess/> };
            facts.into_iter().enumerate().map(field).collect_view().into_any()
        }
        Prediction::Choice(choices) => {
            let choice = |(at, choice): (usize, PredictChoice)| {
                view! { <ChoiceField at choice guess/> }
            };
            choices.into_iter().enumerate().map(choice).collect_view().into_any()
        }
    };
    view! {
        <fieldset class="lesson-guess" data-testid="guess">
            <legend>"Predict"</legend>
            <ProseView prose=prompt/>
            <div class="lesson-guess-fields">{fields}</div>
        </fieldset>
    }
}

#[component]
fn NumberField(
    /// Which of the numbers.
    at: usize,
    /// The fact.
    fact: Guessed,
    /// What is typed and chosen.
    guess: GuessState,
) -> impl IntoView {
    let label = find(RUN_FACTS, &fact.fact).map_or("", |known| known.label);
    let change = move |event| {
        let text = event_target_value(&event);
        guess.numbers.update(|texts| texts[at] = text);
    };
    let wrong = move || guess.numbers.with(|texts| is_wrong(&texts[at]));
    view! {
        <label class="lesson-guess-number">
            <span>{label}</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-invalid=move || wrong().then_some("true")
                disabled=move || guess.is_settled.get()
                prop:value=move || guess.numbers.with(|texts| texts[at].clone())
                on:input=change
            />
            <span class="hint">{move || wrong().then_some("Type a number.")}</span>
        </label>
    }
}

#[component]
fn ChoiceField(
    /// Which of the choices.
    at: usize,
    /// The choice.
    choice: PredictChoice,
    /// What is typed and chosen.
    guess: GuessState,
) -> impl IntoView {
    view! {
        <label class="lesson-guess-choice">
            <input
                type="radio"
                name="lesson-guess"
                disabled=move || guess.is_settled.get()
                prop:checked=move || guess.choice.get() == Some(at)
                on:change=move |_| guess.choice.set(Some(at))
            />
            <span>{text(choice.text)}</span>
        </label>
    }
}
