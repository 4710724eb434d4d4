//! A lesson: its steps one at a time, each beside a playground of its own.
//!
//! Owns the way through the steps. What a step says of its runs is `crate::learn`'s, and what
//! counts as done `ui::model::learn`'s.

use std::sync::Arc;

use content::index::LessonFile;
use leptos::prelude::*;

use super::opening::{WithStage, open};
use super::step::StepView;
use super::{NotFetched, OnItsWay};
use crate::learn::stage::{Opening, Stage};
use crate::ui::model::learn::lab::scenario;
use crate::ui::model::learn::path::{lesson, next_step};
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::route::Place;
use crate::ui::state::{Fetched, use_app, use_learn};

/// Fetches a lesson and shows what is made of it.
#[component]
pub fn WithLesson(
    /// Its id.
    id: String,
    /// What is made of it.
    #[prop(into)]
    children: Callback<(Arc<LessonFile>,), AnyView>,
) -> impl IntoView {
    let learn = use_learn();
    let wanted = id.clone();
    Effect::new(move |_| {
        learn.index.track();
        learn.want(&wanted);
    });
    let (of, again) = (id.clone(), id);
    let fetched = Memo::new(move |_| learn.lesson(&of));
    move || match fetched.get() {
        None => view! { <NoSuchLesson/> }.into_any(),
        Some(Fetched::Waiting) => view! { <OnItsWay/> }.into_any(),
        Some(Fetched::Failed(fault)) => {
            let id = again.clone();
            let on_retry = Callback::new(move |()| learn.retry(&id));
            view! { <NotFetched fault on_retry/> }.into_any()
        }
        Some(Fetched::Here(file)) => children.run((file,)),
    }
}

/// An address that leads to nothing.
#[component]
pub fn NoSuchLesson() -> impl IntoView {
    view! {
        <section class="learn-path">
            <h1>"There is nothing at this address"</h1>
            <p>"The lessons may have changed since the link was made."</p>
            <p><a class="button" href=Place::Learn.fragment()>"All lessons"</a></p>
        </section>
    }
}

/// A lesson.
#[component]
pub fn LessonView(
    /// The lesson with what belongs to it.
    file: Arc<LessonFile>,
) -> impl IntoView {
    let (app, learn) = (use_app(), use_learn());
    let (start, partitions) = (&file.lesson.start, file.lesson.partitions);
    let base = open(Opening::new(start, partitions, None, scenario));
    let of = file.clone();
    // The step that the address names, or else the one to go on with.
    let at = Memo::new(move |_| {
        let steps = &of.lesson.steps;
        let named = app.learn_route.with(|route| match route {
            LearnRoute::Step { step: Some(step), .. } => {
                steps.iter().position(|known| known.id == *step)
            }
            _ => None,
        });
        named
            .or_else(|| {
                let index = learn.index.with_untracked(|index| index.here().cloned())?;
                let entry = lesson(&index, &of.lesson.id)?;
                let next = learn.progress.with_untracked(|p| next_step(entry, p).cloned())?;
                steps.iter().position(|known| known.id == next)
            })
            .unwrap_or(0)
    });
    let title = file.lesson.title.clone();
    let shown = file.clone();
    let step = move |stage: Arc<Stage>| {
        let file = shown.clone();
        let step = move || {
            let (file, stage, at) = (file.clone(), stage.clone(), at.get());
            view! { <StepView file at stage/> }
        };
        step.into_any()
    };
    view! {
        <article class="lesson" aria-labelledby="lesson-title">
            <header class="lesson-head">
                <a class="lesson-back" href=Place::Learn.fragment()>"All lessons"</a>
                <h1 id="lesson-title">{title}</h1>
                <Steps file at/>
            </header>
            <WithStage base children=step/>
        </article>
    }
}

/// The steps, the one that one is at, and those that are finished.
#[component]
fn Steps(
    /// The lesson.
    file: Arc<LessonFile>,
    /// The step that one is at.
    at: Memo<usize>,
) -> impl IntoView {
    let learn = use_learn();
    let of = file.lesson.steps.len();
    let dot = |(number, step): (usize, &content::lesson::Step)| {
        let lesson = file.lesson.id.clone();
        let to = LearnRoute::Step { lesson: lesson.clone(), step: Some(step.id.clone()) };
        let (id, title) = (step.id.clone(), step.title.clone());
        let is_done = Memo::new(move |_| learn.progress.with(|p| p.has_finished(&lesson, &id)));
        let label = move || {
            let done = if is_done.get() { ", finished" } else { "" };
            format!("Step {}: {title}{done}", number + 1)
        };
        view! {
            <li>
                <a
                    href=to.to_fragment()
                    class:is-done=is_done
                    aria-label=label
                    aria-current=move || (at.get() == number).then_some("step")
                >
                    {number + 1}
                </a>
            </li>
        }
    };
    let dots = file.lesson.steps.iter().enumerate().map(dot).collect_view();
    view! {
        <nav class="lesson-steps" aria-label="Steps">
            <span data-testid="step-number">{move || format!("Step {} of {of}", at.get() + 1)}</span>
            <ol>{dots}</ol>
        </nav>
    }
}
