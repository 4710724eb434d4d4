//! Quiz: one question at a time, an explanation at once, and an experiment that shows it.
//!
//! Owns the layout of the place and where the focus goes. Which answers are right is the quiz's
//! affair, what is shown of them `ui::model`'s.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::learn::{Question, questions};
use crate::ui::components::term::WithTerms;
use crate::ui::dom::route::focus;
use crate::ui::model::glossary::{FirstUses, Part};
use crate::ui::model::quiz::{
    ChoiceState, ChoiceView, Feedback, Step, choices, feedback, next_open, score_words, steps,
    summary_words, to_repeat,
};
use crate::ui::state::{App, EXPLANATION_ID, use_app};

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
                    "Answer first, then read why. Each question comes with an experiment on the sample data."
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

/// The score, the steps and the way back to the start.
#[component]
fn Progress(
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
                "Restart quiz"
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

/// The question. A choice counts when it is checked, so that arrow keys can go through the choices;
/// the browser itself asks for one that is missing.
#[component]
fn Card(
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

/// The explanation, the experiment and the next question. Empty until an answer was given.
#[component]
fn FeedbackBox(
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
            // Not before it is answered: the definition of a term often gives the answer away.
            let mut uses = FirstUses::default();
            let mut parts = |text| uses.parts(text);
            let (why, right_why) = (parts(feedback.why), feedback.right_why.map(&mut parts));
            let look_for = parts(question.with_value(|question| question.experiment.look_for));
            view! {
                <div
                    class=class
                    id=EXPLANATION_ID
                    tabindex="-1"
                    role="group"
                    aria-label="Explanation"
                >
                    <Explanation feedback why right_why/>
                    <TryIt attempt question look_for/>
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
    /// Why the answer is right or wrong.
    why: Vec<Part>,
    /// Why another one is right.
    right_why: Option<Vec<Part>>,
) -> impl IntoView {
    view! {
        <p class="quiz-headline">
            <span aria-hidden="true">{if feedback.right { "✓ " } else { "✗ " }}</span>
            {feedback.headline}
        </p>
        <p><WithTerms parts=why/></p>
        {right_why.map(|parts| view! { <p><WithTerms parts/></p> })}
    }
}

/// The experiment that shows it.
#[component]
fn TryIt(
    /// The state of the place.
    attempt: Attempt,
    /// The question.
    question: StoredValue<Question>,
    /// What to look for in it.
    look_for: Vec<Part>,
) -> impl IntoView {
    let experiment = question.with_value(|question| question.experiment.clone());
    let title = experiment.title;
    let open = move |_| attempt.app.open_experiment(experiment.clone());
    view! {
        <div class="quiz-experiment">
            <p><strong>"Experiment: "</strong><WithTerms parts=look_for/></p>
            <button type="button" on:click=open>
                {format!("Open experiment: {title}")}
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

/// Shown once every question is answered.
#[component]
fn Summary(
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
