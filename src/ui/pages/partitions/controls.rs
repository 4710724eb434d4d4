//! What to look at, and into how many partitions to cut it.

use leptos::prelude::*;

use super::view::View;
use crate::ui::model::partition::TableOrGlobalIndex;

/// The most partitions.
const MOST: u32 = 32;

/// Both choices.
#[component]
pub fn Controls(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let count = view.app.partition_count;
    let set = move |event| {
        if let Ok(number) = event_target_value(&event).parse::<u32>() {
            count.set(number.clamp(1, MOST));
        }
    };
    view! {
        <div class="partitions-controls">
            <label class="partitions-control">
                "Show"
                <SubjectMenu view/>
            </label>
            <label class="partitions-control">
                {format!("Partitions, 1 to {MOST}")}
                <input
                    type="number"
                    min="1"
                    max=MOST
                    step="1"
                    prop:value=move || count.get().to_string()
                    on:change=set
                />
            </label>
            <input
                class="partitions-range"
                type="range"
                min="1"
                max=MOST
                step="1"
                aria-label="Number of partitions"
                prop:value=move || count.get().to_string()
                on:input=set
            />
        </div>
    }
}

#[component]
fn SubjectMenu(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        let subjects = view.subjects.get_untracked();
        if let Some(subject) = at.and_then(|at| subjects.into_iter().nth(at)) {
            view.look_at(subject);
        }
    };
    view! {
        <select on:change=choose>
            <For
                each=move || view.subjects.get().into_iter().enumerate()
                key=|option| option.clone()
                children=move |(at, subject): (usize, TableOrGlobalIndex)| {
                    let title = subject.title();
                    let selected = move || view.subject.get().as_ref() == Some(&subject);
                    view! { <option value=at prop:selected=selected>{title}</option> }
                }
            />
        </select>
    }
}
