//! A step: read, predict, run, see why, try a variation; beside it the playground.
//!
//! Owns the order in which these come. What runs is the stage's, and so is what the text says of it.

use std::sync::Arc;

use content::index::LessonFile;
use content::lesson::{Attempt, Picture, PredictChoice, Prediction, Step};
use content::prose::Prose;
use content::request::{Action, Run};
use leptos::prelude::*;

use super::guess::{GuessForm, GuessState};
use super::opening::CannotStart;
use super::play::{FormSight, Play, Playground};
use crate::learn::eval::Known;
use crate::learn::facts::Value;
use crate::learn::stage::{Ran, Stage, StageError};
use crate::ui::components::prose::{ProseView, text};
use crate::ui::dom::route::focus_soon;
use crate::ui::model::lab::form::Form;
use crate::ui::model::learn::path::{lesson, next_lesson};
use crate::ui::model::learn::picture::Shown;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::route::Place;
use crate::ui::model::workbench::draft_of;
use crate::ui::state::{App, use_app, use_learn};

/// The id of the explanation, which the keyboard goes to.
const EXPLANATION_ID: &str = "lesson-explanation";

/// The part of a lesson that is in view on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonPart {
    /// What is to be read and answered.
    Text,
    /// The playground.
    Playground,
}

/// A step of a lesson, over the state that the steps before it leave.
#[component]
pub fn StepView(
    /// The lesson.
    file: Arc<LessonFile>,
    /// The step, from 0.
    at: usize,
    /// The lesson's stage, before its first step.
    stage: Arc<Stage>,
) -> impl IntoView {
    let Some(step) = file.lesson.steps.get(at) else { return ().into_any() };
    match begun(&stage, &file.lesson.steps[..at], step) {
        Ok((stage, before)) => view! { <Ready file=file.clone() at stage before/> }.into_any(),
        Err(error) => view! { <CannotStart reason=error.to_string()/> }.into_any(),
    }
}

/// The stage as a step begins, and the runs of the steps before it. Nothing that was tried besides
/// counts.
fn begun(
    stage: &Stage,
    before: &[Step],
    step: &Step,
) -> Result<(Stage, Vec<(Run, Shown)>), StageError> {
    let mut stage = stage.clone();
    let mut shown = Vec::new();
    for earlier in before {
        stage.begin(earlier)?;
        for (run, ran) in play(&mut stage, earlier)? {
            let pages = ran.pages.into_iter().map(Arc::new).collect();
            let title = title_of(&run);
            shown.push((run, Shown { title, pages }));
        }
    }
    stage.begin(step)?;
    Ok((stage, shown))
}

/// What a step holds while one is at it. Copied freely.
#[derive(Clone, Copy)]
struct At {
    step: StoredValue<Step>,
    /// The stage as the step begins.
    stage: StoredValue<Stage>,
    /// The stage as the runs leave it.
    after: StoredValue<Option<Stage>>,
    /// The runs of the steps before, for pictures that compare with them.
    before: StoredValue<Vec<(Run, Shown)>>,
    play: Play,
    guess: GuessState,
    /// What the runs come to, filled in; none before they have run.
    explained: RwSignal<Option<Prose>>,
    /// Whether all that was predicted is right; none if nothing was.
    is_right: RwSignal<Option<bool>>,
    /// Whether it ran without the prediction that it asks for.
    is_unguessed: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
    /// Whether it was worked through at some time.
    is_finished: Memo<bool>,
}

impl At {
    /// Runs what the step runs, from the state that it began in.
    fn run(self) {
        let step = self.step.get_value();
        // Of a run that fails half way nothing stays.
        let mut stage = self.stage.get_value();
        match play(&mut stage, &step) {
            Ok(ran) => {
                self.failed.set(None);
                self.after.set_value(Some(stage.clone()));
                self.show(&step, &stage, ran);
            }
            Err(error) => self.failed.set(Some(error.to_string())),
        }
        focus_soon(format!("#{EXPLANATION_ID}"));
    }

