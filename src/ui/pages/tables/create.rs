//! The form for a new table.

use leptos::prelude::*;

use super::fields::{CapacityFields, IndexFields, KeyFields, ListField, TextField};
use super::{OutcomeAt, Spot, go_to_table, use_board};
use crate::model::IndexKind;
use crate::ui::model::draft::pretty;
use crate::ui::model::table::{IndexForm, KeySide, Owner, TableForm, View};
use crate::ui::model::words::visible;

/// What stands in the list of view types for no stream.
pub const NO_STREAM: &str = "No stream";

/// The form. What is filled in stays until the table is there.
#[component]
pub fn CreateTable() -> impl IntoView {
    let board = use_board();
    let form = RwSignal::new(TableForm::default());
    let capacity = RwSignal::new(form.get_untracked().capacity);
    let whole = move || TableForm { capacity: capacity.get(), ..form.get() };
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let table = untrack(whole);
        let name = table.name.clone();
        let done = format!("Table {} is ready. Put items into it in Explore.", visible(&name));
        board.added.set(None);
        if board.send(table.create(), done, Spot::Create, Spot::Table(name.clone())) {
            form.set(TableForm::default());
            go_to_table(&name);
        }
    };
    let request =
        move || whole().create().map_or_else(|problem| problem.words().into(), |r| pretty(&r.body));
    view! {
        <form class="pane table-create" aria-labelledby="create-title" on:submit=create>
            <h2 id="create-title">"Create a table"</h2>
            <div class="table-form">
                <TextField
                    label="Table name"
                    value=Signal::derive(move || form.with(|form| form.name.clone()))
                    on_input=move |name| form.update(|form| form.name = name)
                    example="e.g. Orders"
                    hint="3 to 255 letters, digits, and the characters _ - ."
                />
                <KeyFields form owner=Owner::Table side=KeySide::Partition/>
                <KeyFields form owner=Owner::Table side=KeySide::Sort/>
            </div>
            <p class="hint">
                "You can't change a table's key later. All other attributes are up to each item, so \
                 they aren't declared here."
            </p>
            <Indexes form/>
            <div class="table-form">
                <fieldset class="key-fields">
                    <legend>"Capacity mode"</legend>
                    <CapacityFields capacity label="Capacity mode of the new table"/>
                </fieldset>
                <StreamList form/>
                <label class="ask-check">
                    <input
                        type="checkbox"
                        prop:checked=move || form.with(|form| form.is_protected)
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            form.update(|form| form.is_protected = on);
                        }
                    />
                    "Deletion protection"
                </label>
            </div>
            <div class="table-actions">
                <button type="submit" class="primary" data-testid="create-table">"Create table"</button>
            </div>
            <OutcomeAt spot=Spot::Create/>
            <details class="table-request">
                <summary>"CreateTable request"</summary>
                <pre tabindex="0"><code>{request}</code></pre>
            </details>
        </form>
    }
}

/// The new table's stream.
#[component]
fn StreamList(
    /// The form.
    form: RwSignal<TableForm>,
) -> impl IntoView {
    let options: Vec<&'static str> =
        std::iter::once(NO_STREAM).chain(View::ALL.map(View::name)).collect();
    let chosen =
        Signal::derive(move || form.with(|form| form.stream.map_or(NO_STREAM, View::name)));
    let choose =
        move |at: usize| form.update(|f| f.stream = at.checked_sub(1).map(|at| View::ALL[at]));
    view! { <ListField label="Stream" options chosen on_choose=choose/> }
}

/// The new table's indexes.
#[component]
fn Indexes(
    /// The form.
    form: RwSignal<TableForm>,
) -> impl IntoView {
    let count = Memo::new(move |_| form.with(|form| form.indexes.len()));
    let add = move |kind| form.update(|form| form.indexes.push(IndexForm::new(kind)));
    view! {
        <For each=move || 0..count.get() key=|at| *at let(at)>
            <NewIndex form at/>
        </For>
        <div class="table-actions">
            <button type="button" on:click=move |_| add(IndexKind::Global)>"Add a GSI"</button>
            <button type="button" on:click=move |_| add(IndexKind::Local)>"Add an LSI"</button>
        </div>
        <p class="hint">
            "A table has up to 20 GSIs, which you can also add or delete later, and up to 5 LSIs, \
             which exist only from the start. With an LSI, no item collection grows beyond 10 GB."
        </p>
    }
}

/// One of them.
#[component]
fn NewIndex(
    /// The form.
    form: RwSignal<TableForm>,
    /// Which.
    at: usize,
) -> impl IntoView {
    let kind = Memo::new(move |_| {
        form.with(|form| form.indexes.get(at).map_or(IndexKind::Global, |index| index.kind))
    });
    let title = move || match kind.get() {
        IndexKind::Global => "Global secondary index",
        IndexKind::Local => "Local secondary index: the table's partition key, another sort key",
    };
    let remove = move |_| {
        form.update(|form| {
            if at < form.indexes.len() {
                form.indexes.remove(at);
            }
        });
    };
    view! {
        <fieldset class="table-form table-index">
            <legend>{title}</legend>
            <IndexFields form at/>
            <button type="button" class="quiet" on:click=remove>"Remove this index"</button>
        </fieldset>
    }
}
