//! The ends of the form: operation, table and index above its fields, and the run button below, which
//! says what it would cost.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::super::desk::use_desk;
use super::inputs::Choice;
use crate::api::Operation;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::draft::{Face, Place, Verb};
use crate::ui::model::estimate::forecast_of;
use crate::ui::model::rows::Target;
use crate::ui::model::tables::Tables;
use crate::ui::model::template::GROUPS;
use crate::ui::model::words::{items, plural};

/// What the choice of an index shows for the table itself.
const TABLE_ITSELF: &str = "none (table)";

/// Operation, table and index.
#[component]
pub fn Head() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let raw = Memo::new(move |_| draft.with(|d| d.raw.is_some()));
    let paged = Memo::new(move |_| draft.with(|d| d.verb.is_page() && d.raw.is_none()));
    view! {
        <div class="ask-head">
            <OperationChoice/>
            <Show when=move || !raw.get()>
                <TableChoice/>
            </Show>
            <Show when=move || paged.get()>
                <IndexChoice/>
            </Show>
            <div class="segments ask-modes" role="group" aria-label="Write the request as">
                {Face::ALL.map(|face| view! { <FaceButton face/> }).collect_view()}
            </div>
        </div>
    }
}

/// Goes over to a face of the request.
#[component]
fn FaceButton(
    /// The face.
    face: Face,
) -> impl IntoView {
    let desk = use_desk();
    let pressed = move || desk.face().get() == face;
    view! {
        <button
            type="button"
            aria-pressed=move || pressed().to_string()
            on:click=move |_| desk.show_face(face)
        >
            {face.label()}
        </button>
    }
}

/// The operation, all of them by group. What the form has no fields for is written as JSON.
#[component]
fn OperationChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let chosen = Memo::new(move |_| draft.with(|d| d.operation().to_owned()));
    let option = move |operation: &'static Operation| {
        let name = operation.name();
        let selected = Memo::new(move |_| chosen.with(|chosen| chosen == name));
        view! { <option value=name prop:selected=selected>{name}</option> }
    };
    let group = move |(title, operations): (&'static str, &'static [Operation])| {
        view! {
            <optgroup label=title>{operations.iter().map(option).collect_view()}</optgroup>
        }
    };
    view! {
        <label class="ask-field ask-choice">
            <span class="ask-label">"Operation"</span>
            <select on:change=move |event| desk.choose_operation(&event_target_value(&event))>
                {GROUPS.map(group).collect_view()}
            </select>
        </label>
        <button type="button" class="ask-switch" on:click=move |_| desk.fill_with_example()>
            "Fill in an example"
        </button>
    }
}

#[component]
fn TableChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let options = move || desk.tables.with(Tables::names);
    view! {
        <Choice
            label="Table"
            place=Place::Table
            options=Signal::derive(options)
            chosen=Signal::derive(move || draft.with(|d| d.table.clone()))
            on_choose=move |table: String| desk.edit(|draft| draft.table = table)
        />
    }
}

#[component]
fn IndexChoice() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let table = Memo::new(move |_| draft.with(|d| d.table.clone()));
    let options = move || {
        let indexes = table.with(|table| desk.tables.with(|tables| tables.indexes(table)));
        std::iter::once(TABLE_ITSELF.to_owned()).chain(indexes).collect::<Vec<_>>()
    };
    let chosen = move || draft.with(|d| d.index.clone().unwrap_or_else(|| TABLE_ITSELF.to_owned()));
    view! {
        <Choice
            label="Index"
            place=Place::Index
            options=Signal::derive(options)
            chosen=Signal::derive(chosen)
            on_choose=move |name: String| {
                desk.edit(|draft| draft.index = (name != TABLE_ITSELF).then_some(name));
            }
        />
    }
}

/// The button that runs the form.
pub const RUN_ID: &str = "run";

/// Run, run all pages, and the progress of that.
#[component]
pub fn RunBar() -> impl IntoView {
    let desk = use_desk();
    let draft = desk.app.draft;
    let forecast = Memo::new(move |_| {
        let draft = draft.get();
        desk.app.look(|inspect| forecast_of(&draft, inspect))
    });
    let paged = Memo::new(move |_| {
        draft.with(|d| {
            matches!(d.operation(), "Query" | "Scan") || d.raw.is_none() && d.verb == Verb::Scan
        })
    });
    let busy = Memo::new(move |_| desk.progress.with(Option::is_some));
    let all_label = move || {
        forecast.with(|f| f.all_pages.clone()).unwrap_or_else(|| "Run all pages".to_owned())
    };
    view! {
        <div class="ask-run">
            <button
                type="submit"
                id=RUN_ID
                class="primary run"
                data-testid="run"
                aria-keyshortcuts="Control+Enter"
                disabled=busy
            >
                <span class="run-verb">"Run"</span>
                <span class="run-forecast">{move || forecast.with(|f| f.text.clone())}</span>
            </button>
            <Show when=move || forecast.with(|f| f.amber)>
                <span class="run-warning">"reads everything"</span>
            </Show>
            <Show when=move || paged.get() && !busy.get()>
                <button type="button" class="run-all" on:click=move |_| desk.run_all()>
                    {all_label}
                </button>
            </Show>
            <Show when=move || busy.get()>
                <Running/>
            </Show>
        </div>
        <Show when=move || forecast.with(|f| f.note.is_some())>
            <p class="run-note" data-testid="run-note">{move || forecast.with(|f| f.note.clone())}</p>
        </Show>
        <Confirmation/>
    }
}

/// The question before a table is deleted.
#[component]
fn Confirmation() -> impl IntoView {
    let desk = use_desk();
    let question = Memo::new(move |_| {
        let request = desk.waiting.get()?;
        let table = request.body.get("TableName").and_then(Json::as_str).unwrap_or_default();
        let target = Target { table: table.to_owned(), index: None };
        let extent = desk.tables.with(|tables| tables.extent(&target));
        let holds = extent.map(|extent| format!(" and its {}", items(extent.items)));
        Some(format!("Delete {table}{}?", holds.unwrap_or_default()))
    });
    Effect::new(move |_| {
        if question.with(Option::is_some) {
            focus_soon("#keep-table".to_owned());
        }
    });
    move || {
        question.get().map(|question| {
            view! {
                <div class="ask-confirm" role="alertdialog" aria-label=question.clone()>
                    <p>{question.clone()}</p>
                    <button type="button" id="keep-table" on:click=move |_| desk.waiting.set(None)>
                        "Keep table"
                    </button>
                    <button type="button" class="danger" on:click=move |_| desk.confirm()>
                        "Delete table"
                    </button>
                </div>
            }
        })
    }
}

/// How far the run over all pages is, and the way to end it.
#[component]
fn Running() -> impl IntoView {
    let desk = use_desk();
    // Without a known end the bar has no value and only moves.
    let of = move || desk.progress.get().and_then(|progress| progress.of);
    let read = move || desk.progress.get().filter(|p| p.of.is_some()).map(|p| p.scanned);
    let text = move || {
        let progress = desk.progress.get();
        progress.map(|p| {
            let pages = plural(p.pages as u64, "page", "pages");
            format!("{pages}, {} evaluated", items(p.scanned))
        })
    };
    view! {
        <span class="run-progress">
            <progress
                max=move || of().map(|of| of.max(1))
                value=read
                aria-label="Items evaluated"
            ></progress>
            <span>{text}</span>
            <button type="button" on:click=move |_| desk.cancel()>"Cancel"</button>
        </span>
    }
}