    fn show(self, step: &Step, stage: &Stage, ran: Vec<(Run, Ran)>) {
        let known = self.known(step, stage);
        let is = |name| known.guess.get(name) == Some(&Value::Flag(true));
        self.is_right.set(is("made").then(|| is("right")));
        let is_asked = step.predict.is_some() && !self.is_finished.get_untracked();
        self.is_unguessed.set(is_asked && !self.guess.is_made());
        self.guess.is_settled.set(true);
        let play = self.play;
        play.hides_cost.set(false);
        let mut shown = Vec::new();
        let mut sent = Vec::new();
        for (run, ran) in ran {
            if let Action::Lab(settings) = &run.action
                && let Some(form) = Form::from_lab(settings)
            {
                play.app.lab.form.set(form);
                play.app.lab.play();
            }
            if !ran.pages.is_empty() {
                shown.push((run, sent.len(), ran.pages.len()));
                sent.extend(ran.pages);
            }
        }
        let sent = play.app.take_over_session(stage.session().clone(), sent);
        let shown: Vec<(Run, Shown)> = shown
            .into_iter()
            .map(|(run, from, count)| {
                let pages = sent[from..from + count].to_vec();
                let title = title_of(&run);
                (run, Shown { title, pages })
            })
            .collect();
        if let Some((_, last)) = shown.last() {
            play.desk.show_sent(&last.pages);
            // The form asks what the result answers, also where a step runs several requests.
            if let Some(page) = last.pages.first() {
                play.desk.fill(draft_of(&page.request));
            }
        }
        let shown = self.before.get_value().into_iter().chain(shown).collect();
        play.show(step.picture.as_ref().map(|picture| picture.kind), pictured(step, shown));
        self.explained.set(Some(known.fill(&step.explain).0));
    }

    /// Takes the run back, so that what it comes to can be predicted after all.
    fn predict_first(self) {
        self.guess.is_settled.set(false);
        self.is_unguessed.set(false);
        self.explained.set(None);
        self.play.hides_cost.set(true);
        focus_soon("[data-testid=guess] input".to_owned());
    }

    fn known(self, step: &Step, stage: &Stage) -> Known {
        let predicted = step.predict.as_ref().map(|predict| {
            // What an author got wrong shows as a dash; the checker tells it.
            stage.known_with(predict, &self.guess.read()).unwrap_or_else(|_| stage.known())
        });
        predicted.unwrap_or_else(|| stage.known())
    }
}

fn play(stage: &mut Stage, step: &Step) -> Result<Vec<(Run, Ran)>, StageError> {
    step.runs.iter().map(|run| Ok((run.clone(), stage.run(run)?))).collect()
}

/// What a picture calls a run: its caption, or its operation.
fn title_of(run: &Run) -> String {
    match run.caption.is_empty() {
        false => content::prose::plain(&run.caption),
        true => run.action.request().map(|request| request.operation.clone()).unwrap_or_default(),
    }
}

/// The runs that the picture is of: those that it names, or the last.
fn pictured(step: &Step, mut shown: Vec<(Run, Shown)>) -> Vec<Shown> {
    let named = step.picture.as_ref().map_or(&[][..], |picture: &Picture| &picture.runs);
    match named.is_empty() {
        true => shown.pop().map(|(_, shown)| shown).into_iter().collect(),
        false => shown
            .into_iter()
            .filter(|(run, _)| run.name.as_ref().is_some_and(|name| named.contains(name)))
            .map(|(_, shown)| shown)
            .collect(),
    }
}

