//! The record that is open: its key, both images side by side, and what else it says.

use leptos::prelude::*;

use super::use_changes;
use crate::ui::model::changes::record::{Attribute, Opened};

/// The record.
#[component]
pub fn RecordPane() -> impl IntoView {
    let changes = use_changes();
    let opened = Memo::new(move |_| {
        let number = changes.opened.get()?;
        changes.picture.with(|picture| {
            let listed = picture.record(number)?;
            Some(Opened::new(listed, picture.stream()?.view))
        })
    });
    view! {
        <section class="pane" aria-label="Record" data-testid="record">
            <h2>"Record"</h2>
            {move || match opened.get() {
                None => view! { <p class="hint">"Choose a record to see what changed."</p> }.into_any(),
                Some(record) => view! { <Record record/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Record(
    /// The record.
    record: Opened,
) -> impl IntoView {
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd class="mono">{value}</dd></div> }
    };
    let tells = record.tells_changes();
    view! {
        <p>
            <strong class="changes-event" data-event=record.event>{record.event}</strong>
            " "
            <span class="mono">{record.key}</span>
        </p>
        <Images attributes=record.attributes images=record.images tells/>
        {record.note.map(|note| view! { <p class="hint">{note}</p> })}
        <dl class="changes-facts">{record.facts.into_iter().map(fact).collect_view()}</dl>
    }
}

/// Attributes before and after, an attribute a row.
#[component]
pub fn Images(
    /// The attributes.
    attributes: Vec<Attribute>,
    /// Whether there is an image before, and one after.
    images: (bool, bool),
    /// Whether what changed can be told.
    tells: bool,
) -> impl IntoView {
    let row = move |attribute: Attribute| {
        let change = if tells { attribute.change() } else { "" };
        let value = |value: Option<String>, has: bool| match value {
            Some(value) => view! { <td class="mono">{value}</td> }.into_any(),
            None if has => view! { <td class="changes-none">"not there"</td> }.into_any(),
            None => view! { <td class="changes-none">"–"</td> }.into_any(),
        };
        let mark = (!matches!(change, "" | "same")).then_some(change);
        view! {
            <tr class:is-changed=mark.is_some()>
                <th scope="row" class="mono">{attribute.name}</th>
                {value(attribute.old, images.0)}
                {value(attribute.new, images.1)}
                <td>{mark}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Old and new image">
            <table class="figures changes-images">
                <thead>
                    <tr>
                        <th scope="col">"Attribute"</th>
                        <th scope="col">"Old image"</th>
                        <th scope="col">"New image"</th>
                        <th scope="col">"Change"</th>
                    </tr>
                </thead>
                <tbody>{attributes.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
