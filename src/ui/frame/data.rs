//! Which data is loaded, and how far a load is.

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::components::show::Show;
use crate::ui::model::words::{count, items};
use crate::ui::state::{App, Loading, use_app};
use crate::ui::{handler, view};

/// The dataset and its size, each a list to choose from.
#[component]
pub fn DataPicker() -> impl IntoView {
    let app = use_app();
    let shown = move || app.loading.get().map_or_else(|| app.recipe.get(), |load| load.recipe);
    let dataset = move |event| {
        let chosen =
            DatasetId::ALL.into_iter().find(|d| d.to_string() == event_target_value(&event));
        load(app, chosen.map(|dataset| Recipe::new(dataset, shown().size)));
    };
    let size = move |event| {
        let chosen = Size::ALL.into_iter().find(|s| size_value(*s) == event_target_value(&event));
        load(app, chosen.map(|size| Recipe::new(shown().dataset, size)));
    };
    view! {
        <div class="data-picker">
            <label class="visually-hidden" for="dataset">"Dataset"</label>
            <select id="dataset" on:change=handler(dataset) prop:value=move || shown().dataset.to_string()>
                {DatasetId::ALL.map(|d| option(d.to_string(), d.title().to_owned(), move || shown().dataset == d)).collect_view()}
            </select>
            <label class="visually-hidden" for="size">"Size"</label>
            <select id="size" on:change=handler(size) prop:value=move || size_value(shown().size)>
                {Size::ALL.map(|s| option(size_value(s), size_title(s), move || shown().size == s)).collect_view()}
            </select>
        </div>
    }
}

/// A load under way: how far it is, and the way out of it.
#[component]
pub fn LoadingBar() -> impl IntoView {
    let app = use_app();
    let loading = move || app.loading.get();
    view! {
        <Show when=move || loading().is_some()>
            <div class="loading-bar" data-testid="loading">
                <label for="load-progress">{move || loading().map(progress_text)}</label>
                <progress
                    id="load-progress"
                    max=move || loading().map_or(1, |l| l.total.max(1)).to_string()
                    prop:value=move || loading().map_or(0, |l| l.done).to_string()
                ></progress>
                <button type="button" on:click=handler(move |_| app.cancel_loading())>"Cancel"</button>
            </div>
        </Show>
    }
}

fn option(
    value: String,
    title: String,
    selected: impl Fn() -> bool + Send + Sync + 'static,
) -> AnyView {
    view! { <option value=value prop:selected=move || selected()>{title}</option> }
}

fn load(app: App, recipe: Option<Recipe>) {
    if let Some(recipe) = recipe {
        app.load(recipe);
    }
}

fn size_value(size: Size) -> String {
    size.items().map_or_else(|| "article".to_owned(), |n| n.to_string())
}

fn size_title(size: Size) -> String {
    size.items().map_or_else(|| "Article rows".to_owned(), |n| items(n as u64))
}

fn progress_text(loading: Loading) -> String {
    let (done, total) = (count(loading.done as u64), count(loading.total as u64));
    format!("Loading {}: {done} of {total} items", loading.recipe.dataset.title())
}
