//! What a Lambda function gets of the stream: batches of a shard as events, with an event filter.

use leptos::prelude::*;

use super::use_changes;
use crate::ui::components::json_view::JsonView;
use crate::ui::components::term::Term;
use crate::ui::dom::clipboard;
use crate::ui::model::changes::lambda::{Batches, read_size};
use crate::ui::model::changes::pattern::Pattern;
use crate::ui::model::glossary::Term as Word;

/// A pattern to begin with.
const EXAMPLE: &str = "{\"eventName\": [\"INSERT\"]}";

/// The view.
#[component]
pub fn EventView() -> impl IntoView {
    let changes = use_changes();
    let is_filtered = RwSignal::new(false);
    let text = RwSignal::new(EXAMPLE.to_owned());
    let pattern =
        Memo::new(move |_| is_filtered.get().then(|| text.with(|text| Pattern::read(text))));
    let batch = Memo::new(move |_| {
        let pattern = pattern.get().and_then(Result::ok);
        changes.read_batch(pattern.as_ref())
    });
    let json = Signal::derive(move || {
        batch.with(|batch| batch.as_ref().map(|b| b.text.clone())).unwrap_or_default()
    });
    let told = RwSignal::new("");
    let copy = move |_| {
        let text = batch.with_untracked(|batch| batch.as_ref().map(Batches::to_text));
        clipboard::copy(&text.unwrap_or_default(), move |is_copied| {
            told.set(if is_copied { "Copied." } else { "Select the event and copy it." });
        });
    };
    let problem = move || pattern.get().and_then(Result::err);
    view! {
        <section class="pane" aria-label="What your handler gets">
            <p>
                "With an " <Term term=Word::EventSourceMapping word="event source mapping"/>
                ", Lambda reads each shard by itself and calls your function with batches of its \
                 records, oldest first. This is the event that your handler gets."
            </p>
            <BatchControls batch/>
            <label class="changes-check">
                <input
                    type="checkbox"
                    prop:checked=is_filtered
                    on:change=move |event| is_filtered.set(event_target_checked(&event))
                />
                "Filter the events"
            </label>
            <Show when=move || is_filtered.get()>
                <div class="field" class:wrong=move || problem().is_some()>
                    <label for="event-pattern">"Filter pattern"</label>
                    <textarea
                        id="event-pattern"
                        class="mono"
                        rows="4"
                        spellcheck="false"
                        aria-describedby="event-pattern-hint"
                        aria-invalid=move || problem().is_some().to_string()
                        prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))
                    ></textarea>
                    <p id="event-pattern-hint" class="hint" aria-live="polite">
                        {move || problem().unwrap_or_else(|| {
                            "A record that doesn't match never reaches your function, and you don't pay \
                             for a call. An attribute of type N is a string in the event, so compare it \
                             with one: numeric rules don't match it.".to_owned()
                        })}
                    </p>
                </div>
            </Show>
            <div class="changes-row">
                <button type="button" class="primary" on:click=copy>"Copy event"</button>
                <span role="status" class="hint">{move || told.get()}</span>
            </div>
            <JsonView label="Lambda event" text=json/>
        </section>
    }
}

/// Shard, batch size, and the way from batch to batch.
#[component]
pub fn BatchControls(
    /// The batch that is shown.
    batch: Memo<Option<Batches>>,
) -> impl IntoView {
    let changes = use_changes();
    let shards = Memo::new(move |_| {
        changes.picture.with(|p| {
            p.shards.iter().map(|s| (s.id, s.name.clone(), s.records)).collect::<Vec<_>>()
        })
    });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let id = shards
            .with(|shards| shards.iter().find(|(id, ..)| id.to_string() == chosen).map(|s| s.0));
        changes.shard.set(id);
        changes.batch.set(0);
    };
    let options = move || {
        let shown = changes.shard_shown();
        let option = |(id, name, records): (crate::changelog::ShardId, String, usize)| {
            let words = format!("{name} ({records})");
            view! { <option value=id.to_string() selected=shown == Some(id)>{words}</option> }
        };
        shards.get().into_iter().map(option).collect_view()
    };
    let problem = move || changes.size.with(|size| read_size(size).err());
    let words = move || {
        batch.with(|batch| match batch {
            Some(batch) => batch.words(),
            None => "This table has no stream. Enable one under Stream.".to_owned(),
        })
    };
    let place = move || batch.with(|batch| batch.as_ref().map_or((0, 0), |b| (b.place, b.batches)));
    view! {
        <div class="changes-row">
            <div class="field">
                <label for="event-shard">"Shard (records)"</label>
                <select id="event-shard" on:change=choose>{options}</select>
            </div>
            <div class="field" class:wrong=move || problem().is_some()>
                <label for="event-size">"Batch size"</label>
                <input
                    id="event-size"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby="event-size-hint"
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=changes.size
                    on:input=move |event| {
                        changes.size.set(event_target_value(&event));
                        changes.batch.set(0);
                    }
                />
                <p id="event-size-hint" class="hint">{problem}</p>
            </div>
            <button
                type="button"
                disabled=move || place().0 == 0
                on:click=move |_| changes.batch.set(place().0.saturating_sub(1))
            >
                "Previous batch"
            </button>
            <button
                type="button"
                disabled=move || { place().0 + 1 >= place().1 }
                on:click=move |_| changes.batch.set(place().0 + 1)
            >
                "Next batch"
            </button>
        </div>
        <p role="status" data-testid="batch">{words}</p>
    }
}
