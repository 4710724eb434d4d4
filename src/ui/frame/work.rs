//! The menu of the page: keep the work as a file, bring one in, begin anew, choose colours.

use leptos::prelude::*;

use crate::ui::dom::file::read_chosen;
use crate::ui::dom::theme::Theme;
use crate::ui::model::words::{items, plural};
use crate::ui::state::{App, use_app};

/// A panel with everything that is needed seldom. As a popover it closes by Escape and by a click
/// beside it without further ado.
#[component]
pub fn WorkMenu() -> impl IntoView {
    let app = use_app();
    view! {
        <button type="button" class="work-button" popovertarget="work-menu">"Menu"</button>
        <section id="work-menu" class="panel" popover="auto" aria-label="Menu">
            <h2>"Your work"</h2>
            <p>{move || summary(app)} " It is kept in this browser."</p>
            <div class="panel-actions">
                <button type="button" on:click=move |_| app.export()>"Export my work"</button>
                <label class="file-field">
                    "Import a file"
                    <input
                        type="file"
                        accept=".txt,text/plain"
                        on:change=move |event| read_chosen(&event, move |text| app.import(&text))
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
            <Themes/>
        </section>
    }
}

fn summary(app: App) -> String {
    app.revision.track();
    let recipe = app.recipe.get();
    let rows = items(recipe.items() as u64);
    let changes = plural(app.changes() as u64, "change", "changes");
    format!("{} with {rows}, and {changes} since.", recipe.dataset.title())
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
            <legend>"Colours"</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
}
