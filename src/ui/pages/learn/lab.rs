//! The settings of the traffic lab that an exercise leaves to the learner, and the run that puts
//! them to the test.
//!
//! Owns the layout. What a setting is and what is wrong with it is `ui::model::lab`'s.

use content::exercise::{LabCheck, Settings};
use leptos::prelude::*;

use crate::ui::model::lab::field::{Kind, SPECS, Spec};
use crate::ui::model::lab::form::Form;
use crate::ui::pages::partitions::SettingField;
use crate::ui::state::Lab;

/// The settings to choose, and the way to run the experiment with them.
#[component]
pub fn LabAnswer(
    /// What must come of the experiment.
    check: LabCheck,
    /// The lab of the playground.
    lab: Lab,
    /// Runs the experiment and grades it.
    on_run: Callback<()>,
) -> impl IntoView {
    let problems = Memo::new(move |_| lab.form.with(Form::problems));
    let specs = check.choose.iter().filter_map(|name| find(name));
    let fields = specs.map(|spec| view! { <SettingField lab problems spec/> }).collect_view();
    view! {
        <section class="exercise-lab" aria-label="Settings">
            <div class="lab-fields">{fields}</div>
            <button
                type="button"
                class="primary"
                data-testid="run-lab"
                on:click=move |_| on_run.run(())
            >
                "Run the experiment"
            </button>
        </section>
    }
}

fn find(name: &str) -> Option<&'static Spec> {
    SPECS.iter().find(|spec| spec.id == name)
}

/// Settings in words, for a solution: "Partition key: sharded".
#[component]
pub fn SettingsList(
    /// The settings.
    settings: Settings,
) -> impl IntoView {
    let line = |(name, text): (String, String)| {
        let spec = find(&name)?;
        let words = match spec.kind {
            Kind::Choice(choices) => choices.iter().find(|(id, _)| *id == text).map(|(_, w)| *w),
            Kind::Number | Kind::Optional => None,
        };
        let words = words.map_or(text, str::to_owned);
        Some(view! { <li>{spec.label} ": " <strong>{words}</strong></li> })
    };
    let lines = settings.into_iter().filter_map(line).collect_view();
    view! { <ul>{lines}</ul> }
}
