//! What stands around every place: header, messages, footer.
//!
//! Owns what a person can do from anywhere: choose the data, go to a place, keep or bring in work,
//! choose colours. Refuses to know what the places show.

use leptos::prelude::*;

use crate::datasets::{DatasetId, Recipe, Size};
use crate::ui::components::in_turn::InTurn;
use crate::ui::components::meter::MeterPanel;
use crate::ui::dom;
use crate::ui::dom::file::read_chosen;
use crate::ui::dom::theme::Theme;
use crate::ui::model::learn::progress::Progress;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::notice::{Notice, Offer, Tone};
use crate::ui::model::route::Place;
use crate::ui::model::saving::{kept_words, room_sentence, saving_sentence, saving_word};
use crate::ui::model::words::{count, items, plural};
use crate::ui::state::{App, Learn, Loading, use_app, use_learn};
use crate::workspace::{Kept, SavingState};

/// Name, data, places, meter and menu.
#[component]
pub fn Header() -> impl IntoView {
    let app = use_app();
    view! {
        <a class="skip-link" href="#main" on:click=skip_to_main>"Skip to content"</a>
        <header class="page-header">
            <a class="page-name" href=Place::Start.fragment()>"DynamoDB Playground"</a>
            <InTurn><DataPicker/></InTurn>
            <Navigation/>
            <div class="page-meter">
                <InTurn><MeterPanel meter=app.meter on_reset=move |()| app.reset_meter()/></InTurn>
            </div>
            <SavingIndicator/>
            <InTurn><WorkMenu/></InTurn>
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
            <a href=Place::Glossary.fragment()>"Glossary"</a>
            <p>
                "Everything runs in your browser, and nothing leaves it. Not affiliated with Amazon: \
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
        <nav class="places" aria-label="Main">
            <ul>{Place::ALL.map(link).collect_view()}</ul>
        </nav>
    }
}

/// The fragment of a skip link would be taken for a place, so the link moves the focus itself.
fn skip_to_main(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    dom::route::focus("main");
}

/// The dataset and its size, each a list to choose from.
#[component]
fn DataPicker() -> impl IntoView {
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
                                {move || size_title(shown.with(|recipe| recipe.dataset), size)}
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
fn LoadingBar() -> impl IntoView {
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

fn size_title(dataset: DatasetId, size: Size) -> String {
    let held = items(Recipe::new(dataset, size).items() as u64);
    if size.items().is_none() { format!("Small sample ({held})") } else { held }
}

fn progress_text(loading: Loading) -> String {
    let (done, total) = (count(loading.done as u64), count(loading.total as u64));
    format!("Loading {}: {done} of {total} items", loading.recipe.dataset.title())
}

/// All notices, oldest first. The region stays in the page, so that what is new in it is read out.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="notices" role="status" aria-live="polite">
            <For each=move || app.notices.get() key=|notice| notice.clone() let(notice)>
                <Message notice/>
            </For>
        </div>
    }
}

#[component]
fn Message(
    /// What to say.
    notice: Notice,
) -> impl IntoView {
    let app = use_app();
    let (learn, subject) = (use_learn(), notice.subject);
    let take = move |offer| match offer {
        Offer::ImportProgress => {
            if let Some(progress) = learn.brought.try_update_value(Option::take).flatten() {
                learn.add(progress);
                app.notify(Notice::progress_added());
            }
        }
        Offer::ExportProgress => learn.export(),
        Offer::ExportAside => learn.export_aside(),
        _ => app.take(offer, subject),
    };
    let class = match notice.tone {
        Tone::Info => "notice notice-info",
        Tone::Warning => "notice notice-warning",
    };
    view! {
        <div class=class data-testid="notice">
            <p>{notice.text}</p>
            <div class="notice-offers">
                {notice
                    .offers
                    .into_iter()
                    .map(|offer| {
                        view! {
                            <button type="button" on:click=move |_| take(offer)>
                                {offer.label()}
                            </button>
                        }
                    })
                    .collect_view()}
                <button type="button" class="quiet" on:click=move |_| app.dismiss(subject)>"Dismiss"</button>
            </div>
        </div>
    }
}

