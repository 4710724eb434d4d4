//! What stands around every place: header, messages, footer.
//!
//! Owns what a person can do from anywhere: choose the data, go to a place, keep or bring in work,
//! choose colours. Refuses to know what the places show.

mod data;
mod notices;
mod work;

use leptos::prelude::*;

use super::components::meter::MeterPanel;
use super::model::route::Place;
use super::state::use_app;
use data::{DataPicker, LoadingBar};
use work::WorkMenu;

pub use notices::NoticeBar;

/// Name, data, places, meter and menu.
#[component]
pub fn Header() -> impl IntoView {
    let app = use_app();
    view! {
        <a class="skip-link" href="#main" on:click=skip_to_main>"Skip to the content"</a>
        <header class="page-header">
            <p class="page-name">"DynamoDB Playground"</p>
            <DataPicker/>
            <Navigation/>
            <div class="page-meter">
                <MeterPanel meter=app.meter on_reset=move |()| app.reset_meter()/>
            </div>
            <WorkMenu/>
        </header>
        <LoadingBar/>
        <NoticeBar/>
    }
}

/// Who made this, and who did not.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="page-footer">
            <p>
                "Everything runs in this page; nothing you do leaves it. Independent of Amazon: \
                 DynamoDB is a trademark of Amazon.com, Inc. or its affiliates."
            </p>
        </footer>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let app = use_app();
    let link = move |place: Place| {
        let current = move || (app.place.get().parent() == place).then_some("page");
        view! {
            <li>
                <a href=place.fragment() aria-current=current>{place.title()}</a>
            </li>
        }
    };
    view! {
        <nav class="places" aria-label="Places">
            <ul>{Place::ALL.map(link).collect_view()}</ul>
        </nav>
    }
}

/// The fragment of a skip link would be taken for a place, so the link moves the focus itself.
fn skip_to_main(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    super::dom::route::focus("main");
}