#[component]
fn Ready(
    /// The lesson.
    file: Arc<LessonFile>,
    /// The step, from 0.
    at: usize,
    /// The stage as the step begins.
    stage: Stage,
    /// The runs of the steps before.
    before: Vec<(Run, Shown)>,
) -> impl IntoView {
    let learn = use_learn();
    let step = file.lesson.steps[at].clone();
    let ids = (file.lesson.id.clone(), step.id.clone());
    let has_runs = !step.runs.is_empty();
    learn.note(|progress, now| {
        progress.stand_at(&ids.0, &ids.1, now);
        // Where there is nothing to run, reading is all there is to do.
        if !has_runs {
            progress.finish_step(&ids.0, &ids.1, now);
        }
    });
    let of_step = ids.clone();
    let is_finished = Memo::new(move |_| {
        learn.progress.with(|progress| progress.has_finished(&of_step.0, &of_step.1))
    });
    let app = App::apart(stage.session().clone(), stage.recipe());
    app.partition_count.set(stage.partitions());
    let play = Play::new(app, file.lesson.start.simulation.is_some());
    let first = step.runs.iter().find_map(|run| run.action.request());
    if let Some(request) = first.and_then(|request| stage.request(request).ok()) {
        play.desk.fill(draft_of(&request));
    }
    // The step's own button runs it. The form is for what one varies afterwards.
    let is_lab = !step.runs.is_empty() && first.is_none();
    play.form.set(if is_lab { FormSight::Absent } else { FormSight::Folded });
    let answer = step.predict.as_ref().map(|predict| &predict.answer);
    let guess = GuessState::of(answer);
    play.hides_cost.set(answer.is_some());
    let known = stage.known();
    let prose = known.fill(&step.text).0;
    let predict = step.predict.as_ref().map(|predict| {
        let prompt = known.fill(&predict.prompt).0;
        let answer = filled(&predict.answer, &known);
        view! { <GuessForm prompt answer guess/> }
    });
    let here = At {
        step: StoredValue::new(step.clone()),
        stage: StoredValue::new(stage),
        after: StoredValue::new(None),
        before: StoredValue::new(before),
        play,
        guess,
        explained: RwSignal::new(None),
        is_right: RwSignal::new(None),
        is_unguessed: RwSignal::new(false),
        failed: RwSignal::new(None),
        is_finished,
    };
    let finish = Callback::new(move |()| {
        learn.note(|progress, now| progress.finish_step(&ids.0, &ids.1, now));
    });
    let runs = has_runs.then(|| view! { <RunButton here finish/> });
    let is_over = Memo::new(move |_| !has_runs || here.explained.with(Option::is_some));
    let attempt = step.attempt.clone();
    let after = move || {
        is_over.get().then(|| {
            let attempt = attempt.clone().map(|attempt| view! { <Variation here attempt/> });
            view! { {attempt} <Onward file=file.clone() at/> }
        })
    };
    let title = step.title.clone();
    view! {
        <Beside play>
            <h2 id="step-title">{title}</h2>
            <ProseView prose/>
            {predict}
            {runs}
            <Explanation here/>
            {after}
        </Beside>
    }
}

/// The choices of a prediction with their values.
fn filled(answer: &Prediction, known: &Known) -> Prediction {
    match answer {
        Prediction::Numbers(facts) => Prediction::Numbers(facts.clone()),
        Prediction::Choice(choices) => {
            let fill = |choice: &PredictChoice| PredictChoice {
                text: known.fill_text(&choice.text).0,
                when: choice.when.clone(),
            };
            Prediction::Choice(choices.iter().map(fill).collect())
        }
    }
}

/// What is read at the left, and the playground at the right; on a phone one of them.
#[component]
pub fn Beside(
    /// The playground.
    play: Play,
    /// What is read.
    children: Children,
) -> impl IntoView {
    let page = use_app();
    let part = RwSignal::new(LessonPart::Text);
    let tab = move |this: LessonPart, label: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (part.get() == this).to_string()
                on:click=move |_| part.set(this)
            >
                {label}
            </button>
        }
    };
    let name = move || match part.get() {
        LessonPart::Text => "text",
        LessonPart::Playground => "play",
    };
    let copy = move |_| page.open_copy(play.app.to_workspace());
    view! {
        <div class="lesson-body" data-part=name>
            <section class="lesson-text" aria-label="Lesson">{children()}</section>
            <section class="lesson-play" aria-label="Playground">
                <Playground play>
                    <p>"This has its own data: nothing here changes your workspace."</p>
                    <button type="button" class="quiet" on:click=copy>
                        "Open a copy in Explore"
                    </button>
                </Playground>
            </section>
            <div class="lesson-parts" role="group" aria-label="Part of the page">
                {tab(LessonPart::Text, "Text")} {tab(LessonPart::Playground, "Playground")}
            </div>
        </div>
    }
}