/// A panel with everything that is needed seldom. As a popover it closes by Escape and by a click
/// beside it without further ado.
#[component]
fn WorkMenu() -> impl IntoView {
    let (app, learn) = (use_app(), use_learn());
    view! {
        <button type="button" class="work-button" popovertarget="work-menu">"Menu"</button>
        <section id="work-menu" class="panel" popover="auto" aria-label="Menu">
            <h2>"Your work"</h2>
            <p>{move || summary(app)} " " {move || saving_sentence(app.saving.get())}</p>
            <p>{move || room_sentence(app.room.get())}</p>
            <div class="panel-actions">
                <button type="button" on:click=move |_| app.export()>"Export my work"</button>
                <label class="file-field">
                    "Import a file"
                    <input
                        type="file"
                        accept=".txt,.json,text/plain,application/json"
                        on:change=move |event| {
                            read_chosen(&event, move |text| bring_in(app, learn, &text));
                        }
                    />
                </label>
                <button
                    type="button"
                    popovertarget="work-menu"
                    popovertargetaction="hide"
                    on:click=move |_| app.start_over()
                >
                    "Start over"
                </button>
            </div>
            <button
                type="button"
                popovertarget="work-menu"
                popovertargetaction="hide"
                aria-keyshortcuts="Control+K Meta+K"
                on:click=move |_| app.wants_palette.set(true)
            >
                "All commands " <kbd>"Ctrl"</kbd> "+" <kbd>"K"</kbd>
            </button>
            <p class="menu-links">
                <a href=Place::Workspace.fragment()>"Import, export, share"</a>
                <a href=LearnRoute::Build.to_fragment()>"Build a level"</a>
                <a href=Place::Workshop.fragment()>"Workshop"</a>
            </p>
            <FormerWorkspaces/>
            <Themes/>
        </section>
    }
}

/// Opens a file as a workspace. One that has progress of Learn is easily taken for one.
fn bring_in(app: App, learn: Learn, text: &str) {
    match Progress::from_text(text) {
        Some(progress) => {
            learn.brought.set_value(Some(progress));
            app.notify(Notice::progress_file());
        }
        None => app.import(text),
    }
}

/// Whether the work is saved, always in sight.
#[component]
fn SavingIndicator() -> impl IntoView {
    let app = use_app();
    view! {
        <p class="saving-state" class:saving-trouble=move || {
            matches!(app.saving.get(), SavingState::Unsaved(_))
        } data-testid="saving" title=move || saving_sentence(app.saving.get())>
            {move || saving_word(app.saving.get())}
        </p>
    }
}

/// What other work took the place of, to be opened again.
#[component]
fn FormerWorkspaces() -> impl IntoView {
    let app = use_app();
    let row = move |kept: Kept| {
        let Kept { id, .. } = kept;
        view! {
            <li>
                <span>{kept_words(&kept)}</span>
                <button
                    type="button"
                    popovertarget="work-menu"
                    popovertargetaction="hide"
                    on:click=move |_| app.open_kept(id)
                >
                    "Open"
                </button>
                <button
                    type="button"
                    class="quiet"
                    disabled=move || !app.is_writer()
                    title=move || (!app.is_writer()).then_some("Delete it in the tab that saves.")
                    on:click=move |_| app.forget(id)
                >
                    "Delete"
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !app.kept().is_empty()>
            <h2>"Earlier workspaces"</h2>
            <ul class="kept-list" data-testid="kept">
                <For each=move || app.kept() key=|kept| (kept.id, kept.saved_at, kept.changes) let(kept)>{row(kept)}</For>
            </ul>
        </Show>
    }
}

fn summary(app: App) -> String {
    app.revision.track();
    let recipe = app.recipe.get();
    let rows = items(recipe.items() as u64);
    let changes = plural(app.changes(), "change", "changes");
    format!("{}, {rows}, {changes}.", recipe.dataset.title())
}

#[component]
fn Themes() -> impl IntoView {
    let (chosen, choose) = signal(Theme::stored());
    let choice = move |theme: Theme| {
        let pick = move |_| {
            theme.choose();
            choose.set(theme);
        };
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    value=theme.name()
                    prop:checked=move || chosen.get() == theme
                    on:change=pick
                />
                {theme.title()}
            </label>
        }
    };
    view! {
        <fieldset class="themes">
            <legend>"Colors"</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
}
