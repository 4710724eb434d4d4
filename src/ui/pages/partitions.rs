//! Partitions: a lab that plays traffic against them, and how what is loaded spreads over them.
//!
//! Owns the layout of both; counting is the engine's, runs are `traffic`'s, arithmetic and words
//! `ui::model`'s.

mod bar;
mod cards;
mod lab;
mod prober;
mod view;

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::components::term::Term;
use crate::ui::model::glossary::Term as GlossaryTerm;
use crate::ui::model::route::Place;
use crate::ui::state::{App, use_app};
use bar::{Controls, HashBar, LandingBar};
use cards::{Collections, PartitionCards, Simulated};
use lab::Bench;
pub use lab::{LabRun, SettingField};
use prober::Prober;
use view::View;

/// The traffic lab.
#[component]
pub fn LabPage() -> impl IntoView {
    let lab = use_app().lab;
    on_cleanup(move || lab.pause());
    view! {
        <section class="partitions" aria-labelledby="partitions-title">
            <Head here=Place::Partitions>
                "Each " <Term term=GlossaryTerm::Partition word="partition"/>
                " serves up to 1,000 write units and 3,000 read units per second. Make one "
                <Term term=GlossaryTerm::HotPartition word="hot"/>
                ", see what is " <Term term=GlossaryTerm::Throttling word="throttled"/>
                " and why, and fix it. Time is simulated."
            </Head>
            <Bench lab/>
        </section>
    }
}

/// How what is loaded spreads over partitions.
#[component]
pub fn DataPage() -> impl IntoView {
    let app = use_app();
    let view = View::new(app);
    view! {
        <section class="partitions" aria-labelledby="partitions-title">
            <Head here=Place::YourData>
                "DynamoDB hashes the " <Term term=GlossaryTerm::PartitionKey word="partition key"/>
                " to a number. Each " <Term term=GlossaryTerm::Partition word="partition"/>
                " owns a range of these numbers, so items with the same key are always stored \
                 together."
            </Head>
            <Show when=move || view.has_items() fallback=move || view! { <Empty app/> }>
                <Controls view/>
                <HashBar view/>
                <LandingBar view/>
                <PartitionCards view/>
                <Simulated view/>
                <div class="partitions-foot">
                    <Collections view/>
                    <Prober view/>
                </div>
            </Show>
        </section>
    }
}

/// The hash space of whatever app is around, for a lesson.
#[component]
pub fn Spread() -> impl IntoView {
    let view = View::new(use_app());
    view.follow_last();
    view! {
        <div class="partitions-spread">
            <HashBar view/>
            <LandingBar view/>
            <PartitionCards view/>
        </div>
    }
}

/// The name of the place, and the way between its two parts.
#[component]
fn Head(
    /// The part that one is in.
    here: Place,
    /// What it is about.
    children: Children,
) -> impl IntoView {
    let link = |(place, title): (Place, &'static str)| {
        let current = (place == here).then_some("page");
        view! { <a href=place.fragment() aria-current=current>{title}</a> }
    };
    let parts = [(Place::Partitions, "Traffic lab"), (Place::YourData, "Your data")];
    view! {
        <header class="place-head">
            <div class="place-parts">
                <h1 id="partitions-title">"Partitions"</h1>
                <nav class="tabs" aria-label="Partitions views">{parts.map(link).collect_view()}</nav>
            </div>
            <p>{children()}</p>
        </header>
    }
}

/// What stands here while there is nothing to place.
#[component]
fn Empty(
    /// The page's state.
    app: App,
) -> impl IntoView {
    let load = move |_| app.load(Recipe::new(DatasetId::Medical, Size::Thousand));
    view! {
        <div class="partitions-empty">
            <p>
                "There are no items yet. Load a dataset to see which partition stores each item."
            </p>
            <button
                type="button"
                class="primary"
                on:click=load
                disabled=move || app.loading.get().is_some()
            >
                "Load Medical, 1,000 items"
            </button>
        </div>
    }
}
