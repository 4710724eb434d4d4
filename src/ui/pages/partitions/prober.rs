//! The key prober: type a partition key value, see its hash and its partition.

use leptos::prelude::*;

use super::view::View;
use crate::model::{KeyAttribute, PartitionHash};
use crate::ui::model::partition::{Probe, ProbeProblem, partition_of, probe};
use crate::ui::reactive::{Memo, RwSignal, effect};
use crate::ui::{handler, view};

/// One field for each partition key attribute, and where the key would live.
#[component]
pub fn Prober(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let texts = RwSignal::new(Vec::<String>::new());
    let result = Memo::new(move |_| probe(&view.keys(), &texts.get()));
    effect(move || view.probed.set(result.get().ok().map(|probe: Probe| probe.hash)));
    on_cleanup(move || {
        view.probed.try_set(None);
    });
    let fields = move || {
        let keys = view.keys().into_iter().enumerate();
        keys.map(|(at, key)| field(texts, at, key)).collect_view()
    };
    view! {
        <section class="prober" aria-labelledby="prober-title">
            <h2 id="prober-title">"Where would a key live?"</h2>
            <div class="prober-fields">{move || fields()}</div>
            <div role="status" data-testid="probe">{move || answer(view, result.get())}</div>
            <p class="hint">
                "Try keys that differ by one digit: their hashes have nothing in common. The real service does not "
                "document its hash function; this page uses MD5."
            </p>
        </section>
    }
}

fn field(texts: RwSignal<Vec<String>>, at: usize, key: KeyAttribute) -> AnyView {
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
            <span>{key.name.as_str().to_string()} <span class="hint">{format!(" ({kind})")}</span></span>
            <input type="text" class="mono" autocomplete="off" spellcheck="false" prop:value=move || value() on:input=handler(typed) />
        </label>
    }
}

fn answer(view: View, result: Result<Probe, ProbeProblem>) -> AnyView {
    match result {
        Ok(probe) => found(probe, place(view, probe.hash)),
        Err(problem) => view! { <p>{problem.words()}</p> },
    }
}

fn place(view: View, hash: PartitionHash) -> String {
    let segments = view.segments.get();
    let number = partition_of(&segments, hash).map_or(0, |index| index + 1);
    format!("partition {number} of {}", segments.len())
}

fn found(probe: Probe, place: String) -> AnyView {
    view! {
        <dl class="prober-answer">
            <div><dt>"Hash"</dt><dd class="mono">{probe.hash_text()}</dd></div>
            <div><dt>"Lives in"</dt><dd><strong>{place}</strong></dd></div>
        </dl>
    }
}
