//! One table: its figures, its indexes, and the ways to change it.

use leptos::prelude::*;

use super::fields::IndexFields;
use super::settings::Settings;
use super::{Board, OutcomeAt, Spot, go_to_table, heading_id, use_board};
use crate::ui::dom::route::focus_soon;
use crate::ui::model::route::Place;
use crate::ui::model::rows::Target;
use crate::ui::model::table::{Change, IndexFacts, TableFacts, TableForm};
use crate::ui::model::words::{items, visible};

/// The card of a table.
#[component]
pub fn TableCard(
    /// The table.
    name: String,
) -> impl IntoView {
    let board = use_board();
    let own = name.clone();
    let facts = Memo::new(move |_| {
        board.facts.with(|all| all.iter().find(|table| table.name == own).cloned())
    });
    let of = move |read: fn(&TableFacts) -> Option<String>| {
        facts.with(|facts| facts.as_ref().and_then(read))
    };
    let figures = move || {
        let figures = facts.with(|f| f.as_ref().map(|f| f.figures.clone()).unwrap_or_default());
        let figure = |(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
        figures.into_iter().map(figure).collect_view()
    };
    let heading = heading_id(&name);
    let labelled_by = heading.clone();
    let table = name.clone();
    let show = move |_| {
        board.app.shown.set(Target { table: table.clone(), index: None });
        board.app.go(Place::Explore);
    };
    view! {
        <article class="pane table-card" aria-labelledby=labelled_by>
            <div class="table-head">
                <h2 id=heading tabindex="-1">{visible(&name)}</h2>
                {move || of(|facts| facts.status.map(str::to_owned))
                    .map(|status| view! { <span class="chip">{status}</span> })}
                <button type="button" class="quiet" on:click=show>"Show items in Explore"</button>
            </div>
            <p class="table-key">"Key: " {move || of(|facts| Some(facts.key.clone()))}</p>
            <dl class="table-figures">{figures}</dl>
            <IndexList table=name.clone() facts/>
            <NewIndex table=name.clone() facts/>
            <Settings table=name.clone() facts/>
            <Deletion table=name.clone() facts/>
            <OutcomeAt spot=Spot::Table(name)/>
        </article>
    }
}

/// The table's indexes.
#[component]
fn IndexList(
    /// The table.
    table: String,
    /// What it is.
    facts: Memo<Option<TableFacts>>,
) -> impl IntoView {
    let board = use_board();
    let indexes = Memo::new(move |_| {
        facts.with(|facts| facts.as_ref().map(|f| f.indexes.clone()).unwrap_or_default())
    });
    let label = format!("Indexes of {}", visible(&table));
    let row = StoredValue::new(table);
    view! {
        <Show
            when=move || !indexes.with(Vec::is_empty)
            fallback=|| view! { <p class="hint">"No indexes."</p> }
        >
            <div class="table-scroll" tabindex="0" role="region" aria-label=label.clone()>
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"Index"</th>
                            <th scope="col">"Key"</th>
                            <th scope="col">"Projection"</th>
                            <th scope="col" class="num">"Entries"</th>
                            <th scope="col" class="num">"Size"</th>
                            <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || indexes.get() key=|index| index.clone() let(index)>
                            <IndexRow board table=row.get_value() index/>
                        </For>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// One of them.
#[component]
fn IndexRow(
    /// The state of the place.
    board: Board,
    /// The table.
    table: String,
    /// The index.
    index: IndexFacts,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let change = Change::DeleteIndex(index.name.clone());
    let delete = move |_| {
        let done = change.done(&table);
        let spot = Spot::Table(table.clone());
        board.added.set(None);
        board.send(change.request(&table), done, spot.clone(), spot);
        go_to_table(&table);
    };
    let name = visible(&index.name);
    let label = format!("Delete index {name}");
    let status = index.status.map(|status| view! { " " <span class="chip">{status}</span> });
    let button = index.is_global.then(|| {
        view! {
            <Show
                when=move || asking.get()
                fallback=move || {
                    view! {
                        <button
                            type="button"
                            class="quiet"
                            aria-label=label.clone()
                            on:click=move |_| asking.set(true)
                        >
                            "Delete"
                        </button>
                    }
                }
            >
                <button type="button" class="quiet" on:click=move |_| asking.set(false)>
                    "Keep"
                </button>
                <button type="button" class="danger" on:click=delete.clone()>"Delete index"</button>
            </Show>
        }
    });
    view! {
        <tr>
            <th scope="row">{index.kind} " " {name} {status}</th>
            <td>{index.key}</td>
            <td>{index.projection}</td>
            <td class="num">{index.entries}</td>
            <td class="num">{index.size}</td>
            <td>{button}</td>
        </tr>
    }
}

/// The form for one more global index.
#[component]
fn NewIndex(
    /// The table.
    table: String,
    /// What it is.
    facts: Memo<Option<TableFacts>>,
) -> impl IntoView {
    let board = use_board();
    let capacity = move || {
        facts.with_untracked(|f| f.as_ref().map(|f| f.capacity.clone()).unwrap_or_default())
    };
    let form = RwSignal::new(TableForm::of_new_index(capacity()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = TableForm { capacity: capacity(), ..form.get_untracked() };
        let name = wanted.indexes.first().map(|index| index.name.clone()).unwrap_or_default();
        let spot = Spot::Table(table.clone());
        let done = format!("Index {} is added to {}.", visible(&name), visible(&table));
        board.added.set(None);
        if board.send(wanted.add_index(&table), done, spot.clone(), spot) {
            board.added.set(Some((table.clone(), name)));
            form.set(TableForm::of_new_index(capacity()));
            go_to_table(&table);
        }
    };
    view! {
        <details class="table-more">
            <summary>"Add a GSI"</summary>
            <form on:submit=add>
                <div class="table-form"><IndexFields form at=0/></div>
                <p class="hint">
                    "DynamoDB fills the new index with what the table has, in the background. You pay \
                     for those writes, once. Items without the index's key attributes are left out."
                </p>
                <div class="table-actions">
                    <button type="submit" class="primary">"Add GSI"</button>
                </div>
            </form>
        </details>
    }
}

/// Deletes the table, after a yes.
#[component]
fn Deletion(
    /// The table.
    table: String,
    /// What it is.
    facts: Memo<Option<TableFacts>>,
) -> impl IntoView {
    let board = use_board();
    let asking = RwSignal::new(false);
    let question = {
        let name = visible(&table);
        move || {
            let held = facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.items));
            format!("Delete {name} and its {}?", items(held))
        }
    };
    let delete = move |_| {
        let change = Change::Delete;
        let at = Spot::Table(table.clone());
        asking.set(false);
        board.added.set(None);
        if board.send(change.request(&table), change.done(&table), at, Spot::Head) {
            focus_soon("#tables-title".to_owned());
        }
    };
    view! {
        <div class="table-actions">
            <Show
                when=move || asking.get()
                fallback=move || {
                    view! {
                        <button type="button" on:click=move |_| asking.set(true)>
                            "Delete table"
                        </button>
                    }
                }
            >
                <span role="alert">{question.clone()}</span>
                <button type="button" on:click=move |_| asking.set(false)>"Keep table"</button>
                <button type="button" class="danger" on:click=delete.clone()>"Delete table"</button>
            </Show>
        </div>
    }
}
