//! Importing files: chosen, shown, and only then brought in.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::dom::file::{ReadFile, read_files};
use crate::ui::dom::route::focus_soon;
use crate::ui::model::files::{Choice, Fault, MOST_BYTES, Plan, choices, exists, read, work};
use crate::ui::model::words::{items, plural, write_units};
use crate::ui::state::{App, ImportPhase, Importing, use_app};

/// What the chosen files came to.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Nothing,
    Plan(Arc<Plan>),
    /// Why a file can't be read: its name and the reason.
    Fault(String, String),
}

/// Choosing files, their preview, and the import.
#[component]
pub fn ImportPart() -> impl IntoView {
    let app = use_app();
    let importing = Importing::new(app);
    let seen = RwSignal::new(Seen::Nothing);
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let choose = move |event| {
        read_files(&event, MOST_BYTES, move |files| {
            importing.phase.set(ImportPhase::Idle);
            let now = look_at(app, files);
            if let Seen::Plan(plan) = &now {
                chosen.set(choices(plan));
            }
            seen.set(now);
            focus_soon("#import-seen".to_owned());
        });
    };
    let shown = move || match seen.get() {
        Seen::Nothing => ().into_any(),
        Seen::Fault(name, reason) => view! {
            <div class="callout callout-error" role="alert" data-testid="import-fault">
                <p><strong>{name}</strong> ": " {reason} " Nothing has changed."</p>
            </div>
        }
        .into_any(),
        Seen::Plan(plan) => {
            let close = move || seen.set(Seen::Nothing);
            view! { <Preview plan chosen importing on_close=Callback::new(move |()| close())/> }
                .into_any()
        }
    };
    view! {
        <section class="pane" aria-labelledby="import-title">
            <h2 id="import-title">"Import"</h2>
            <p>
                "JSON lines (as an export to S3 writes them, packed or not), items as JSON, a \
                 BatchWriteItem request, CSV, NoSQL Workbench models and dynamodb_data_model.json. \
                 You see what a file holds before anything changes."
            </p>
            <label class="file-field">
                "Choose files"
                <input
                    type="file"
                    multiple
                    data-testid="import-files"
                    accept=".json,.jsonl,.ndjson,.csv,.tsv,.gz,.txt,application/json,text/csv,text/plain"
                    on:change=choose
                />
            </label>
            <div id="import-seen" tabindex="-1">{shown}</div>
            <Progress importing/>
        </section>
    }
}

/// What the files hold together. A workspace of this page's own is opened at once, as the menu does.
fn look_at(app: App, files: Vec<ReadFile>) -> Seen {
    let mut plan: Option<Plan> = None;
    for ReadFile { name, text } in files {
        let Some(text) = text else {
            let reason = "the file is larger than 64 MB, or it is no text.";
            return Seen::Fault(name, reason.to_owned());
        };
        if crate::workspace::decode(&text).is_ok() {
            app.import(&text);
            return Seen::Nothing;
        }
        match read(&name, &text) {
            Ok(read) => {
                plan = Some(match plan {
                    Some(known) => known.merged(read),
                    None => read,
                })
            }
            Err(fault) => return Seen::Fault(name, Fault::sentence(&fault)),
        }
    }
    plan.map_or(Seen::Nothing, |plan| Seen::Plan(Arc::new(plan)))
}

/// What would be brought in, and under which names and keys.
#[component]
fn Preview(
    /// What the files hold.
    plan: Arc<Plan>,
    /// How each table is to be imported.
    chosen: RwSignal<Vec<Choice>>,
    /// The import.
    importing: Importing,
    /// Puts the preview away.
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let of_work = plan.clone();
    let run = move |_| {
        let work = chosen
            .with_untracked(|chosen| app.look_once(|inspect| work(inspect, &of_work, chosen)));
        importing.start(work);
        on_close.run(());
    };
    let rows = (0..plan.tables.len()).map(|at| view! { <TableRow plan=plan.clone() at chosen/> });
    let warnings = plan.warnings.iter().map(|warning| view! { <li>{warning.clone()}</li> });
    let warnings = (!plan.warnings.is_empty())
        .then(|| view! { <ul class="hint">{warnings.collect_view()}</ul> });
    let nothing = move || chosen.with(|chosen| !chosen.iter().any(|choice| choice.is_wanted));
    view! {
        <div class="import-preview" data-testid="import-preview">
            <p>{plan.words()}</p>
            {warnings}
            {rows.collect_view()}
            <div class="workspace-actions">
                <button
                    type="button"
                    class="primary"
                    data-testid="import"
                    disabled=nothing
                    on:click=run
                >
                    "Import"
                </button>
                <button type="button" on:click=move |_| on_close.run(())>"Don't import"</button>
            </div>
        </div>
    }
}

