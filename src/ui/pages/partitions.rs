//! Partitions: a lab that plays traffic against them, and how what is loaded spreads over them.
//!
//! Owns the layout of both; counting is the engine's, runs are `traffic`'s, arithmetic and words
//! `ui::model`'s.

mod bar;
mod lab;
mod prober;
mod tanks;
mod view;

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::model::route::Place;
use crate::ui::state::{App, use_app};
use bar::{Controls, HashBar, LandingBar};
use lab::Bench;
use prober::Prober;
use tanks::{Collections, Simulated, Tanks};
use view::View;

/// The traffic lab.
#[component]
pub fn LabPage() -> impl IntoView {
    let lab = use_app().lab;
    on_cleanup(move || lab.pause());
    view! {
        <section class="partitions" aria-labelledby="partitions-title">
            <Head
                here=Place::Partitions
                about="A table is cut into partitions, and each serves 1,000 write and 3,000 read \
                       units a second. Make one hot, see what is refused and why, and cure it. \
                       Time here is simulated."
            />
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
            <Head
                here=Place::YourData
                about="The partition key is hashed to a number between 0 and 2⁶⁴. Each partition \
                       owns one range of those numbers, so a key always lives in the same place."
            />
            <Show when=move || view.has_items() fallback=move || view! { <Empty app/> }>
                <Controls view/>
                <HashBar view/>
                <LandingBar view/>
                <Tanks view/>
                <Simulated view/>
                <div class="partitions-foot">
                    <Collections view/>
                    <Prober view/>
                </div>
            </Show>
        </section>
    }
}

/// The name of the place, and the way between its two parts.
#[component]
fn Head(
    /// The part that one is in.
    here: Place,
    /// What it is about.
    about: &'static str,
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
                <nav aria-label="Parts of this place">{parts.map(link).collect_view()}</nav>
            </div>
            <p>{about}</p>
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
                "Nothing is loaded yet. With items here, you would see which partition each of "
                "them lives in."
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
