//! Workspace: files of other tools in and out, and links that share the workspace.
//!
//! Owns the layout. What a file holds is `ui::model::files`'s.

mod export;
mod import;
mod share;

use leptos::prelude::*;

use self::export::ExportPart;
use self::import::ImportPart;
use self::share::{SharePart, SharedByLink};
use crate::ui::state::use_app;

/// The place.
#[component]
pub fn WorkspacePage() -> impl IntoView {
    let app = use_app();
    move || {
        match app.shared.get() {
        Some(data) => view! { <SharedByLink data/> }.into_any(),
        None => view! {
            <section class="workspace" aria-labelledby="workspace-title">
                <header class="place-head">
                    <h1 id="workspace-title">"Workspace"</h1>
                    <p>
                        "Bring in tables and items from other tools, take yours out, or share all of \
                         it by link. Files are read in your browser and go nowhere."
                    </p>
                </header>
                <ImportPart/>
                <ExportPart/>
                <SharePart/>
            </section>
        }
        .into_any(),
    }
    }
}
