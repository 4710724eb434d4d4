//! Which data is loaded, and how far a load is.

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::model::words::{count, items};
use crate::ui::state::{Loading, use_app};

/// The dataset and its size, each a list to choose from.
#[component]
pub fn DataPicker() -> impl IntoView {
    let app = use_app();
    let shown =
        Memo::new(move |_| app.loading.get().map_or_else(|| app.recipe.get(), |load| load.recipe));
    let choose_dataset = move |event| {
        let value = event_target_value(&event);
        if let Some(dataset) = DatasetId::ALL.into_iter().find(|d| d.to_string() == value) {
            app.load(Recipe::new(dataset, shown.get_untracked().size));
        }
    };
    let choose_size = move |event| {
        let value = event_target_value(&event);
        if let Some(size) = Size::ALL.into_iter().find(|size| size_value(*size) == value) {
            app.load(Recipe::new(shown.get_untracked().dataset, size));
        }
    };
    view! {
        <div class="data-picker">
            <label class="visually-hidden" for="dataset">"Dataset"</label>
            <select id="dataset" on:change=choose_dataset>
                {DatasetId::ALL
                    .map(|dataset| {
                        let selected = move || shown.get().dataset == dataset;
                        view! {
                            <option value=dataset.to_string() prop:selected=selected>
                                {dataset.title()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <label class="visually-hidden" for="size">"Size"</label>
            <select id="size" on:change=choose_size>
                {Size::ALL
                    .map(|size| {
                        let selected = move || shown.get().size == size;
                        view! {
                            <option value=size_value(size) prop:selected=selected>
                                {size_title(size)}
                            </option>
                        }
                    })
                    .collect_view()}
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
                    max=move || loading().map_or(1, |load| load.total.max(1))
                    value=move || loading().map_or(0, |load| load.done)
                ></progress>
                <button type="button" on:click=move |_| app.cancel_loading()>"Cancel"</button>
            </div>
        </Show>
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
