//! The left column: tables and indexes with their counts, and the ready-made questions.

use leptos::prelude::*;

use super::desk::{Desk, use_desk};
use super::service::ServicePanel;
use super::stock::Target;
use crate::datasets::{AccessPattern, access_patterns};
use crate::engine::inspect::TableSummary;
use crate::ui::model::draft::{Asked, Draft};
use crate::ui::model::estimate::grouped;
use crate::ui::reactive::Memo;
use crate::ui::{handler, view};

/// Tables, indexes and access patterns.
#[component]
pub fn Catalogue() -> impl IntoView {
    let desk = use_desk();
    let tables = move || desk.tables.get().into_iter().map(|t| table_entry(desk, t)).collect_view();
    view! {
        <h2 class="visually-hidden">"Tables"</h2>
        <ul class="catalogue-tables">{move || tables()}</ul>
        <h2 class="catalogue-title">"Access patterns"</h2>
        <Patterns/>
        <ServicePanel/>
    }
}

fn table_entry(desk: Desk, summary: TableSummary) -> AnyView {
    let table = summary.schema.name.as_str().to_owned();
    let itself = Target { table: table.clone(), index: None };
    let indexes = summary.indexes.into_iter().map(|index| {
        let name = index.name.as_str().to_owned();
        let target = Target { table: table.clone(), index: Some(name.clone()) };
        view! { <li>{target_button(desk, target, name, index.items)}</li> }
    });
    view! {
        <li>
            <span class="catalogue-table">{summary.schema.name.as_str().to_owned()}</span>
            <ul>
                <li>{target_button(desk, itself, "table".to_owned(), summary.items)}</li>
                {indexes.collect_view()}
            </ul>
        </li>
    }
}

/// A button that looks at a table or index and, where the request reads pages, asks there.
fn target_button(desk: Desk, target: Target, name: String, items: u64) -> AnyView {
    let this = target.clone();
    let current = move || desk.shown.with(|shown| (*shown == this).then_some("true"));
    let choose = move |_| {
        let target = target.clone();
        desk.look_at(target.clone());
        desk.app.draft.with_untracked(|d| d.raw.is_none() && d.verb.is_page()).then(|| {
            desk.edit(|draft| {
                draft.table = target.table;
                draft.index = target.index;
            });
        });
    };
    view! {
        <button type="button" class="catalogue-target" aria-current=move || current() on:click=handler(choose)>
            <span>{name}</span>
            <span class="catalogue-count">{grouped(&items.to_string())} " items"</span>
        </button>
    }
}

/// The ready-made questions of the dataset.
#[component]
fn Patterns() -> impl IntoView {
    let desk = use_desk();
    let asked = Memo::new(move |_| desk.app.draft.with(Draft::asked));
    let dataset = Memo::new(move |_| desk.app.recipe.get().dataset);
    let entries = move || {
        let patterns = access_patterns(dataset.get());
        patterns.into_iter().map(|pattern| pattern_entry(desk, pattern, asked)).collect_view()
    };
    view! { <ul class="catalogue-patterns">{move || entries()}</ul> }
}

/// A question. It is the chosen one for as long as the form asks it, however that came about.
fn pattern_entry(desk: Desk, pattern: AccessPattern, asked: Memo<Option<Asked>>) -> AnyView {
    let AccessPattern { title, note, trap, request, .. } = pattern;
    let draft = Draft::from_request(request.operation.name(), &request.body);
    let question = draft.clone();
    let own = Memo::new(move |_| {
        desk.tables.track();
        let mut draft = question.clone();
        desk.schema(&draft.table).into_iter().for_each(|schema| draft.fit(&schema));
        draft.asked()
    });
    let is_chosen =
        Memo::new(move |_| asked.with(|asked| asked.is_some() && own.with(|own| own == asked)));
    let fill = move |_| desk.fill(draft.clone());
    view! {
        <li>
            <button
                type="button"
                class="catalogue-pattern"
                aria-current=move || is_chosen.get().then_some("true")
                on:click=handler(fill)
            >
                {title}
            </button>
            {move || is_chosen.get().then(|| view! {
                <p class="catalogue-note">{note}</p>
                <p class="catalogue-note catalogue-trap">{trap}</p>
            })}
        </li>
    }
}
