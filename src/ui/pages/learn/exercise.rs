//! An exercise: the goal first, then requests until one reaches it, with hints for whoever wants
//! them.
//!
//! Owns the order of the parts and what is undone. Whether an answer passes is `crate::learn`'s.

use std::sync::Arc;

use content::exercise::{Exercise, LabCheck, Part, Settings};
use content::index::LessonFile;
use content::lesson::PictureKind;
use leptos::prelude::*;

use super::hints::HintLadder;
use super::lab::LabAnswer;
use super::lesson::NoSuchLesson;
use super::opening::{Base, CannotStart, WithStage, open};
use super::play::{FormSight, Play};
use super::step::Beside;
use crate::api::Request;
use crate::learn::grade;
use crate::learn::stage::Stage;
use crate::ui::components::prose::{ProseView, text};
use crate::ui::dom::route::focus_soon;
use crate::ui::model::draft::Draft;
use crate::ui::model::lab::field::SPECS;
use crate::ui::model::lab::form::Form;
use crate::ui::model::learn::exercise::{Grader, Outcome, wanted_items};
use crate::ui::model::learn::goal;
use crate::ui::model::learn::lab::scenario;
use crate::ui::model::learn::path::exercise_key;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::words::plural;
use crate::ui::model::workbench::draft_of;
use crate::ui::state::{App, use_learn};

/// The id of what is said of an answer, which the keyboard goes to once it passes.
const OUTCOME_ID: &str = "exercise-outcome";

/// Where an exercise belongs.
#[derive(Debug, Clone)]
pub enum Home {
    /// A lesson, with what belongs to it.
    Lesson(Arc<LessonFile>),
    /// A link, with a name for its progress.
    Link(String),
}

impl Home {
    /// The way back, and what it is called.
    fn back(&self) -> (String, &'static str) {
        match self {
            Home::Lesson(file) => {
                let lesson = LearnRoute::Step { lesson: file.lesson.id.clone(), step: None };
                (lesson.to_fragment(), "Back to the lesson")
            }
            Home::Link(_) => (LearnRoute::Path.to_fragment(), "All lessons"),
        }
    }

    /// The key of the exercise's progress.
    fn key(&self, exercise: &Exercise) -> String {
        match self {
            Home::Lesson(file) => exercise_key(&file.lesson.id, &exercise.id),
            Home::Link(name) => exercise_key("level", name),
        }
    }

    /// The next exercise of the lesson: what it is called, and where it is.
    fn next(&self, exercise: &Exercise) -> Option<(String, String)> {
        let Home::Lesson(file) = self else { return None };
        let next = file.exercises.iter().skip_while(|other| other.id != exercise.id).nth(1)?;
        let (lesson, exercise) = (file.lesson.id.clone(), next.id.clone());
        let to = LearnRoute::Exercise { lesson, exercise };
        Some((format!("Next exercise: {}", next.title), to.to_fragment()))
    }
}

/// The exercise of a lesson that has this id.
#[component]
pub fn ExerciseOfLesson(
    /// The lesson with what belongs to it.
    file: Arc<LessonFile>,
    /// The exercise's id.
    id: String,
) -> impl IntoView {
    match file.exercises.iter().find(|exercise| exercise.id == id).cloned() {
        Some(exercise) => view! { <ExerciseView exercise home=Home::Lesson(file)/> }.into_any(),
        None => view! { <NoSuchLesson/> }.into_any(),
    }
}

/// An exercise.
#[component]
pub fn ExerciseView(
    /// The exercise.
    exercise: Exercise,
    /// Where it belongs.
    home: Home,
) -> impl IntoView {
    let base = open(grade::open(&exercise, false, scenario));
    let has_hidden = exercise.hidden.is_some();
    let hidden = has_hidden.then(|| open(grade::open(&exercise, true, scenario)));
    let (back, back_words) = home.back();
    let title = exercise.title.clone();
    let exercise = Arc::new(exercise);
    let content = move |stage: Arc<Stage>| {
        let (home, exercise) = (home.clone(), exercise.clone());
        let content = move || {
            let hidden = match hidden.map(|hidden| hidden.get()) {
                Some(Base::Ready(stage)) => Some(stage),
                // Both are there before anything can be graded.
                Some(Base::Loading) => return view! { <super::OnItsWay/> }.into_any(),
                Some(Base::Failed(reason)) => return view! { <CannotStart reason/> }.into_any(),
                None => None,
            };
            let grader = Grader::new(exercise.clone(), stage.clone(), hidden);
            view! { <Parts home=home.clone() grader/> }.into_any()
        };
        content.into_any()
    };
    let title = format!("Exercise: {title}");
    view! {
        <article class="lesson" aria-labelledby="lesson-title">
            <header class="lesson-head">
                <a class="lesson-back" href=back>{back_words}</a>
                <h1 id="lesson-title">{title}</h1>
            </header>
            <WithStage base children=content/>
        </article>
    }
}

