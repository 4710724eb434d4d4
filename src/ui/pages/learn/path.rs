//! The path: eight units of lessons, how far one is, and where to go on.

use std::sync::Arc;

use content::index::{ExerciseEntry, Index, LessonEntry, Unit};
use leptos::prelude::*;

use super::asking::here;
use super::{NotFetched, OnItsWay};
use crate::ui::components::prose;
use crate::ui::dom::file::read_chosen;
use crate::ui::model::learn::path::{Done, candidates, go_on, is_solved, lessons, next_step};
use crate::ui::model::learn::review::count_due;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::route::Place;
use crate::ui::model::words::plural;
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::ui::state::{Fetched, Learn, use_learn};

/// The path.
#[component]
pub fn PathPage() -> impl IntoView {
    let learn = use_learn();
    let content = move || match learn.index.get() {
        Fetched::Waiting => view! { <OnItsWay/> }.into_any(),
        Fetched::Failed(fault) => {
            let on_retry = Callback::new(move |()| learn.fetch_index());
            view! { <NotFetched fault on_retry/> }.into_any()
        }
        Fetched::Here(index) => view! { <Units index/> }.into_any(),
    };
    view! {
        <section class="learn-path" aria-labelledby="learn-title">
            <header class="place-head">
                <h1 id="learn-title">"Learn DynamoDB"</h1>
                <p>
                    "Short lessons on a real engine. You predict what a request reads and costs, run it, "
                    "and see why. Each lesson has its own data, so your workspace stays as it is."
                </p>
            </header>
            {content}
        </section>
    }
}

#[component]
fn Units(
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let units = index.units.clone().into_iter().zip(1..);
    let units = units.map(|(unit, number)| view! { <UnitView unit number/> }).collect_view();
    view! {
        <Onward index=index.clone()/>
        <div class="learn-units">{units}</div>
        <p class="learn-makers">
            <a href=LearnRoute::Build.to_fragment()>"Build an exercise from your own data"</a>
            " · "
            <a href=Place::Workshop.fragment()>"Lead a workshop"</a>
            " · "
            <a href=WorkshopRoute::CheatSheet.to_fragment()>"Cheat sheet to print"</a>
        </p>
        <Keeping/>
    }
}

/// Where to go on, and what is due today.
#[component]
fn Onward(
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let learn = use_learn();
    let all = candidates(&index);
    let has_questions = !all.is_empty();
    let due = Memo::new(move |_| learn.progress.with(|progress| count_due(progress, &all, here())));
    let of_lessons = index.clone();
    let done = move || {
        let (done, of) = learn.progress.with(|progress| {
            let read = |lesson: &&LessonEntry| Done::of(lesson, progress).is_read();
            (lessons(&of_lessons).filter(read).count(), lessons(&of_lessons).count())
        });
        format!("{done} of {} done", plural(of as u64, "lesson", "lessons"))
    };
    let on = move || {
        let to = learn.progress.with(|progress| go_on(&index, progress));
        to.map(|(route, words)| {
            view! {
                <a class="button primary" href=route.to_fragment() data-testid="go-on">{words}</a>
            }
        })
    };
    let review = move || match due.get() {
        0 => "Daily review".to_owned(),
        due => format!("Daily review: {} due", plural(due as u64, "question", "questions")),
    };
    view! {
        <div class="learn-onward">
            {on}
            <Show when=move || has_questions>
                <a class="button" href=Place::Quiz.fragment()>{review}</a>
            </Show>
            <p data-testid="learn-done">{done}</p>
        </div>
    }
}

#[component]
fn UnitView(
    /// The unit.
    unit: Unit,
    /// Its number, from 1.
    number: usize,
) -> impl IntoView {
    let (id, labelled_by) = (format!("unit-{}", unit.id), format!("unit-{}", unit.id));
    let lessons = unit.lessons.into_iter().map(|lesson| view! { <LessonRow lesson/> });
    view! {
        <section class="learn-unit" aria-labelledby=labelled_by>
            <h2 id=id>
                <span class="learn-unit-number">{format!("Unit {number}")}</span>
                {unit.title}
            </h2>
            <p class="learn-unit-line">{unit.line}</p>
            <ol class="learn-lessons">{lessons.collect_view()}</ol>
        </section>
    }
}

