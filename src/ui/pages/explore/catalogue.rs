//! The left pane: tables and indexes with their keys and counts, access patterns, history.

use leptos::prelude::*;

use super::REQUEST_ID;
use super::desk::use_desk;
use super::history::History;
use super::service::ServicePanel;
use crate::datasets::{AccessPattern, access_patterns};
use crate::ui::dom;
use crate::ui::model::changes::view::{ChangesLink, View};
use crate::ui::model::draft::{Asked, Draft};
use crate::ui::model::rows::Target;
use crate::ui::model::tables::Tables;
use crate::ui::model::words;

/// Tables, indexes and access patterns.
#[component]
pub fn Catalogue() -> impl IntoView {
    let desk = use_desk();
    let tables = move || desk.tables.with(Tables::names);
    view! {
        <h2 class="visually-hidden">"Tables"</h2>
        <ul class="catalogue-tables">
            <For each=tables key=|table| table.clone() let(table)>
                <TableEntry table/>
            </For>
        </ul>
        <ServicePanel/>
        <h2 class="catalogue-title">"Access patterns"</h2>
        <Patterns/>
        <History/>
    }
}

/// A table: the way to itself and to its indexes.
#[component]
fn TableEntry(
    /// Its name.
    table: String,
) -> impl IntoView {
    let tables = use_desk().tables;
    let itself = Target { table: table.clone(), index: None };
    let desk = use_desk();
    let (defined, label) = (table.clone(), format!("{table} as code"));
    let name = table.clone();
    let indexes = move || tables.with(|tables| tables.indexes(&name));
    let of_index = {
        let table = table.clone();
        move |name: String| Target { table: table.clone(), index: Some(name) }
    };
    view! {
        <li>
            <div class="catalogue-head">
                <span class="catalogue-table" title=table.clone()>{table.clone()}</span>
                <button
                    type="button"
                    class="ask-switch"
                    aria-label=label
                    title="CloudFormation, Terraform, CDK, CLI and SDKs"
                    on:click=move |_| desk.show_definition(&defined)
                >
                    "Code"
                </button>
                <a
                    class="catalogue-changes"
                    href=format!("#/changes{}", ChangesLink::to_query(&table, View::Stream))
                    aria-label=format!("Changes of {table}")
                    title="Stream records, TTL and history"
                >
                    "Changes"
                </a>
            </div>
            <ul>
                <li><TargetButton target=itself name="Table".to_owned()/></li>
                <For
                    each=indexes
                    key=|name| name.clone()
                    children=move |name: String| {
                        view! { <li><TargetButton target=of_index(name.clone()) name/></li> }
                    }
                />
            </ul>
        </li>
    }
}

/// A button that looks at a table or index and, where the request reads pages, asks there.
#[component]
fn TargetButton(
    /// What it looks at.
    target: Target,
    /// What it is called.
    name: String,
) -> impl IntoView {
    let desk = use_desk();
    let is_current = {
        let target = target.clone();
        Memo::new(move |_| desk.shown.with(|shown| *shown == target))
    };
    let items = {
        let target = target.clone();
        Memo::new(move |_| desk.tables.with(|tables| tables.extent(&target)).map(|e| e.items))
    };
    let shape = {
        let target = target.clone();
        Memo::new(move |_| desk.tables.with(|tables| tables.shape(&target)))
    };
    let choose = move |_| {
        desk.look_at(target.clone());
        if desk.app.draft.with_untracked(|draft| draft.raw.is_none() && draft.verb.is_page()) {
            let Target { table, index } = target.clone();
            desk.edit(|draft| (draft.table, draft.index) = (table, index));
        }
    };
    view! {
        <button
            type="button"
            class="catalogue-target"
            aria-current=move || is_current.get().then_some("true")
            on:click=choose
        >
            <bdi class="catalogue-name" title=name.clone()>{name.clone()}</bdi>
            <span class="catalogue-count">{move || items.get().map(words::items)}</span>
            <span class="catalogue-shape" title=shape>{shape}</span>
        </button>
    }
}

/// The access patterns of the dataset.
#[component]
fn Patterns() -> impl IntoView {
    let desk = use_desk();
    let asked = Memo::new(move |_| desk.app.draft.with(Draft::asked));
    let dataset = Memo::new(move |_| desk.app.recipe.get().dataset);
    let entries = move || {
        let patterns = access_patterns(dataset.get());
        patterns.into_iter().map(|pattern| view! { <Pattern pattern asked/> }).collect_view()
    };
    view! { <ul class="catalogue-patterns">{entries}</ul> }
}

/// A question. It is the chosen one for as long as the form asks it, however that came about.
#[component]
fn Pattern(
    /// The question.
    pattern: AccessPattern,
    /// What the form asks.
    asked: Memo<Option<Asked>>,
) -> impl IntoView {
    let desk = use_desk();
    let AccessPattern { title, note, trap, request, .. } = pattern;
    let draft = Draft::from_request(request.operation.name(), &request.body);
    let question = draft.clone();
    let own = Memo::new(move |_| {
        desk.tables.track();
        let mut draft = question.clone();
        if let Some(schema) = desk.schema(&draft.table) {
            draft.fit(&schema);
        }
        draft.asked()
    });
    let is_chosen =
        Memo::new(move |_| asked.with(|asked| asked.is_some() && own.with(|own| own == asked)));
    let choose = move |_| {
        desk.fill(draft.clone());
        // On a phone the patterns stand below the request, which may be out of sight.
        dom::time::soon(|| dom::scroll::reveal(REQUEST_ID));
    };
    view! {
        <li>
            <button
                type="button"
                class="catalogue-pattern"
                aria-current=move || is_chosen.get().then_some("true")
                on:click=choose
            >
                {title}
            </button>
            <Show when=move || is_chosen.get()>
                <p class="catalogue-note">{note}</p>
                <p class="catalogue-note catalogue-trap">{trap}</p>
            </Show>
        </li>
    }
}
