//! The menu of the page: keep the work as a file, bring one in, begin anew, choose colours.

use leptos::prelude::*;

use crate::ui::dom::file::read_chosen;
use crate::ui::dom::theme::Theme;
use crate::ui::state::use_app;

/// A disclosure with everything that is needed seldom.
#[component]
pub fn WorkMenu() -> impl IntoView {
    let app = use_app();
    view! {
        <details class="work-menu">
            <summary>"Menu"</summary>
            <div class="work-menu-body">
                <button type="button" on:click=move |_| app.export()>"Export my work"</button>
                <label class="file-field">
                    "Import a file"
                    <input
                        type="file"
                        accept=".txt,text/plain"
                        on:change=move |event| read_chosen(&event, move |text| app.import(&text))
                    />
                </label>
                <button type="button" on:click=move |_| app.start_over()>"Start over"</button>
                <Themes/>
            </div>
        </details>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let (chosen, choose) = signal(Theme::kept());
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