/// The parts, one after the other.
#[component]
fn Parts(
    /// Where the exercise belongs.
    home: Home,
    /// Grades the answers.
    grader: Grader,
) -> impl IntoView {
    let answers = RwSignal::new(Vec::<Vec<Request>>::new());
    let grader = StoredValue::new(grader);
    let at = Memo::new(move |_| answers.with(Vec::len));
    move || {
        let at = at.get();
        let home = home.clone();
        let stage = grader
            .with_value(|grader| answers.with_untracked(|answers| grader.stage_at(at, answers)));
        match grader.with_value(|grader| grader.part(at).is_some()) {
            true => view! { <PartView home grader at answers stage/> }.into_any(),
            false => view! { <AllSolved home grader answers/> }.into_any(),
        }
    }
}

#[component]
fn PartView(
    /// Where the exercise belongs.
    home: Home,
    /// Grades the answers.
    grader: StoredValue<Grader>,
    /// The part, from 0.
    at: usize,
    /// The answers to the parts before.
    answers: RwSignal<Vec<Vec<Request>>>,
    /// The stage as the part begins.
    stage: Stage,
) -> impl IntoView {
    let learn = use_learn();
    let (exercise, part) =
        grader.with_value(|grader| (grader.exercise.clone(), grader.exercise.parts[at].clone()));
    let key = home.key(&exercise);
    let stage = StoredValue::new(stage);
    let sent = RwSignal::new(Vec::<Request>::new());
    let undone = RwSignal::new(None::<Vec<Request>>);
    let outcome = RwSignal::new(None::<Outcome>);
    let app = stage.with_value(|stage| App::apart(stage.session().clone(), stage.recipe()));
    app.partition_count.set(grade::PARTITIONS);
    let play = Play::new(app, exercise.start.simulation.is_some());
    let given =
        part.given.first().and_then(|given| stage.with_value(|stage| stage.request(given).ok()));
    play.desk.fill(match given {
        Some(request) => draft_of(&request),
        None => {
            let table = stage.with_value(Stage::table).unwrap_or_default();
            Draft { table, ..Draft::default() }
        }
    });
    let check = StoredValue::new(part.check.lab.clone());
    if let Some(form) = check.with_value(|check| Form::from_lab(&check.as_ref()?.experiment)) {
        play.app.lab.form.set(form);
    }
    // Settings alone are the answer: there is nothing to ask.
    let is_lab = |check: &LabCheck| !check.choose.is_empty() && !check.of_table;
    if part.check.lab.as_ref().is_some_and(is_lab) {
        play.form.set(FormSight::Absent);
    }
    let settings = move || chosen(&check.read_value(), play);
    // Each run of the form is one more request of the answer, and is graded at once.
    let (solved_key, part_id) = (key.clone(), part.id.clone());
    let run = play.desk.run;
    let grade = move || {
        let known = answers.get_untracked();
        let (now, lab) = sent.with_untracked(|sent| {
            let settings = settings();
            grader.with_value(|grader| {
                let now = grader.grade(at, &known, sent, &settings);
                (now, grader.experiment(at, &known, sent, &settings))
            })
        });
        if let Some(form) = lab.and_then(|lab| Form::from_lab(&lab)) {
            play.app.lab.form.set(form);
            play.app.lab.play();
            play.show(Some(PictureKind::Lab), Vec::new());
        }
        if now == Outcome::Solved {
            learn.note(|progress, now| progress.solve(&solved_key, &part_id, now));
            focus_soon(format!("#{OUTCOME_ID}"));
        }
        outcome.set(Some(now));
    };
    let grade_run = grade.clone();
    Effect::watch(
        move || run.track(),
        move |_, _, _| {
            // A further page of the same run is a request too, so the last one sent counts.
            let last = app.last.get_untracked().map(|last| last.request.clone());
            if let Some(request) = last.filter(|_| run.with_untracked(Option::is_some)) {
                undone.set(None);
                sent.update(|sent| sent.push(request));
                grade_run();
            }
        },
        false,
    );
    let begin_again = move |requests: Vec<Request>| {
        let mut stage = stage.get_value();
        let exchanges = requests.iter().map(|request| stage.send(request.clone())).collect();
        play.app.take_over_session(stage.session().clone(), exchanges);
        sent.set(requests);
    };
    let reset = move || {
        undone.set(Some(sent.get_untracked()));
        outcome.set(None);
        begin_again(Vec::new());
    };
    let grade_again = grade.clone();
    let undo = move |_| {
        if let Some(requests) = undone.try_update(Option::take).flatten() {
            begin_again(requests);
            grade_again();
        }
    };
    let steps = Memo::new(move |_| {
        let known = answers.get_untracked();
        sent.with(|sent| grader.with_value(|g| g.steps(at, &known, sent)))
    });
    let fill = {
        let solution = part.solution.answer.clone();
        let settings_of_solution = part.solution.lab.clone();
        Callback::new(move |()| {
            // One request after the other, as far as they have done what they are to do.
            let taken = steps.with_untracked(|steps| steps.taken.len());
            let next = taken.min(solution.len().saturating_sub(1));
            let requests = stage.with_value(|stage| stage.requests(&solution)).ok();
            let request = requests.and_then(|requests| requests.into_iter().nth(next));
            if let Some(request) = request {
                play.desk.fill(draft_of(&request));
            }
            for (name, text) in &settings_of_solution {
                if let Some(spec) = SPECS.iter().find(|spec| spec.id == name) {
                    play.app.lab.set(spec.field, text.clone());
                }
            }
        })
    };
    let onward = move |_| {
        let known = answers.get_untracked();
        let answer =
            sent.with_untracked(|s| grader.with_value(|g| g.answer_of(at, &known, s, &settings())));
        answers.update(|answers| answers.push(answer));
    };
    let grade_lab = grade.clone();
    let on_run = Callback::new(move |()| grade_lab());
    let to_choose = part.check.lab.clone().filter(|lab| !lab.choose.is_empty());
    let lab_answer = to_choose.map(|check| view! { <LabAnswer check lab=play.app.lab on_run/> });
    let is_last = at + 1 == exercise.parts.len();
    let why = part.solution.why.clone();
    let has_strayed = Memo::new(move |_| steps.with(|steps| steps.has_strayed));
    let verdict = move || {
        outcome.get().map(|outcome| {
            // The data may look as if the right request could no longer work.
            let begin_anew = (outcome != Outcome::Solved && has_strayed.get()).then(|| {
                view! {
                    <p>
                        "Your requests have changed the data. That doesn't count against you. "
                        <button type="button" class="quiet" on:click=move |_| reset()>
                            "Reset the data"
                        </button>
                    </p>
                }
            });
            let solved = outcome == Outcome::Solved;
            let why = solved.then(|| view! { <ProseView prose=why.clone()/> });
            let label = if is_last { "Done" } else { "Next part" };
            let next = solved.then(|| {
                view! {
                    <button type="button" class="primary" data-testid="next-part" on:click=onward>
                        {label}
                    </button>
                }
            });
            view! {
                <section
                    id=OUTCOME_ID
                    tabindex="-1"
                    role="group"
                    aria-label="Your answer"
                    data-testid="outcome"
                    class=if solved { "callout callout-good" } else { "callout" }
                >
                    <OutcomeView outcome/>
                    {begin_anew}
                    {why}
                    {next}
                </section>
            }
        })
    };
    let heading = match exercise.parts.len() {
        1 => "Your task".to_owned(),
        of => format!("Part {} of {of}", at + 1),
    };
    let intro = (at == 0).then(|| view! { <ProseView prose=exercise.intro.clone()/> });
    let goal = stage.with_value(|stage| wanted_items(stage, &part));
    view! {
        <Beside play>
            {intro}
            <h2>{heading}</h2>
            <ProseView prose=part.task.clone()/>
            <Goal part=part.clone() found=goal/>
            <p class="exercise-how">{how_words(&part)}</p>
            {lab_answer}
            {verdict}
            <Sent sent/>
            <div class="exercise-again">
                <button
                    type="button"
                    disabled=move || sent.with(Vec::is_empty)
                    data-testid="reset"
                    on:click=move |_| reset()
                >
                    "Reset"
                </button>
                <Show when=move || undone.with(Option::is_some)>
                    <button type="button" data-testid="undo-reset" on:click=undo.clone()>
                        "Undo reset"
                    </button>
                </Show>
            </div>
            <HintLadder exercise=key part steps on_fill=fill/>
        </Beside>
    }
}

