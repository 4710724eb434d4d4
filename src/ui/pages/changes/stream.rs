//! The stream of the table: its view type, its shards with their iterators, and its records.

use leptos::prelude::*;

use super::record::RecordPane;
use super::records::RecordList;
use super::shards::Shards;
use super::use_changes;
use crate::changelog::ViewType;
use crate::ui::components::term::Term;
use crate::ui::model::changes::stream::{StreamPicture, VIEWS, switch, view_name};
use crate::ui::model::glossary::Term as Word;

/// The view.
#[component]
pub fn StreamView() -> impl IntoView {
    let changes = use_changes();
    let has_stream = Memo::new(move |_| changes.picture.with(|p| !p.streams.is_empty()));
    view! {
        <StreamHead/>
        <Show when=move || has_stream.get()>
            <div class="changes-columns">
                <div class="changes-column">
                    <RecordList/>
                </div>
                <div class="changes-column">
                    <RecordPane/>
                    <Shards/>
                </div>
            </div>
        </Show>
    }
}

/// What the stream is set to, and the way to something else.
#[component]
fn StreamHead() -> impl IntoView {
    let changes = use_changes();
    let enabled = Memo::new(move |_| {
        changes.picture.with(|p| p.streams.first().filter(|s| s.is_enabled).map(|s| s.view))
    });
    let wanted = RwSignal::new(ViewType::NewAndOldImages);
    Effect::new(move |_| {
        if let Some(view) = enabled.get() {
            wanted.set(view);
        }
    });
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some((view, ..)) = VIEWS.into_iter().find(|(_, known, _)| *known == name) {
            wanted.set(view);
        }
    };
    let option = move |(view, name, shows): (ViewType, &'static str, &'static str)| {
        let selected = move || wanted.get() == view;
        view! { <option value=name prop:selected=selected>{format!("{name}: {shows}")}</option> }
    };
    let set = move |view: Option<ViewType>| {
        let table = changes.table.get_untracked();
        changes.send(switch(&table, enabled.get_untracked().is_some(), view));
        changes.stream.set(None);
        changes.opened.set(None);
        changes.shard.set(None);
    };
    let is_other = move || enabled.get() != Some(wanted.get());
    let action = move || match enabled.get() {
        Some(_) => "Switch view type",
        None => "Enable stream",
    };
    let consequence = move || match enabled.get() {
        None => format!("Sends UpdateTable with StreamEnabled and {}.", view_name(wanted.get())),
        Some(now) if now == wanted.get() => String::new(),
        Some(now) => format!(
            "A stream's view type can't be changed. This sends two UpdateTable requests: the first \
             disables the stream with {}, the second enables a new one with {} and an ARN of its own. \
             Readers must move to the new ARN; the old stream can be read for another 24 hours.",
            view_name(now),
            view_name(wanted.get())
        ),
    };
    view! {
        <section class="pane changes-stream" aria-label="Stream">
            <p>
                <Term term=Word::Stream word="A stream"/> " has a "
                <Term term=Word::StreamRecord word="record"/>
                " for each change to an item. Records can be read for 24 hours, and reading them costs \
                 the table no capacity."
            </p>
            <p data-testid="stream-state">{move || changes.picture.with(state_words)}</p>
            <Streams/>
            <div class="changes-row">
                <div class="field">
                    <label for="view-type">"View type"</label>
                    <select id="view-type" on:change=choose>{VIEWS.map(option).collect_view()}</select>
                </div>
                <button
                    type="button"
                    class="primary"
                    disabled=move || !is_other()
                    on:click=move |_| set(Some(wanted.get_untracked()))
                >
                    {action}
                </button>
                <Show when=move || enabled.get().is_some()>
                    <button type="button" on:click=move |_| set(None)>"Disable stream"</button>
                </Show>
            </div>
            <p class="hint">{consequence}</p>
        </section>
    }
}

fn state_words(picture: &StreamPicture) -> String {
    match picture.streams.first() {
        None => "This table has no stream: its changes are recorded nowhere.".to_owned(),
        Some(stream) => format!("The table's newest stream: {}", stream.words()),
    }
}

/// Which stream is shown, where there are several, and its ARN.
#[component]
fn Streams() -> impl IntoView {
    let changes = use_changes();
    let streams = Memo::new(move |_| changes.picture.with(|p| p.streams.clone()));
    let arn = move || changes.picture.with(|p| p.stream().map(|s| s.arn.clone()));
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let id = streams.with_untracked(|streams| {
            streams.iter().find(|stream| stream.arn == chosen).map(|stream| stream.id.clone())
        });
        changes.stream.set(id);
        changes.opened.set(None);
        changes.shard.set(None);
        changes.batch.set(0);
    };
    let options = move || {
        let shown = arn();
        let option = |stream: crate::ui::model::changes::stream::StreamLine| {
            let selected = shown.as_ref() == Some(&stream.arn);
            let words = format!("{} · {}", stream.id.label, stream.words());
            view! { <option value=stream.arn selected=selected>{words}</option> }
        };
        streams.get().into_iter().map(option).collect_view()
    };
    view! {
        <Show when=move || { streams.with(Vec::len) > 1 }>
            <div class="field">
                <label for="stream-shown">"Stream shown"</label>
                <select id="stream-shown" on:change=choose>{options}</select>
            </div>
        </Show>
        {move || arn().map(|arn| view! { <p class="mono changes-arn" data-testid="stream-arn">{arn}</p> })}
    }
}
