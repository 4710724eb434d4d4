//! The clinic's handler: it tells patients of their appointments, and gets a batch twice.

use std::sync::Arc;

use leptos::prelude::*;

use super::event::BatchControls;
use super::use_changes;
use crate::api::Exchange;
use crate::datasets::clinic_handler::{Memory, notices_table};
use crate::datasets::{AccessPattern, DatasetId, Recipe, Size, access_patterns};
use crate::ui::components::term::Term;
use crate::ui::model::changes::handler::{
    Delivery, Handled, NoticeLine, Task, has_notices_table, notices, request, tasks,
};
use crate::ui::model::changes::stream::switch;
use crate::ui::model::glossary::Term as Word;
use crate::ui::model::tables::Tables;

/// The view.
#[component]
pub fn HandlerView() -> impl IntoView {
    let changes = use_changes();
    let app = changes.app;
    let clinic = DatasetId::Clinic.table();
    let has_clinic =
        Memo::new(move |_| changes.tables.with(|tables: &Tables| tables.schema(clinic).is_some()));
    // The handler is the clinic's, whatever table was looked at before.
    Effect::new(move |_| {
        if has_clinic.get() && changes.table.get() != clinic {
            app.changes_table.set(clinic.to_owned());
        }
    });
    let load = move |_| app.load(Recipe::new(DatasetId::Clinic, Size::Article));
    view! {
        <Show
            when=move || has_clinic.get()
            fallback=move || view! {
                <div class="callout">
                    <p>
                        "The handler works with the appointments of the Clinic dataset. You can \
                         open your current workspace again from the menu."
                    </p>
                    <button type="button" class="primary" on:click=load>"Load clinic dataset"</button>
                </div>
            }
        >
            <Story/>
        </Show>
    }
}

#[component]
fn Story() -> impl IntoView {
    let changes = use_changes();
    let is_enabled = Memo::new(move |_| {
        changes.picture.with(|p| p.streams.first().is_some_and(|stream| stream.is_enabled))
    });
    let enable = move |_| {
        let table = DatasetId::Clinic.table();
        changes.send(switch(table, false, Some(crate::changelog::ViewType::NewAndOldImages)));
    };
    view! {
        <section class="pane" aria-label="Handler">
            <p>
                "A Lambda function reads the clinic's stream and tells patients when an appointment is \
                 booked, changed or canceled. It writes what it sends to a table of its own, \
                 ClinicNotices: written to the clinic's table, each notice would be a change that calls \
                 the function again."
            </p>
            <Show
                when=move || is_enabled.get()
                fallback=move || view! {
                    <div class="callout">
                        <p>"The handler needs a stream with both images."</p>
                        <button type="button" class="primary" on:click=enable>"Enable stream"</button>
                    </div>
                }
            >
                <h2>"1. Change an appointment"</h2>
                <Writes/>
                <h2>"2. Deliver a batch to the handler"</h2>
                <Deliveries/>
            </Show>
        </section>
    }
}

/// The writes of the dataset, each run by a button.
#[component]
fn Writes() -> impl IntoView {
    let changes = use_changes();
    let writes = access_patterns(DatasetId::Clinic).into_iter();
    let writes = writes.filter(|pattern| pattern.request.operation.is_write());
    let button = move |pattern: AccessPattern| {
        let request = pattern.request;
        let run = move |_| {
            changes.send(vec![request.clone()]);
            // The record that it left is the newest.
            changes.shard.set(None);
            changes.batch.set(usize::MAX);
        };
        view! { <button type="button" on:click=run>{pattern.title}</button> }
    };
    view! { <div class="changes-row">{writes.map(button).collect_view()}</div> }
}

