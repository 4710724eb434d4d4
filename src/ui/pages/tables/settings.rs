//! The settings of a table that can change at any time, each by one request.

use leptos::prelude::*;

use super::fields::{CapacityFields, ListField, TextField};
use super::{Board, Spot, use_board};
use crate::ui::model::table::{Change, TableFacts, View};

/// The settings, folded away until they are wanted.
#[component]
pub fn Settings(
    /// The table.
    table: String,
    /// What it is.
    facts: Memo<Option<TableFacts>>,
) -> impl IntoView {
    let board = use_board();
    let table = StoredValue::new(table);
    let make = move |change: Change| make(board, &table.get_value(), &change);
    let of = move |read: fn(&TableFacts) -> String| {
        Signal::derive(move || facts.with(|f| f.as_ref().map(read).unwrap_or_default()))
    };
    let capacity = RwSignal::new(
        facts.with_untracked(|f| f.as_ref().map(|f| f.capacity.clone()).unwrap_or_default()),
    );
    let set_capacity = move |_| {
        let indexes = facts.with_untracked(|f| f.as_ref().map(TableFacts::global_indexes));
        make(Change::Capacity(capacity.get_untracked(), indexes.unwrap_or_default()));
    };
    let protected = Memo::new(move |_| facts.with(|f| f.as_ref().is_some_and(|f| f.is_protected)));
    view! {
        <details class="table-more">
            <summary>"Settings"</summary>
            <div class="table-settings">
                <fieldset class="key-fields">
                    <legend>"Capacity mode"</legend>
                    <CapacityFields capacity label="Capacity mode"/>
                    <button type="button" on:click=set_capacity>"Change capacity"</button>
                </fieldset>
                <StreamSetting facts on_change=make/>
                <TimeToLiveSetting facts on_change=make/>
                <fieldset class="key-fields">
                    <legend>"Deletion protection"</legend>
                    <p>{of(|facts| if facts.is_protected { "On".into() } else { "Off".into() })}</p>
                    <button
                        type="button"
                        on:click=move |_| make(Change::Protection(!protected.get_untracked()))
                    >
                        {move || if protected.get() { "Turn off" } else { "Turn on" }}
                    </button>
                </fieldset>
            </div>
        </details>
    }
}

fn make(board: Board, table: &str, change: &Change) {
    let spot = Spot::Table(table.to_owned());
    board.added.set(None);
    board.send(change.request(table), change.done(table), spot.clone(), spot);
}

/// The stream: what its records show, or how to begin one.
#[component]
fn StreamSetting(
    /// What the table is.
    facts: Memo<Option<TableFacts>>,
    /// Makes a change.
    #[prop(into)]
    on_change: Callback<Change>,
) -> impl IntoView {
    let stream = Memo::new(move |_| facts.with(|f| f.as_ref().and_then(|f| f.stream)));
    let wanted = RwSignal::new(View::NewAndOldImages);
    view! {
        <fieldset class="key-fields">
            <legend>"Stream"</legend>
            <Show
                when=move || stream.get().is_some()
                fallback=move || {
                    view! {
                        <ListField
                            label="View type"
                            options=View::ALL.map(View::name).to_vec()
                            chosen=Signal::derive(move || wanted.get().name())
                            on_choose=move |at: usize| wanted.set(View::ALL[at])
                        />
                        <button
                            type="button"
                            on:click=move |_| {
                                on_change.run(Change::Stream(Some(wanted.get_untracked())));
                            }
                        >
                            "Enable stream"
                        </button>
                    }
                }
            >
                <p>{move || stream.get()}</p>
                <p class="hint">
                    "To get another view type, disable the stream and enable a new one: it has an \
                     ARN of its own."
                </p>
                <button type="button" on:click=move |_| on_change.run(Change::Stream(None))>
                    "Disable stream"
                </button>
            </Show>
        </fieldset>
    }
}

/// Time to live: the attribute that items expire by.
#[component]
fn TimeToLiveSetting(
    /// What the table is.
    facts: Memo<Option<TableFacts>>,
    /// Makes a change.
    #[prop(into)]
    on_change: Callback<Change>,
) -> impl IntoView {
    let ttl = Memo::new(move |_| facts.with(|f| f.as_ref().and_then(|f| f.ttl.clone())));
    let name = RwSignal::new(String::new());
    let disable = move |_| {
        if let Some(attribute) = ttl.get_untracked() {
            on_change.run(Change::TimeToLive(attribute, false));
        }
    };
    view! {
        <fieldset class="key-fields">
            <legend>"Time to live (TTL)"</legend>
            <Show
                when=move || ttl.with(Option::is_some)
                fallback=move || {
                    view! {
                        <TextField
                            label="Attribute with the time in seconds since 1970"
                            value=name
                            on_input=move |text| name.set(text)
                        />
                        <button
                            type="button"
                            on:click=move |_| {
                                on_change.run(Change::TimeToLive(name.get_untracked(), true));
                            }
                        >
                            "Enable TTL"
                        </button>
                    }
                }
            >
                <p>"Items expire by " <code>{move || ttl.get()}</code></p>
                <button type="button" on:click=disable>"Disable TTL"</button>
            </Show>
        </fieldset>
    }
}
