//! The form of settings, drawn from their table.

use leptos::prelude::*;

use crate::ui::model::lab::field::{Group, Kind, SPECS, Spec};
use crate::ui::reactive::Memo;
use crate::ui::state::Lab;
use crate::ui::{handler, view};

type Problems = Memo<Vec<(crate::ui::model::lab::field::Field, String)>>;

/// All settings: some in front, the others by groups that open.
pub fn form(lab: Lab) -> AnyView {
    let problems = Memo::new(move |_| lab.form.with(|form| form.problems()));
    let group = move |group: Group| {
        let specs = SPECS.iter().filter(move |spec| spec.group == group);
        let fields = specs.map(move |spec| field(lab, problems, spec)).collect_view();
        view! { <div class="lab-fields">{fields}</div> }
    };
    let folded = move |of: Group| {
        // A mistake must not hide behind its heading, nor the heading close when it is mended.
        let open = Memo::new(move |before| {
            let wrong = problems.with(|all| all.iter().any(|(f, _)| f.spec().group == of));
            wrong || before == Some(&true)
        });
        view! {
            <details class="lab-group" open=move || open.get()>
                <summary>{of.title()}</summary>
                {group(of)}
            </details>
        }
    };
    view! {
        <section class="lab-settings" id="lab-settings" tabindex="-1" aria-labelledby="lab-settings-title">
            <h2 id="lab-settings-title">{Group::Front.title()}</h2>
            {group(Group::Front)}
            {Group::FOLDED.map(folded).collect_view()}
        </section>
    }
}

/// A setting with its label, what one should know, and what is wrong with it.
fn field(lab: Lab, problems: Problems, spec: &'static Spec) -> AnyView {
    let field = spec.field;
    let shows = Memo::new(move |_| lab.form.with(|form| form.shows(field)));
    let problem = Memo::new(move |_| {
        problems.with(|all| all.iter().find(|(at, _)| *at == field).map(|(_, words)| words.clone()))
    });
    let id = format!("lab-{}", spec.id);
    let note = format!("{id}-note");
    let words = move || problem.get().unwrap_or_else(|| spec.hint.to_owned());
    view! {
        <div class="lab-field" hidden=move || !shows.get() class:wrong=move || problem.with(Option::is_some)>
            <label for=id.clone()>{spec.label}</label>
            {input(lab, problem, spec, id, note.clone())}
            <p id=note class="hint">{move || words()}</p>
        </div>
    }
}

fn input(
    lab: Lab,
    problem: Memo<Option<String>>,
    spec: &'static Spec,
    id: String,
    note: String,
) -> AnyView {
    let field = spec.field;
    let text = Memo::new(move |_| lab.form.with(|form| form.text(field).to_owned()));
    let write = move |event| lab.set(field, event_target_value(&event));
    match spec.kind {
        Kind::Choice(choices) => {
            let option = move |(value, name): &(&'static str, &'static str)| {
                let (value, name) = (*value, *name);
                view! { <option value=value prop:selected=move || text.with(|text| text == value)>{name}</option> }
            };
            view! {
                <select id=id aria-describedby=note on:change=handler(write)>
                    {choices.iter().map(option).collect_view()}
                </select>
            }
        }
        Kind::Number | Kind::Optional => {
            let invalid = move || problem.with(Option::is_some).then_some("true");
            view! {
                <input type="text" inputmode="numeric" autocomplete="off" id=id aria-describedby=note
                    aria-invalid=move || invalid() prop:value=move || text.get() on:input=handler(write) />
            }
        }
    }
}
