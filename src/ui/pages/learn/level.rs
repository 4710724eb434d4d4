//! A level that came by link: read-only, and worked on as any other exercise.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::exercise::{ExerciseView, Home};
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::level::{Level, Problem};
use crate::ui::model::packed::LinkFault;
use crate::ui::state::{open_link, use_app};

/// What a link came to.
#[derive(Debug, Clone, PartialEq)]
enum Opened {
    /// It is being unpacked.
    Waiting,
    /// A level.
    Level(Box<Level>),
    /// None.
    Fault(LinkFault),
}

/// The level that a link holds, or why it holds none.
#[component]
pub fn LevelByLink(
    /// The link's data.
    data: String,
) -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(Opened::Waiting);
    // What is done in one level is none of another's progress.
    let name = data.chars().rev().take(16).collect::<String>();
    spawn_local(async move {
        let now = match open_link(&data).await {
            Ok(level) => Opened::Level(Box::new(level)),
            Err(fault) => Opened::Fault(fault),
        };
        // The person may have gone elsewhere meanwhile.
        if opened.try_set(now).is_none() {
            app.arrive_late();
        }
    });
    move || match opened.get() {
        Opened::Waiting => {
            view! { <p class="learn-waiting" role="status">"Opening the level."</p> }.into_any()
        }
        Opened::Fault(fault) => view! { <NoLevel reason=fault.sentence("level")/> }.into_any(),
        Opened::Level(level) => match level.exercise() {
            Ok(exercise) => {
                view! { <ExerciseView exercise home=Home::Link(name.clone())/> }.into_any()
            }
            Err(problems) => {
                let told = |Problem { slot, message }: &Problem| format!("{slot}: {message}");
                let first = problems.first().map(told).unwrap_or_default();
                let reason = format!("Its author hasn't finished the level. {first}");
                view! { <NoLevel reason/> }.into_any()
            }
        },
    }
}

/// A link that leads to no level.
#[component]
fn NoLevel(
    /// Why.
    reason: String,
) -> impl IntoView {
    view! {
        <section class="learn-path" data-testid="no-level">
            <h1>"This link opens no level"</h1>
            <p>{reason} " Nothing of yours has changed."</p>
            <p><a class="button" href=LearnRoute::Path.to_fragment()>"All lessons"</a></p>
        </section>
    }
}
