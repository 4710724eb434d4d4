//! The frame of the page: header, navigation, messages, the place itself, footer.

use leptos::prelude::*;

use super::dom;
use super::frame::{Footer, Header};
use super::model::route::Place;
use super::pages::compare::ComparePage;
use super::pages::explore::ExplorePage;
use super::pages::partitions::{DataPage, LabPage};
use super::pages::quiz::QuizPage;
use super::state::{App, use_app};
use crate::ui::reactive::effect;
use crate::ui::view;

/// Puts the page into the document. Whatever fails from here on is reported in words.
pub fn mount() {
    dom::panic::install();
    dom::theme::Theme::kept().apply();
    mount_to_body(Root);
}

/// The page.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    app.start();
    effect(move || {
        dom::route::set_title(&format!("{} · DynamoDB Playground", app.place.get().title()));
    });
    view! {
        <Header/>
        <main id="main" tabindex="-1"><CurrentPlace/></main>
        <Footer/>
    }
}

#[component]
fn CurrentPlace() -> impl IntoView {
    let app = use_app();
    move || match app.place.get() {
        Place::Explore => view! { <ExplorePage/> },
        Place::Compare => view! { <ComparePage/> },
        Place::Partitions => view! { <LabPage/> },
        Place::YourData => view! { <DataPage/> },
        Place::Quiz => view! { <QuizPage/> },
    }
}