#[component]
fn LessonRow(
    /// The lesson.
    lesson: LessonEntry,
) -> impl IntoView {
    let learn = use_learn();
    let title = lesson.title.clone();
    let point = prose::text(lesson.point.clone());
    let minutes = format!("{} min", lesson.minutes);
    let exercises = lesson.exercises.clone();
    let questions = lesson.questions.len();
    let id = lesson.id.clone();
    let lesson = StoredValue::new(lesson);
    let done = Memo::new(move |_| {
        lesson.with_value(|lesson| learn.progress.with(|progress| Done::of(lesson, progress)))
    });
    let to = move || {
        lesson.with_value(|lesson| {
            let step = learn.progress.with(|progress| next_step(lesson, progress).cloned());
            LearnRoute::Step { lesson: lesson.id.clone(), step }.to_fragment()
        })
    };
    let share = move || {
        let Done { steps, of_steps, .. } = done.get();
        format!("{}%", steps * 100 / of_steps.max(1))
    };
    let of_lesson = id.clone();
    let exercise = move |entry: ExerciseEntry| {
        view! { <ExerciseLink learn lesson=of_lesson.clone() entry/> }
    };
    let asked = (questions > 0).then(|| {
        let to = LearnRoute::Questions { lesson: id }.to_fragment();
        let words = move || {
            let Done { questions, of_questions, .. } = done.get();
            format!("Questions: {questions} of {of_questions} correct")
        };
        view! { <li><a href=to>{words}</a></li> }
    });
    view! {
        <li class="learn-lesson" class:is-done=move || done.get().is_read()>
            <div class="learn-lesson-head">
                <a class="learn-lesson-title" href=to>{title}</a>
                <span class="learn-minutes">{minutes}</span>
            </div>
            <p>{point}</p>
            <div class="learn-lesson-state">
                <span class="meter-bar" aria-hidden="true"><span style:width=share></span></span>
                <span>{move || done.get().words()}</span>
            </div>
            <ul class="learn-extras">
                {exercises.into_iter().map(exercise).collect_view()}
                {asked}
            </ul>
        </li>
    }
}

#[component]
fn ExerciseLink(
    /// The state of Learn.
    learn: Learn,
    /// The lesson's id.
    lesson: String,
    /// The exercise.
    entry: ExerciseEntry,
) -> impl IntoView {
    let (of, known) = (lesson.clone(), entry.clone());
    let solved = move || {
        let solved = learn.progress.with(|progress| is_solved(&of, &known, progress));
        solved.then(|| {
            view! { <span aria-hidden="true">" ✓"</span><span class="visually-hidden">" (solved)"</span> }
        })
    };
    let to = LearnRoute::Exercise { lesson, exercise: entry.id }.to_fragment();
    view! { <li><a href=to>{format!("Exercise: {}", entry.title)}</a>{solved}</li> }
}

/// Exporting, bringing in and resetting what was done.
#[component]
fn Keeping() -> impl IntoView {
    let learn = use_learn();
    let nothing = move || learn.progress.with(|progress| progress.is_empty());
    // Whether the last file had progress in it.
    let read = RwSignal::new(None);
    let undo = move || {
        learn.before_reset.with(Option::is_some).then(|| {
            view! {
                <div class="callout" role="status" data-testid="reset-done">
                    <p>"Your progress is reset."</p>
                    <button type="button" on:click=move |_| learn.undo_reset()>"Undo"</button>
                </div>
            }
        })
    };
    view! {
        {undo}
        <div class="learn-keeping">
            <p>"Your progress is saved in this browser."</p>
            <button type="button" disabled=nothing on:click=move |_| learn.export()>
                "Export progress"
            </button>
            <label class="file-field">
                "Import progress"
                <input
                    type="file"
                    accept=".json,application/json"
                    on:change=move |event| {
                        read_chosen(&event, move |text| read.set(Some(learn.import(&text))));
                    }
                />
            </label>
            <button type="button" class="quiet" disabled=nothing on:click=move |_| learn.reset()>
                "Reset progress"
            </button>
        </div>
        {move || match read.get() {
            None => ().into_any(),
            Some(true) => {
                view! {
                    <p class="callout" role="status">
                        "The progress in the file was added to yours."
                    </p>
                }
                    .into_any()
            }
            Some(false) => {
                view! {
                    <p class="callout callout-warning" role="alert">
                        "This file has no saved progress. Choose a file that “Export progress” saved."
                    </p>
                }
                    .into_any()
            }
        }}
    }
}
