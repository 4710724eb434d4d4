//! Learn: the path through the lessons, and what opens from it.
//!
//! Owns which part of Learn the address shows, and that its content is there.

mod asking;
mod build;
mod exercise;
mod guess;
mod hints;
mod lab;
mod lesson;
mod level;
mod opening;
mod path;
mod play;
mod question;
mod step;

use leptos::prelude::*;

use self::asking::QuestionsView;
pub use self::asking::QuizPage;
use self::build::BuildPage;
use self::exercise::ExerciseOfLesson;
use self::lesson::{LessonView, WithLesson};
use self::level::LevelByLink;
use self::path::PathPage;
use crate::ui::dom::fetch::FetchFault;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::state::{use_app, use_learn};

/// The place.
#[component]
pub fn LearnPage() -> impl IntoView {
    use_learn().open();
    let app = use_app();
    let route = app.learn_route;
    // From step to step of a lesson its page stays.
    let part = Memo::new(move |_| match route.get() {
        LearnRoute::Step { lesson, .. } => LearnRoute::Step { lesson, step: None },
        other => other,
    });
    move || match part.get() {
        LearnRoute::Path => view! { <PathPage/> }.into_any(),
        LearnRoute::Review => view! { <QuizPage/> }.into_any(),
        LearnRoute::Build => view! { <BuildPage/> }.into_any(),
        LearnRoute::Level { data } => view! { <LevelByLink data/> }.into_any(),
        LearnRoute::Step { lesson, .. } => {
            let children = move |file| {
                app.arrive_late();
                view! { <LessonView file/> }.into_any()
            };
            view! { <WithLesson id=lesson children/> }.into_any()
        }
        LearnRoute::Exercise { lesson, exercise } => {
            let children = move |file| {
                let id = exercise.clone();
                app.arrive_late();
                view! { <ExerciseOfLesson file id/> }.into_any()
            };
            view! { <WithLesson id=lesson children/> }.into_any()
        }
        LearnRoute::Questions { lesson } => {
            let children = move |file| {
                app.arrive_late();
                view! { <QuestionsView file/> }.into_any()
            };
            view! { <WithLesson id=lesson children/> }.into_any()
        }
    }
}

/// Why there is nothing to see, and the way to try again.
#[component]
pub fn NotFetched(
    /// Why.
    fault: FetchFault,
    /// Tries again.
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="callout callout-warning" role="alert" data-testid="not-fetched">
            <p>{fault.sentence()}</p>
            <button type="button" on:click=move |_| on_retry.run(())>"Try again"</button>
        </div>
    }
}

/// That something is on its way.
#[component]
pub fn OnItsWay() -> impl IntoView {
    view! { <p class="learn-waiting" role="status">"Fetching the lessons."</p> }
}
