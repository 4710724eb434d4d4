//! The largest item collections and the partition that each lives in.

use leptos::prelude::*;

use super::view::View;
use crate::ui::model::partition::{LargeCollection, partition_of};
use crate::ui::model::words::{bytes, count};

/// The table of the largest collections.
#[component]
pub fn Collections(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let rows = move || {
        let largest = view.largest.get().into_iter().enumerate();
        largest.map(|(at, collection)| view! { <Row view at collection/> }).collect_view()
    };
    view! {
        <section class="collections" aria-labelledby="collections-title">
            <h2 id="collections-title">"Largest collections"</h2>
            <p class="hint">
                "All items with one partition key live together. A partition cannot share a key's "
                "load with another."
            </p>
            <div
                class="table-scroll"
                tabindex="0"
                role="region"
                aria-labelledby="collections-title"
            >
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"#"</th>
                            <th scope="col">"Partition key"</th>
                            <th scope="col" class="num">"Items"</th>
                            <th scope="col" class="num">"Size"</th>
                            <th scope="col" class="num">"Partition"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(
    /// The state of the place.
    view: View,
    /// Its rank, from 0.
    at: usize,
    /// The collection.
    collection: LargeCollection,
) -> impl IntoView {
    let hash = collection.hash;
    let partition = move || {
        let place = view.segments.with(|segments| partition_of(segments, hash));
        place.map(|index| (index + 1).to_string())
    };
    view! {
        <tr>
            <td class="num">{at + 1}</td>
            <th scope="row" class="mono">{collection.key}</th>
            <td class="num">{count(collection.items)}</td>
            <td class="num">{bytes(collection.bytes)}</td>
            <td class="num">{partition}</td>
        </tr>
    }
}
