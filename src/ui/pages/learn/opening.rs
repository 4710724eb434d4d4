//! The stage of a lesson, an exercise or a question, filled piece by piece.
//!
//! Owns that no task takes long, and that a load ends with the part of the page that it is for.

use std::sync::Arc;

use leptos::prelude::*;

use crate::learn::stage::{Opening, Stage, StageError};
use crate::ui::state::fill_stage;

/// A stage, or why there is none yet.
#[derive(Clone)]
pub enum Base {
    /// It is being filled.
    Loading,
    /// All is there.
    Ready(Arc<Stage>),
    /// It can't be made.
    Failed(String),
}

/// Begins to fill a stage.
pub fn open(opening: Result<Opening, StageError>) -> RwSignal<Base> {
    let base = RwSignal::new(Base::Loading);
    // The lesson may be left meanwhile.
    let is_wanted = move || !base.is_disposed();
    fill_stage(opening, is_wanted, move |stage| {
        base.set(match stage {
            Ok(stage) => Base::Ready(Arc::new(stage)),
            Err(error) => Base::Failed(error.to_string()),
        });
    });
    base
}

/// Shows what is made of a stage, once it is there.
#[component]
pub fn WithStage(
    /// The stage.
    base: RwSignal<Base>,
    /// What is made of it.
    #[prop(into)]
    children: Callback<(Arc<Stage>,), AnyView>,
) -> impl IntoView {
    move || match base.get() {
        Base::Loading => {
            view! { <p class="learn-waiting" role="status">"Preparing the data."</p> }.into_any()
        }
        Base::Failed(reason) => view! { <CannotStart reason/> }.into_any(),
        Base::Ready(stage) => children.run((stage,)),
    }
}

/// What keeps a lesson from starting: it asks for something that this build doesn't have.
#[component]
pub fn CannotStart(
    /// Why.
    reason: String,
) -> impl IntoView {
    view! {
        <div class="callout callout-error" role="alert">
            <p>"This can't start: " {reason} "."</p>
            <p>"Reload the page: it may be older than its lessons."</p>
        </div>
    }
}
