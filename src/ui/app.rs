//! The frame of the page: header, navigation, messages, the place itself, footer.

use leptos::either::EitherOf12;
use leptos::prelude::*;

use super::components::in_turn::{InTurn, Turns};
use super::dom;
use super::frame::{Footer, Header};
use super::model::notice::{Notice, Subject};
use super::model::route::Place;
use super::pages::changes::ChangesPage;
use super::pages::compare::ComparePage;
use super::pages::explore::ExplorePage;
use super::pages::glossary::GlossaryPage;
use super::pages::learn::{LearnPage, QuizPage};
use super::pages::palette::Palette;
use super::pages::partitions::{DataPage, LabPage};
#[cfg(debug_assertions)]
use super::pages::parts::PartsPage;
use super::pages::start::StartPage;
use super::pages::tables::TablesPage;
use super::pages::workshop::{WorkshopBar, WorkshopPage};
use super::pages::workspace::WorkspacePage;
use super::state::{App, Builder, Learn, ProgressTrouble, Workshop, use_app};

/// Puts the page into the document. Whatever fails from here on is reported in words.
pub fn mount() {
    dom::panic::install();
    dom::theme::Theme::stored().apply();
    mount_to_body(Root);
}

/// The page.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    let learn = Learn::new();
    provide_context(learn);
    provide_context(Builder::new());
    provide_context(Workshop::stored(learn));
    app.start();
    Effect::new(move |_| match learn.trouble.get() {
        None => app.dismiss(Subject::Progress),
        Some(ProgressTrouble::NotSaved) => app.notify(Notice::progress_not_saved()),
        Some(ProgressTrouble::PutAside) => app.notify(Notice::progress_put_aside()),
    });
    Effect::new(move |_| {
        dom::route::set_title(&app.place.get().window_title());
    });
    // Everything is drawn part by part, and until all parts are there, the shell of index.html
    // stands before them.
    let turns = Turns::new();
    provide_context(turns);
    turns.take(dom::leave_shell);
    view! {
        <InTurn><Header/></InTurn>
        <WorkshopBar/>
        <main id="main" tabindex="-1">
            <InTurn><CurrentPlace/></InTurn>
        </main>
        <InTurn><Footer/></InTurn>
        <Palette/>
    }
}

#[component]
fn CurrentPlace() -> impl IntoView {
    let app = use_app();
    // `EitherOf12` and not twelve erased views, of which Leptos would turn one into the next element
    // by element: another place begins anew, with nothing scrolled, unfolded or typed.
    move || match app.place.get() {
        Place::Start => EitherOf12::A(view! { <StartPage/> }),
        Place::Explore => EitherOf12::B(view! { <ExplorePage/> }),
        Place::Compare => EitherOf12::C(view! { <ComparePage/> }),
        Place::Changes => EitherOf12::J(view! { <ChangesPage/> }),
        Place::Partitions => EitherOf12::D(view! { <LabPage/> }),
        Place::YourData => EitherOf12::E(view! { <DataPage/> }),
        Place::Quiz => EitherOf12::F(view! { <QuizPage/> }),
        Place::Glossary => EitherOf12::G(view! { <GlossaryPage/> }.into_any()),
        Place::Learn => EitherOf12::H(view! { <LearnPage/> }),
        Place::Tables => EitherOf12::I(view! { <TablesPage/> }),
        Place::Workshop => EitherOf12::K(view! { <WorkshopPage/> }),
        Place::Workspace => EitherOf12::L(view! { <WorkspacePage/> }),
        #[cfg(debug_assertions)]
        Place::Parts => EitherOf12::G(view! { <PartsPage/> }.into_any()),
    }
}