/// Runs what the step runs.
#[component]
fn RunButton(
    /// What the step holds.
    here: At,
    /// Notes that it is finished.
    finish: Callback<()>,
) -> impl IntoView {
    let (label, captions) = here.step.with_value(|step| (run_label(step), captions(step)));
    let class = move || if here.explained.with(Option::is_some) { "" } else { "primary" };
    let run = move |_| {
        here.run();
        let has_run = here.failed.with_untracked(Option::is_none);
        // A step is worked through with its prediction, and not by the button alone.
        if has_run && !here.is_unguessed.get_untracked() {
            finish.run(());
        }
    };
    let again = move || here.explained.with(Option::is_some).then_some(" again");
    let failed = move || here.failed.get().map(|reason| view! { <CannotStart reason/> });
    view! {
        <div class="lesson-run">
            {captions}
            <button type="button" class=class data-testid="step-run" on:click=run>
                {label} {again}
            </button>
            {failed}
        </div>
    }
}

/// "Run Query", "Run both", "Run all 3".
fn run_label(step: &Step) -> String {
    match &step.runs[..] {
        [only] => match &only.action {
            Action::Request(request) => format!("Run {}", request.operation),
            Action::AllPages(request) => format!("Run {}, all pages", request.operation),
            Action::Wait { .. } => "Let time pass".to_owned(),
            Action::Lab(_) => "Run the experiment".to_owned(),
        },
        [_, _] => "Run both".to_owned(),
        runs => format!("Run all {}", runs.len()),
    }
}

fn captions(step: &Step) -> impl IntoView + use<> {
    let captions = step.runs.iter().filter(|run| !run.caption.is_empty());
    captions.map(|run| view! { <p>{text(run.caption.clone())}</p> }).collect_view()
}

/// Why it came out as it did, where the prediction was made.
#[component]
fn Explanation(
    /// What the step holds.
    here: At,
) -> impl IntoView {
    let verdict = move || {
        here.is_right.get().map(|is_right| match is_right {
            true => view! { <p class="lesson-verdict is-right">"✓ As you predicted."</p> },
            false => view! { <p class="lesson-verdict">"Not what you predicted."</p> },
        })
    };
    let unguessed = move || {
        here.is_unguessed.get().then(|| {
            view! {
                <p class="lesson-verdict" data-testid="unguessed">
                    "You ran this without a prediction, so the step isn't done yet. "
                    <button type="button" class="quiet" on:click=move |_| here.predict_first()>
                        "Predict first"
                    </button>
                </p>
            }
        })
    };
    move || {
        here.explained.get().map(|prose| {
            view! {
                <section
                    class="lesson-explanation"
                    id=EXPLANATION_ID
                    tabindex="-1"
                    role="group"
                    aria-label="Explanation"
                    data-testid="explanation"
                >
                    {verdict}
                    {unguessed}
                    <ProseView prose/>
                </section>
            }
        })
    }
}

/// What to vary, with a request to begin from.
#[component]
fn Variation(
    /// What the step holds.
    here: At,
    /// What to try.
    attempt: Attempt,
) -> impl IntoView {
    let stage = here.after.get_value().unwrap_or_else(|| here.stage.get_value());
    let prose = stage.known().fill(&attempt.text).0;
    let request = attempt.request.as_ref().and_then(|request| stage.request(request).ok());
    let fill = request.map(|request| {
        let fill = move |_| {
            here.play.desk.fill(draft_of(&request));
            here.play.form.set(FormSight::Unfolded);
            focus_soon(".ask input, .ask textarea, .ask select".to_owned());
        };
        view! { <button type="button" on:click=fill>"Put the request into the form"</button> }
    });
    view! {
        <section class="lesson-attempt" aria-label="Try it">
            <h3>"Try it"</h3>
            <ProseView prose/>
            {fill}
        </section>
    }
}