/// The settings of the traffic lab that are the learner's to choose, as they are.
fn chosen(check: &Option<LabCheck>, play: Play) -> Settings {
    let choose = check.as_ref().map_or(&[][..], |check| &check.choose);
    play.app.lab.form.with_untracked(|form| form.texts_of(choose))
}

/// What one does to answer.
fn how_words(part: &Part) -> &'static str {
    match &part.check.lab {
        Some(lab) if !lab.choose.is_empty() => {
            "Choose the settings, then run the experiment: each run is checked against the goal."
        }
        Some(_) => {
            "Run requests in the playground. After each one, the experiment runs on your table and \
             is checked against the goal."
        }
        None if part.solution.answer.len() > 1 => {
            "Run requests in the playground, one after the other: each run is checked against the \
             goal."
        }
        None => "Run a request in the playground: each run is checked against the goal.",
    }
}

/// What is said of an answer.
#[component]
fn OutcomeView(
    /// What there is to say.
    outcome: Outcome,
) -> impl IntoView {
    match outcome {
        Outcome::Solved => view! { <p><strong>"✓ Solved."</strong></p> }.into_any(),
        Outcome::Underway { done, of } => {
            let words = format!("✓ Step {done} of {of} done.");
            view! { <p><strong>{words}</strong> " Now the next request."</p> }.into_any()
        }
        Outcome::Broken(reason) => view! { <CannotStart reason/> }.into_any(),
        Outcome::Failed { failures, on_other_data, says } => {
            let head = match on_other_data {
                true => "It works on this data, but not on other data of the same kind:",
                false => "Not there yet:",
            };
            let failure = |sentence| view! { <li>{sentence}</li> };
            view! {
                <p><strong>{head}</strong></p>
                <ul>{failures.into_iter().map(failure).collect_view()}</ul>
                {(!says.is_empty()).then(|| view! { <p>{text(says)}</p> })}
            }
            .into_any()
        }
    }
}

