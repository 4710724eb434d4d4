//! Quiz: one question at a time, an explanation at once, and an experiment that shows it.
//!
//! Owns the layout of the place and where the focus goes. Which answers are right is the quiz's
//! affair, what is shown of them `ui::model`'s.

mod card;
mod feedback;
mod progress;
mod summary;

use leptos::prelude::*;

use crate::learn::{Question, questions};
use crate::ui::dom::route::focus;
use crate::ui::model::quiz::{Step, next_open, steps};
use crate::ui::state::{App, EXPLANATION_ID, use_app};
use card::Card;
use progress::Progress;
use summary::Summary;

/// The heading that the focus goes to when another question comes.
const QUESTION_ID: &str = "quiz-question";
/// The state of the place.
#[derive(Clone, Copy)]
struct Attempt {
    app: App,
    questions: StoredValue<Vec<Question>>,
    current: RwSignal<usize>,
    /// Counts the questions that were shown, the same one again included.
    shown: RwSignal<u32>,
}

impl Attempt {
    /// Begins where the person was, or else with the first question that is not answered yet.
    fn new(app: App) -> Self {
        let questions = questions();
        let open = || {
            let done = app.quiz.with_untracked(|quiz| steps(quiz, &questions));
            next_open(&done, None).unwrap_or(0)
        };
        let current = RwSignal::new(app.question.get_untracked().unwrap_or_else(open));
        app.question.set(Some(current.get_untracked()));
        let questions = StoredValue::new(questions);
        Self { app, questions, current, shown: RwSignal::new(0) }
    }

    fn question(self) -> Question {
        self.questions.with_value(|questions| questions[self.current.get_untracked()].clone())
    }

    fn steps(self) -> Vec<Step> {
        self.questions.with_value(|questions| self.app.quiz.with(|quiz| steps(quiz, questions)))
    }

    fn next(self) -> Option<usize> {
        next_open(&self.steps(), Some(self.current.get()))
    }

    fn answer(self, index: usize) {
        let question = self.question();
        self.app.quiz.update(|quiz| {
            quiz.answer(&question, index);
        });
        focus_soon(EXPLANATION_ID);
    }

    fn show(self, index: usize) {
        self.current.set(index);
        self.shown.update(|shown| *shown += 1);
        self.app.question.set(Some(index));
        focus_soon(QUESTION_ID);
    }

    fn restart(self) {
        self.app.quiz.update(|quiz| *quiz = quiz.again());
        self.show(0);
    }
}

/// Moves the focus once the page has drawn what it should go to.
fn focus_soon(id: &'static str) {
    request_animation_frame(move || focus(id));
}

/// The place "Quiz".
#[component]
pub fn QuizPage() -> impl IntoView {
    let attempt = Attempt::new(use_app());
    view! {
        <section class="quiz" aria-labelledby="quiz-title">
            <header class="place-head">
                <h1 id="quiz-title">"Quiz"</h1>
                <p>
                    "Answer first, then read why. Each question has an experiment that shows it on "
                    "the data you have loaded."
                </p>
            </header>
            <Progress attempt/>
            <Summary attempt/>
            // A card of its own each time, so that nothing chosen in one is left in another.
            <For each=move || [attempt.shown.get()] key=|shown| *shown let(_shown)>
                <Card attempt/>
            </For>
        </section>
    }
}