/// The way on: the next step, or what belongs to the lesson and the next one.
#[component]
fn Onward(
    /// The lesson.
    file: Arc<LessonFile>,
    /// The step, from 0.
    at: usize,
) -> impl IntoView {
    let id = file.lesson.id.clone();
    if let Some(next) = file.lesson.steps.get(at + 1) {
        let to = LearnRoute::Step { lesson: id, step: Some(next.id.clone()) }.to_fragment();
        let words = format!("Next: {}", next.title);
        return view! {
            <p class="lesson-onward">
                <a class="button primary" data-testid="next-step" href=to>{words}</a>
            </p>
        }
        .into_any();
    }
    let learn = use_learn();
    let index = learn.index.with_untracked(|index| index.here().cloned());
    let next = index.as_ref().and_then(|index| next_lesson(index, &id));
    let next = next.map(|next| {
        let to = LearnRoute::Step { lesson: next.id.clone(), step: None }.to_fragment();
        let words = format!("Next lesson: {}", next.title);
        view! { <li><a class="button" href=to>{words}</a></li> }
    });
    let entry = index.as_ref().and_then(|index| lesson(index, &id));
    let exercises = entry.map(|entry| entry.exercises.clone()).unwrap_or_default();
    let of_exercise = id.clone();
    let exercise = move |entry: content::index::ExerciseEntry| {
        let (lesson, words) = (of_exercise.clone(), format!("Exercise: {}", entry.title));
        let to = LearnRoute::Exercise { lesson, exercise: entry.id }.to_fragment();
        view! { <li><a class="button" href=to>{words}</a></li> }
    };
    let questions = (!file.questions.is_empty()).then(|| {
        let to = LearnRoute::Questions { lesson: id }.to_fragment();
        let words = format!("Questions ({})", file.questions.len());
        view! {
            <li><a class="button primary" href=to>{words}</a></li>
        }
    });
    view! {
        <section class="lesson-onward" aria-label="End of the lesson">
            <h3>"That's the lesson"</h3>
            <p>{text(file.lesson.point.clone())}</p>
            <StepsLeft file=file.clone()/>
            <ul>
                {questions}
                {exercises.into_iter().map(exercise).collect_view()}
                {next}
                <li><a class="button" href=Place::Learn.fragment()>"All lessons"</a></li>
            </ul>
        </section>
    }
    .into_any()
}

/// Which steps were left out, with the way to each.
#[component]
fn StepsLeft(
    /// The lesson.
    file: Arc<LessonFile>,
) -> impl IntoView {
    let learn = use_learn();
    let link = {
        let lesson = file.lesson.id.clone();
        move |(number, step): (usize, &Step)| {
            let to = LearnRoute::Step { lesson: lesson.clone(), step: Some(step.id.clone()) };
            let words = format!("Step {number}: {}", step.title);
            view! { <li><a href=to.to_fragment()>{words}</a></li> }
        }
    };
    move || {
        let is_open = |step: &&Step| {
            learn.progress.with(|progress| !progress.has_finished(&file.lesson.id, &step.id))
        };
        let numbered = (1..).zip(&file.lesson.steps);
        let open: Vec<_> = numbered.filter(|(_, step)| is_open(step)).map(&link).collect();
        if open.is_empty() {
            return view! { <p data-testid="steps-left">"✓ Every step is done."</p> }.into_any();
        }
        view! {
            <p data-testid="steps-left">"Not done yet, because you didn't predict and run them:"</p>
            <ul class="lesson-left">{open}</ul>
        }
        .into_any()
    }
}