/// The goal: what is to come back, and what else must be so.
#[component]
fn Goal(
    /// The part.
    part: Part,
    /// The items that are to come back.
    found: Vec<serde_json::Value>,
) -> impl IntoView {
    let lines = goal::lines(&part.check);
    let rows = part.check.rows.as_ref().map(|rows| (rows.clone(), goal::rows(rows, &found)));
    let table = rows.map(|(check, rows)| {
        let count = plural(rows.len() as u64, "item", "items");
        let caption = match (rows.len(), check.ordered) {
            (0 | 1, _) => format!("Return {count}"),
            (_, true) => format!("Return {count}, in this order"),
            (_, false) => format!("Return {count}, in any order"),
        };
        let heading = |name: &String| view! { <th scope="col">{name.clone()}</th> };
        let row = |row: Vec<String>| {
            let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
            view! { <tr>{cells.collect_view()}</tr> }
        };
        let more = rows.len().saturating_sub(MOST_ROWS);
        let more = (more > 0).then(|| view! { <p>{format!("and {more} more")}</p> });
        let heads = check.by.iter().map(heading).collect_view();
        let rows = rows.into_iter().take(MOST_ROWS).map(row).collect_view();
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Items to return">
                <table class="figures">
                    <caption>{caption}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        }
    });
    let line = |line| view! { <li>{line}</li> };
    view! {
        <section class="exercise-goal" aria-label="Goal" data-testid="goal">
            <h3>"Goal"</h3>
            {table}
            {(!lines.is_empty()).then(|| view! { <ul>{lines.into_iter().map(line).collect_view()}</ul> })}
        </section>
    }
}

/// Rows of the goal that are shown.
const MOST_ROWS: usize = 8;

/// The requests of the answer so far.
#[component]
fn Sent(
    /// The requests.
    sent: RwSignal<Vec<Request>>,
) -> impl IntoView {
    let count = move || sent.with(Vec::len) as u64;
    let names = move || {
        sent.with(|sent| {
            let name = |request: &Request| view! { <li>{request.operation.name()}</li> };
            sent.iter().map(name).collect_view()
        })
    };
    view! {
        <Show when=move || { count() > 1 }>
            <details class="exercise-sent">
                <summary>{move || format!("{} so far", plural(count(), "request", "requests"))}</summary>
                <ol>{names}</ol>
            </details>
        </Show>
    }
}

/// Every part is solved.
#[component]
fn AllSolved(
    /// Where the exercise belongs.
    home: Home,
    /// Grades the answers.
    grader: StoredValue<Grader>,
    /// The answers.
    answers: RwSignal<Vec<Vec<Request>>>,
) -> impl IntoView {
    let exercise: Arc<Exercise> = grader.with_value(|grader| grader.exercise.clone());
    let next = home.next(&exercise).map(|(words, to)| {
        view! { <li><a class="button primary" href=to>{words}</a></li> }
    });
    let (back, back_words) = home.back();
    view! {
        <section class="lesson-done" data-testid="exercise-done">
            <h2>"✓ Exercise solved"</h2>
            <ul>
                {next}
                <li><a class="button" href=back>{back_words}</a></li>
                <li>
                    <button type="button" class="quiet" on:click=move |_| answers.set(Vec::new())>
                        "Start again"
                    </button>
                </li>
            </ul>
        </section>
    }
}
