//! A table as a file of another tool.

use leptos::prelude::*;

use crate::api::json::item_to_json;
use crate::ui::dom;
use crate::ui::model::files::{Export, write};
use crate::ui::model::route::Place;
use crate::ui::model::rows::{TableRows, Target};
use crate::ui::model::tables::Tables;
use crate::ui::state::use_app;

/// A table as a file.
#[component]
pub fn ExportPart() -> impl IntoView {
    let app = use_app();
    let names = Memo::new(move |_| app.look(|inspect| Tables::read(inspect).names()));
    let chosen = RwSignal::new(String::new());
    let table = Memo::new(move |_| {
        let chosen = chosen.get();
        names.with(|names| {
            let known = names.iter().find(|name| **name == chosen);
            known.or(names.first()).cloned().unwrap_or_default()
        })
    });
    let format = RwSignal::new(0_usize);
    let export = move || Export::ALL[format.get().min(Export::ALL.len() - 1)];
    let save = move |_| {
        let name = table.get_untracked();
        let Some(create) = app.definition(&name) else { return };
        let target = Target { table: name.clone(), index: None };
        let rows = app.look_once(|inspect| TableRows::read(inspect, target));
        let items: Vec<_> = rows.items().map(item_to_json).collect();
        let export = untrack(export);
        let text = write(export, &create, &items);
        dom::file::download(&format!("{name}.{}", export.extension()), &text);
    };
    let options =
        move || {
            names.get().into_iter().map(|name| {
            let of = name.clone();
            let selected = move || table.get() == of;
            view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
        }).collect_view()
        };
    let formats = Export::ALL.iter().enumerate().map(|(at, export)| {
        view! { <option value=at.to_string()>{export.label()}</option> }
    });
    view! {
        <section class="pane" aria-labelledby="export-title">
            <h2 id="export-title">"Export a table"</h2>
            <div class="workspace-row">
                <div class="field">
                    <label for="export-table">"Table"</label>
                    <select id="export-table" on:change=move |event| chosen.set(event_target_value(&event))>
                        {options}
                    </select>
                </div>
                <div class="field">
                    <label for="export-format">"Format"</label>
                    <select
                        id="export-format"
                        on:change=move |event| {
                            format.set(event_target_value(&event).parse().unwrap_or_default());
                        }
                    >
                        {formats.collect_view()}
                    </select>
                </div>
                <button
                    type="button"
                    data-testid="export"
                    disabled=move || names.with(Vec::is_empty)
                    on:click=save
                >
                    "Save the file"
                </button>
            </div>
            <p class="hint">{move || export().loss()}</p>
            <p class="hint">
                "The whole workspace, to go on with it later: “Export my work” in the menu. A table's \
                 definition for CloudFormation, Terraform, CDK or the AWS CLI: “Code” in "
                <a href=Place::Explore.fragment()>"Explore"</a> "."
            </p>
            <p class="hint">
                "Take these tables to your AWS account: export your work, then run "
                <code>"cargo endpoint push --workspace FILE --to aws --dry-run"</code>
                " in a copy of this project; without --dry-run it copies them."
            </p>
        </section>
    }
}
