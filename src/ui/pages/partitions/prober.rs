//! The key prober: type a partition key value, see its hash and its partition.

use leptos::either::Either;
use leptos::prelude::*;

use super::view::View;
use crate::model::KeyAttribute;
use crate::ui::model::partition::{Probe, partition_of, probe};

/// One field for each partition key attribute, and where the key would live.
#[component]
pub fn Prober(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let texts = RwSignal::new(Vec::<String>::new());
    let keys = Memo::new(move |_| view.keys());
    let result = Memo::new(move |_| probe(&keys.get(), &texts.get()));
    Effect::new(move |_| view.probed.set(result.get().ok().map(|probe: Probe| probe.hash)));
    on_cleanup(move || {
        view.probed.try_set(None);
    });
    let fields = move || {
        let keys = keys.get().into_iter().enumerate();
        keys.map(|(at, key)| view! { <KeyField texts at key/> }).collect_view()
    };
    let answer = move || match result.get() {
        Ok(probe) => Either::Left(view! { <Found view probe/> }),
        Err(problem) => Either::Right(view! { <p>{problem.words()}</p> }),
    };
    view! {
        <section class="prober" aria-labelledby="prober-title">
            <h2 id="prober-title">"Which partition stores a key?"</h2>
            <div class="prober-fields">{fields}</div>
            <div role="status" data-testid="probe">{answer}</div>
            <p class="hint">
                "Try keys that differ by one digit: their hashes are far apart. AWS doesn't document "
                "DynamoDB's hash function; this page uses MD5."
            </p>
        </section>
    }
}

/// The field of one partition key attribute.
#[component]
fn KeyField(
    /// What was typed so far, a text for each attribute.
    texts: RwSignal<Vec<String>>,
    /// Which attribute.
    at: usize,
    /// The attribute.
    key: KeyAttribute,
) -> impl IntoView {
    let typed = move |event| {
        texts.update(|texts| {
            texts.resize(texts.len().max(at + 1), String::new());
            texts[at] = event_target_value(&event);
        });
    };
    let value = move || texts.with(|texts| texts.get(at).cloned().unwrap_or_default());
    let kind = key.kind.value_type().tag();
    view! {
        <label class="prober-field">
            <span>
                {key.name.as_str().to_string()} <span class="hint">{format!(" ({kind})")}</span>
            </span>
            <input
                type="text"
                class="mono"
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:input=typed
            />
        </label>
    }
}

/// Where the key would live.
#[component]
fn Found(
    /// The state of the place.
    view: View,
    /// The key's hash.
    probe: Probe,
) -> impl IntoView {
    let place = move || {
        view.segments.with(|segments| {
            let number = partition_of(segments, probe.hash).map_or(0, |index| index + 1);
            format!("partition {number} of {}", segments.len())
        })
    };
    view! {
        <dl class="prober-answer">
            <div><dt>"Hash"</dt><dd class="mono">{probe.hash_text()}</dd></div>
            <div><dt>"Stored in"</dt><dd><strong>{place}</strong></dd></div>
        </dl>
    }
}
