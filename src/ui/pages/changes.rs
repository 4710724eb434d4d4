//! Changes: what writes lead to. Stream records and what a handler gets of them, items that expire,
//! indexes that follow, and the history of the visit.
//!
//! Owns which table and view are shown. What there is to see is `ui::model::changes`'.

mod event;
mod handler;
mod history;
mod lasting;
mod moment;
mod record;
mod records;
mod shards;
mod stream;

use std::sync::Arc;

use leptos::either::EitherOf5;
use leptos::prelude::*;

use crate::api::{Exchange, Request};
use crate::changelog::{SequenceNumber, ShardId, StreamId};
use crate::ui::model::changes::lambda::{Batches, read_size};
use crate::ui::model::changes::pattern::Pattern;
use crate::ui::model::changes::said::Said;
use crate::ui::model::changes::stream::StreamPicture;
use crate::ui::model::changes::view::{ChangesLink, View};
use crate::ui::model::route::Place;
use crate::ui::model::tables::Tables;
use crate::ui::state::{App, use_app};

use self::event::EventView;
use self::handler::HandlerView;
use self::history::HistoryView;
use self::lasting::LastingView;
use self::stream::StreamView;

/// The state of the place, shared by its views. Copied freely: all of it is signals.
#[derive(Clone, Copy)]
pub struct Changes {
    /// The app's state.
    pub app: App,
    /// Every table.
    pub tables: Memo<Tables>,
    /// The table that is shown: the chosen one, or the first.
    pub table: Memo<String>,
    /// The stream that was chosen; the newest where none is.
    pub stream: RwSignal<Option<StreamId>>,
    /// What there is to see of it.
    pub picture: Memo<StreamPicture>,
    /// The record that is open.
    pub opened: RwSignal<Option<SequenceNumber>>,
    /// The shard that is looked at; the one of the newest record where none was chosen.
    pub shard: RwSignal<Option<ShardId>>,
    /// Records in a batch, as it was typed.
    pub size: RwSignal<String>,
    /// Which batch is shown, from 0.
    pub batch: RwSignal<usize>,
    /// What the last buttons sent.
    pub said: RwSignal<Vec<Said>>,
}

/// The state of the place around a component.
pub fn use_changes() -> Changes {
    use_context().expect("every part of Changes stands inside the page, which provides its state")
}

impl Changes {
    /// The state of a place that was just come to.
    pub fn new(app: App) -> Self {
        let tables = Memo::new(move |_| app.look(Tables::read));
        let table = Memo::new(move |_| {
            let chosen = app.changes_table.get();
            tables.with(|tables| {
                let names = tables.names();
                if names.contains(&chosen) {
                    chosen
                } else {
                    names.into_iter().next().unwrap_or_default()
                }
            })
        });
        let stream = RwSignal::new(None);
        let picture = Memo::new(move |_| {
            let (table, chosen) = (table.get(), stream.get());
            app.look(|inspect| StreamPicture::read(inspect, &table, chosen.as_ref()))
        });
        Self {
            app,
            tables,
            table,
            stream,
            picture,
            opened: RwSignal::new(None),
            shard: RwSignal::new(None),
            size: RwSignal::new("10".to_owned()),
            batch: RwSignal::new(0),
            said: RwSignal::new(Vec::new()),
        }
    }

    /// Sends requests one after another, up to the first that is rejected, and says what came of them.
    pub fn send(self, requests: Vec<Request>) -> Vec<Arc<Exchange>> {
        let mut sent = Vec::new();
        for request in requests {
            let exchange = self.app.send(request);
            let is_rejected = exchange.response.is_err();
            sent.push(exchange);
            if is_rejected {
                break;
            }
        }
        self.said.set(sent.iter().map(|exchange| Said::new(exchange)).collect());
        sent
    }

    /// The batch that is chosen; none while there is no stream, or where the size can't be read.
    pub fn read_batch(self, pattern: Option<&Pattern>) -> Option<Batches> {
        let (shard, size) = (self.shard_shown()?, self.size.with(|size| read_size(size).ok())?);
        let place = self.batch.get();
        let id = self.picture.with(|picture| picture.stream().map(|stream| stream.id.clone()))?;
        let app = self.app;
        app.look(|inspect| Batches::read(inspect, &id, shard, size, place, pattern))
    }

    /// The shard that is looked at.
    pub fn shard_shown(self) -> Option<ShardId> {
        self.picture.with(|picture| {
            let chosen = self.shard.get();
            let is_known = |id: &ShardId| picture.shards.iter().any(|shard| shard.id == *id);
            let of_newest = || {
                let newest = picture.records.first()?;
                Some(picture.shards.get(newest.shard)?.id)
            };
            let first = || picture.shards.first().map(|shard| shard.id);
            chosen.filter(is_known).or_else(of_newest).or_else(first)
        })
    }
}