/// A table of the plan.
#[component]
fn TableRow(
    /// What the files hold.
    plan: Arc<Plan>,
    /// Which of its tables.
    at: usize,
    /// How each table is to be imported.
    chosen: RwSignal<Vec<Choice>>,
) -> impl IntoView {
    let app = use_app();
    let choice = move || chosen.with(|chosen| chosen.get(at).cloned());
    let change = move |change: &dyn Fn(&mut Choice)| {
        chosen.update(|chosen| {
            if let Some(choice) = chosen.get_mut(at) {
                change(choice);
            }
        });
    };
    let is_there = Memo::new(move |_| {
        choice().is_some_and(|choice| app.look(|inspect| exists(inspect, choice.name.trim())))
    });
    let table = plan.tables[at].clone();
    let held = items(table.items.len() as u64);
    let names = table.key_candidates();
    let has_key = table.create.is_some();
    let label = format!("Import {held} as");
    let of_words = table.clone();
    let state = move || {
        let Some(choice) = choice() else { return String::new() };
        if is_there.get() {
            return "This table exists: the items are added, and replace those with the same key. \
                    Its own key counts."
                .to_owned();
        }
        if has_key {
            return "A new table with the file's keys and indexes.".to_owned();
        }
        match of_words.duplicates(&choice.key) {
            0 => "A new table. Every item has a key of its own.".to_owned(),
            many => format!(
                "A new table. {} the key of another and would be replaced: choose a longer key.",
                plural(many as u64, "item has", "items have")
            ),
        }
    };
    let select = move |id: &'static str, label: &'static str, is_sort: bool| {
        let mut options = names.clone();
        if is_sort {
            options.insert(0, String::new());
        }
        let value = move || {
            choice().map(|c| if is_sort { c.key.sort } else { c.key.partition }).unwrap_or_default()
        };
        let option = |name: String| {
            let of = name.clone();
            let shown = if name.is_empty() { "none".to_owned() } else { name.clone() };
            view! { <option value=name prop:selected=move || value() == of>{shown}</option> }
        };
        let set = move |event| {
            let name = event_target_value(&event);
            change(&|choice| match is_sort {
                true => choice.key.sort = name.clone(),
                false => choice.key.partition = name.clone(),
            });
        };
        let id = format!("{id}-{at}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select id=id on:change=set>{options.into_iter().map(option).collect_view()}</select>
            </div>
        }
    };
    let needs_key = move || !has_key && !is_there.get();
    let id = format!("import-name-{at}");
    view! {
        <fieldset class="import-table">
            <legend>{plan.tables[at].name.clone()}</legend>
            <div class="workspace-row">
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || choice().is_some_and(|choice| choice.is_wanted)
                        on:change=move |event| {
                            let wanted = event_target_checked(&event);
                            change(&|choice| choice.is_wanted = wanted);
                        }
                    />
                    " Import this table"
                </label>
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <input
                        id=id
                        type="text"
                        prop:value=move || choice().map(|choice| choice.name).unwrap_or_default()
                        on:input=move |event| {
                            let name = event_target_value(&event);
                            change(&|choice| choice.name = name.clone());
                        }
                    />
                </div>
                <Show when=needs_key>
                    {select("import-partition", "Partition key", false)}
                    {select("import-sort", "Sort key", true)}
                </Show>
            </div>
            <p class="hint">{state}</p>
        </fieldset>
    }
}

/// How far the import is, and what came of it.
#[component]
fn Progress(
    /// The import.
    importing: Importing,
) -> impl IntoView {
    let content = move || match importing.phase.get() {
        ImportPhase::Idle => ().into_any(),
        ImportPhase::Running { done, of } => view! {
            <label for="import-progress">"Importing"</label>
            <progress id="import-progress" max=of.max(1) value=done></progress>
            <button type="button" on:click=move |_| importing.cancel()>"Cancel"</button>
        }
        .into_any(),
        ImportPhase::TakenBack => view! { <p>"The import is taken back."</p> }.into_any(),
        ImportPhase::Done(outcome) => {
            let tables = plural(outcome.tables as u64, "table", "tables");
            let mut words = match outcome.is_cancelled {
                true => "Canceled. What came in before that is there.".to_owned(),
                false => format!(
                    "Created {tables} and put {}. That consumed {} WCU.",
                    items(outcome.items as u64),
                    write_units(outcome.units),
                ),
            };
            if outcome.throttled > 0 {
                let many = items(outcome.throttled as u64);
                words += &format!(
                    " The simulation throttled {many}: turn it off in Explore and import again."
                );
            }
            let rejected = outcome.rejected.into_iter().map(|(reason, times)| {
                let times = plural(times as u64, "request was", "requests were");
                view! { <li>{times} " rejected: " <code>{reason}</code></li> }
            });
            view! {
                <p>{words}</p>
                <ul>{rejected.collect_view()}</ul>
                <button type="button" data-testid="take-back" on:click=move |_| importing.take_back()>
                    "Undo the import"
                </button>
            }
            .into_any()
        }
    };
    view! { <div class="import-progress" role="status" data-testid="import-state">{content}</div> }
}