/// The batch, how the handler deals with it, and what came of each delivery.
#[component]
fn Deliveries() -> impl IntoView {
    let changes = use_changes();
    let batch = Memo::new(move |_| changes.read_batch(None));
    let memory = RwSignal::new(Memory::None);
    let deliveries = RwSignal::new(Vec::<Delivery>::new());
    let delivered = RwSignal::new(None::<String>);
    let todo = Memo::new(move |_| {
        batch.with(|batch| batch.as_ref().map(|b| tasks(&b.event)).unwrap_or_default())
    });
    let deliver = move |_| {
        let todo = todo.get_untracked();
        if !changes.app.look_once(has_notices_table) {
            changes.app.send(notices_table());
        }
        let mut delivery = Delivery::new(deliveries.with_untracked(Vec::len) + 1);
        for task in &todo {
            let exchange: Option<Arc<Exchange>> =
                request(task, memory.get_untracked()).map(|request| changes.app.send(request));
            delivery.add(task, exchange.as_deref());
        }
        delivered.set(batch.with_untracked(|batch| batch.as_ref().map(|b| b.text.clone())));
        deliveries.update(|all| all.insert(0, delivery));
    };
    let is_again = move || {
        let text = batch.with(|batch| batch.as_ref().map(|b| b.text.clone()));
        delivered.with(|delivered| delivered.is_some() && *delivered == text)
    };
    let mode = move |(kind, title): (Memory, &'static str)| {
        let pressed = move || (memory.get() == kind).to_string();
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| memory.set(kind)>{title}</button>
        }
    };
    let modes = [(Memory::None, "No check"), (Memory::Mark, "Mark for each eventID")];
    let explained = move || match memory.get() {
        Memory::None => {
            "UpdateItem sends each notice. If the batch arrives again, patients get every notice again: \
             the handler isn't idempotent."
        }
        Memory::Mark => {
            "TransactWriteItems writes a mark for the eventID with attribute_not_exists and sends the \
             notice in one transaction. If the batch arrives again, the condition fails and nothing is \
             sent. It costs twice the write units, and more items to store."
        }
    };
    view! {
        <BatchControls batch/>
        <Tasks todo/>
        <div class="segments" role="group" aria-label="What the handler remembers">
            {modes.map(mode).collect_view()}
        </div>
        <p class="hint">{explained}</p>
        <div class="changes-row">
            <button
                type="button"
                class="primary"
                disabled=move || todo.with(Vec::is_empty)
                on:click=deliver
            >
                {move || if is_again() { "Deliver the same batch again" } else { "Deliver batch" }}
            </button>
        </div>
        <p>
            "Lambda retries a batch after an error or a timeout, even if the function had handled part \
             of it. So a handler must be "
            <Term term=Word::Idempotent word="idempotent"/> "."
        </p>
        <div class="changes-columns">
            <section class="changes-column pane" aria-label="Deliveries">
                <h2>"What the handler did"</h2>
                <div role="status" data-testid="deliveries">
                    <ol class="changes-deliveries">
                        {move || deliveries.get().into_iter().map(done).collect_view()}
                    </ol>
                </div>
            </section>
            <Notices/>
        </div>
    }
}

/// What the handler makes of the batch's records.
#[component]
fn Tasks(
    /// The records.
    todo: Memo<Vec<Task>>,
) -> impl IntoView {
    let line = |task: Task| {
        let words = match &task.notice {
            Ok(notice) => format!("tells {}: “{}”", notice.patient, notice.text),
            Err(why) => format!("no notice. {why}"),
        };
        view! { <li><span class="mono">{task.record}</span> ": " {words}</li> }
    };
    view! {
        <ul class="changes-tasks">
            {move || todo.get().into_iter().take(20).map(line).collect_view()}
        </ul>
    }
}

fn done(delivery: Delivery) -> impl IntoView {
    let record = |handled: Handled| {
        view! {
            <li class:is-sent=handled.is_sent>
                <span class="mono">{handled.record}</span> ": " {handled.outcome}
            </li>
        }
    };
    view! {
        <li>
            <strong>{delivery.words()}</strong>
            <ul>{delivery.records.into_iter().map(record).collect_view()}</ul>
        </li>
    }
}

/// What patients have got.
#[component]
fn Notices() -> impl IntoView {
    let app = use_changes().app;
    let lines = Memo::new(move |_| app.look(notices));
    let row = |line: NoticeLine| {
        let doubled = line.is_doubled.then_some("more than once");
        view! {
            <tr class:is-changed=line.is_doubled>
                <th scope="row" class="mono">{line.patient}</th>
                <td class="changes-wrap">{line.text}</td>
                <td class="num">{line.sent}</td>
                <td>{doubled}</td>
            </tr>
        }
    };
    view! {
        <section class="changes-column pane" aria-label="Notices">
            <h2>"What patients got"</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Notices sent">
                <table class="figures" data-testid="notices">
                    <thead>
                        <tr>
                            <th scope="col">"Patient"</th>
                            <th scope="col">"Notice"</th>
                            <th scope="col" class="num">"Times sent"</th>
                            <th scope="col">"Note"</th>
                        </tr>
                    </thead>
                    <tbody>{move || lines.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