/// The place.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let app = use_app();
    let changes = Changes::new(app);
    provide_context(changes);
    // What is looked at ends where one leaves the place that shows that it is the past.
    on_cleanup(move || app.return_to_present());
    Effect::new(move |_| {
        let (table, view) = (changes.table.get(), app.changes_view.get());
        if app.place.get() == Place::Changes && !table.is_empty() {
            let query = ChangesLink::to_query(&table, view);
            app.rewrite_address(Place::Changes, &(Place::Changes.fragment().to_owned() + &query));
        }
    });
    // Another table has other streams, records and shards.
    Effect::watch(
        move || changes.table.track(),
        move |_, _, _| {
            changes.stream.set(None);
            changes.opened.set(None);
            changes.shard.set(None);
            changes.batch.set(0);
            changes.said.set(Vec::new());
        },
        false,
    );
    let view = move || match app.changes_view.get() {
        View::Stream => EitherOf5::A(view! { <StreamView/> }),
        View::Event => EitherOf5::B(view! { <EventView/> }),
        View::Handler => EitherOf5::C(view! { <HandlerView/> }),
        View::Lasting => EitherOf5::D(view! { <LastingView/> }),
        View::History => EitherOf5::E(view! { <HistoryView/> }),
    };
    view! {
        <section class="changes" aria-labelledby="changes-title">
            <header class="changes-head">
                <h1 id="changes-title">"Changes"</h1>
                <TablePicker/>
                <Views/>
            </header>
            <Outcome/>
            <PastNotice/>
            {view}
        </section>
    }
}

#[component]
fn TablePicker() -> impl IntoView {
    let changes = use_changes();
    let names = move || changes.tables.with(Tables::names);
    let choose = move |event| changes.app.changes_table.set(event_target_value(&event));
    let option = move |name: String| {
        let value = name.clone();
        let selected = move || changes.table.with(|table| *table == value);
        view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
    };
    view! {
        <div class="field changes-table">
            <label for="changes-table">"Table"</label>
            <select id="changes-table" on:change=choose>
                {move || names().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Views() -> impl IntoView {
    let app = use_app();
    let button = move |view: View| {
        let current = move || (app.changes_view.get() == view).then_some("true");
        view! {
            <button type="button" aria-current=current on:click=move |_| app.changes_view.set(view)>
                {view.title()}
            </button>
        }
    };
    view! {
        <div class="tabs changes-views" role="group" aria-label="Views of changes">
            {View::ALL.map(button).collect_view()}
        </div>
    }
}

/// That one looks at another state than the present, in every view, and the ways out of it.
#[component]
fn PastNotice() -> impl IntoView {
    let app = use_app();
    let looks_back = Memo::new(move |_| app.standing.get().looks_back());
    view! {
        <Show when=move || looks_back.get()>
            <div class="callout callout-warning" data-testid="past">
                <p>
                    "You're looking at another state of your data. Nothing is changed yet: when you leave \
                     this place or send a request, you're back in the present."
                </p>
                <div class="changes-row">
                    <button type="button" class="primary" on:click=move |_| app.go_back_here()>
                        "Make this the current state"
                    </button>
                    <button type="button" on:click=move |_| app.return_to_present()>
                        "Return to the present"
                    </button>
                </div>
                <p class="hint">
                    "You can undo that. The clock doesn't go back: the next request deletes what has \
                     expired since."
                </p>
            </div>
        </Show>
    }
}

/// What the last button sent, and what came of it. The region stays, so that it is read out.
#[component]
fn Outcome() -> impl IntoView {
    let said = use_changes().said;
    let line = |said: Said| {
        view! {
            <li class:changes-rejected=said.is_rejected>
                <details>
                    <summary>
                        <strong>{said.heading}</strong> " · " <span>{said.outcome}</span>
                    </summary>
                    <code>{said.body}</code>
                </details>
                {said.advice.map(|advice| view! { <p>{advice}</p> })}
            </li>
        }
    };
    view! {
        <div role="status" aria-live="polite" class="changes-said" data-testid="said">
            <Show when=move || said.with(|said| !said.is_empty())>
                <ul>{move || said.get().into_iter().map(line).collect_view()}</ul>
                <button type="button" class="quiet" on:click=move |_| said.set(Vec::new())>
                    "Dismiss"
                </button>
            </Show>
        </div>
    }
}
