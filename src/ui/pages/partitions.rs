//! Partitions: the hash space as a bar, what each partition holds, and where requests land.
//!
//! Owns the layout of the place; counting is the engine's, arithmetic and words `ui::model`'s.

mod bar;
mod collections;
mod controls;
mod landing;
mod prober;
mod tanks;
mod view;

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::components::show::Show;
use crate::ui::state::{App, use_app};
use crate::ui::{handler, view};
use bar::HashBar;
use collections::Collections;
use controls::Controls;
use landing::LandingBar;
use prober::Prober;
use tanks::Tanks;
use view::View;

/// The place "Partitions".
#[component]
pub fn PartitionsPage() -> impl IntoView {
    let app = use_app();
    let view = View::new(app);
    view! {
        <section class="partitions" aria-labelledby="partitions-title">
            <header class="place-head">
                <h1 id="partitions-title">"Partitions"</h1>
                <p>
                    "The partition key is hashed to a number between 0 and 2⁶⁴. Each partition owns one range of "
                    "those numbers, so a key always lives in the same place."
                </p>
            </header>
            <Show when=move || view.has_items() fallback=move || view! { <Empty app /> }>
                <Controls view />
                <HashBar view />
                <LandingBar view />
                <Tanks view />
                <div class="partitions-foot">
                    <Collections view />
                    <Prober view />
                </div>
            </Show>
        </section>
    }
}

/// What stands here while there is nothing to place.
#[component]
fn Empty(app: App) -> impl IntoView {
    let load = move |_| app.load(Recipe::new(DatasetId::Medical, Size::Thousand));
    view! {
        <div class="partitions-empty">
            <p>"Nothing is loaded yet. With items here, you would see which partition each of them lives in."</p>
            <button type="button" class="primary" on:click=handler(load) disabled=move || app.loading.get().is_some()>
                "Load Medical, 1,000 items"
            </button>
        </div>
    }
}
