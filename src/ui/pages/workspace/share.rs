//! Sharing the workspace by link, and opening one that somebody shared.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::link_field::LinkField;
use crate::ui::dom;
use crate::ui::model::route::Place;
use crate::ui::model::shared::{self, MOST_BYTES};
use crate::ui::model::words::bytes;
use crate::ui::state::link::{data_of, text_of};
use crate::ui::state::{SHARED, use_app};

/// A link with the whole workspace in it.
#[component]
pub fn SharePart() -> impl IntoView {
    let app = use_app();
    let link = RwSignal::new(None::<String>);
    let told = RwSignal::new(String::new());
    // A link to what was there before a change is none to what is there now.
    Effect::new(move |_| {
        app.revision.track();
        link.set(None);
        told.set(String::new());
    });
    let make = move |_| {
        let text = app.exported();
        if text.len() > MOST_BYTES {
            let size = bytes(text.len() as u64);
            told.set(format!(
                "Your changes are too large for a link ({size}). Use “Export my work” in the menu."
            ));
            return;
        }
        spawn_local(async move {
            match data_of(&text).await {
                Some(data) => {
                    link.try_set(Some(dom::route::address(&format!("{SHARED}{data}"))));
                }
                None => {
                    let words = "This browser can't pack links. Use “Export my work” in the menu.";
                    told.try_set(words.to_owned());
                }
            }
        });
    };
    let shown = Signal::derive(move || link.get().unwrap_or_default());
    view! {
        <section class="pane" aria-labelledby="share-title">
            <h2 id="share-title">"Share"</h2>
            <p>
                "The link holds your dataset's recipe and every change since. Whoever opens it sees \
                 what it holds first, and nothing of their own is lost."
            </p>
            <button type="button" data-testid="make-link" on:click=make>"Make a link"</button>
            <Show when=move || link.with(Option::is_some)>
                <LinkField label="Link to this workspace" id="share-link" link=shown/>
            </Show>
            <p role="status">{told}</p>
        </section>
    }
}

/// What a link came to.
#[derive(Debug, Clone, PartialEq)]
enum Opened {
    Waiting,
    /// The text of a workspace, and what it holds.
    Here(String, String),
    Fault(String),
}

/// A workspace that somebody shared: shown, and opened only when the person says so.
#[component]
pub fn SharedByLink(
    /// The link's data.
    data: String,
) -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(Opened::Waiting);
    spawn_local(async move {
        let now = match text_of(&data, MOST_BYTES).await {
            Err(fault) => Opened::Fault(fault.sentence("workspace")),
            Ok(text) => match shared::words(&text) {
                Ok(words) => Opened::Here(text, words),
                Err(error) => Opened::Fault(error.to_string()),
            },
        };
        opened.try_set(now);
        app.arrive_late();
    });
    move || match opened.get() {
        Opened::Waiting => {
            view! { <p class="learn-waiting" role="status">"Opening the workspace."</p> }.into_any()
        }
        Opened::Fault(reason) => view! {
            <section class="workspace" data-testid="no-workspace">
                <h1>"This link opens no workspace"</h1>
                <p>{reason} " Nothing of yours has changed."</p>
                <p><a class="button" href=Place::Explore.fragment()>"Explore"</a></p>
            </section>
        }
        .into_any(),
        Opened::Here(text, words) => {
            let open = move |_| {
                app.import(&text);
                app.go(Place::Explore);
            };
            view! {
                <section class="workspace" data-testid="shared-workspace">
                    <h1>"Somebody shared a workspace with you"</h1>
                    <p>{words}</p>
                    <p>
                        "Opening it keeps your own work: you find it in the menu under “Earlier \
                         workspaces”."
                    </p>
                    <div class="workspace-actions">
                        <button type="button" class="primary" data-testid="open-shared" on:click=open>
                            "Open it"
                        </button>
                        <a class="button" href=Place::Explore.fragment()>"Keep mine"</a>
                    </div>
                </section>
            }
            .into_any()
        }
    }
}
