//! The form of settings, drawn from their table.

use leptos::either::Either;
use leptos::prelude::*;

use crate::ui::model::lab::field::{Group, Kind, SPECS, Spec};
use crate::ui::state::Lab;

/// What is wrong with the settings.
pub type Problems = Memo<Vec<(crate::ui::model::lab::field::Field, String)>>;

/// All settings: some in front, the others by groups that open.
#[component]
pub fn Settings(
    /// The lab.
    lab: Lab,
) -> impl IntoView {
    let problems = Memo::new(move |_| lab.form.with(|form| form.problems()));
    let group = move |group: Group| {
        let specs = SPECS.iter().filter(move |spec| spec.group == group);
        let fields = specs.map(move |spec| view! { <SettingField lab problems spec/> });
        view! { <div class="lab-fields">{fields.collect_view()}</div> }
    };
    let folded = move |of: Group| {
        // A mistake must not hide behind its heading, nor the heading close when it is mended.
        let open = Memo::new(move |before| {
            let wrong = problems.with(|all| all.iter().any(|(f, _)| f.spec().group == of));
            wrong || before == Some(&true)
        });
        view! {
            <details class="lab-group" open=open>
                <summary>{of.title()}</summary>
                {group(of)}
            </details>
        }
    };
    view! {
        <section
            class="lab-settings"
            id="lab-settings"
            tabindex="-1"
            aria-labelledby="lab-settings-title"
        >
            <h2 id="lab-settings-title">{Group::Front.title()}</h2>
            {group(Group::Front)}
            {Group::FOLDED.map(folded).collect_view()}
        </section>
    }
}

/// A setting with its label, what one should know, and what is wrong with it.
#[component]
pub fn SettingField(
    /// The lab.
    lab: Lab,
    /// What is wrong with the settings.
    problems: Problems,
    /// The setting.
    spec: &'static Spec,
) -> impl IntoView {
    let field = spec.field;
    let shows = Memo::new(move |_| lab.form.with(|form| form.shows(field)));
    let problem = Memo::new(move |_| {
        problems.with(|all| all.iter().find(|(at, _)| *at == field).map(|(_, words)| words.clone()))
    });
    let id = format!("lab-{}", spec.id);
    let note = format!("{id}-note");
    let words = move || problem.get().unwrap_or_else(|| spec.hint.to_owned());
    view! {
        <div
            class="field lab-field"
            hidden=move || !shows.get()
            class:wrong=move || problem.with(Option::is_some)
        >
            <label for=id.clone()>{spec.label}</label>
            <SettingInput lab problem spec id note=note.clone()/>
            <p id=note class="hint">{words}</p>
        </div>
    }
}

/// Where a setting is written or chosen.
#[component]
fn SettingInput(
    /// The lab.
    lab: Lab,
    /// What is wrong with the setting.
    problem: Memo<Option<String>>,
    /// The setting.
    spec: &'static Spec,
    /// The id of the element, for its label.
    id: String,
    /// The id of what is said about it.
    note: String,
) -> impl IntoView {
    let field = spec.field;
    let text = Memo::new(move |_| lab.form.with(|form| form.text(field).to_owned()));
    let write = move |event| lab.set(field, event_target_value(&event));
    match spec.kind {
        Kind::Choice(choices) => {
            let option = move |(value, name): &(&'static str, &'static str)| {
                let (value, name) = (*value, *name);
                let selected = move || text.with(|text| text == value);
                view! { <option value=value prop:selected=selected>{name}</option> }
            };
            Either::Left(view! {
                <select id=id aria-describedby=note on:change=write>
                    {choices.iter().map(option).collect_view()}
                </select>
            })
        }
        Kind::Number | Kind::Optional => {
            let invalid = move || problem.with(Option::is_some).then_some("true");
            Either::Right(view! {
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    id=id
                    aria-describedby=note
                    aria-invalid=invalid
                    prop:value=text
                    on:input=write
                />
            })
        }
    }
}
