//! What one does with the items of a page: sort them, select them, save them, delete them.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::desk::use_desk;
use crate::api::json::item_to_json;
use crate::model::Item;
use crate::ui::dom;
use crate::ui::model::answer::Answer;
use crate::ui::model::files::{Export, write};
use crate::ui::model::page_rows::{Sorting, delete_words, deletion};
use crate::ui::model::words::{items, write_units};
use crate::ui::state::{ImportPhase, Importing};

/// The forms in which a page is saved: of items alone.
const FORMS: [Export; 3] = [Export::JsonLines, Export::PlainJson, Export::Csv];

/// The tools of a page.
#[component]
pub fn PageTools(
    /// The page's answer.
    answer: Answer,
    /// Its columns.
    columns: Vec<String>,
    /// The table that the items are of.
    table: String,
    /// How they are sorted.
    sorting: RwSignal<Sorting>,
    /// Which are selected, by their places in the answer.
    picked: RwSignal<BTreeSet<usize>>,
) -> impl IntoView {
    let desk = use_desk();
    let of = answer.items().len();
    let answer = StoredValue::new(answer);
    let table = StoredValue::new(table);
    let deleting = Importing::new(desk.app);
    let options = columns.into_iter().map(|column| {
        let (value, own) = (column.clone(), column.clone());
        let selected = move || sorting.with(|sorting| sorting.column == own);
        view! { <option value=value prop:selected=selected>{column}</option> }
    });
    let choose = move |event| {
        let column = event_target_value(&event);
        sorting.update(|sorting| sorting.column = column);
    };
    let turn = move |_| sorting.update(|sorting| sorting.is_descending = !sorting.is_descending);
    let form = RwSignal::new(FORMS[0]);
    let choose_form = move |event| {
        let label = event_target_value(&event);
        form.set(FORMS.into_iter().find(|export| export.label() == label).unwrap_or(FORMS[0]));
    };
    let save = move |_| {
        let export = form.get_untracked();
        let text = answer.with_value(|answer| {
            let chosen = picked.get_untracked();
            let wanted = |at: &usize| chosen.is_empty() || chosen.contains(at);
            let order = sorting.get_untracked().order(answer.items().iter().map(|f| f.item()));
            let shown = order.iter().filter(|at| wanted(at));
            let shown: Vec<_> = shown.map(|at| item_to_json(answer.items()[*at].item())).collect();
            write(export, &serde_json::Value::Null, &shown)
        });
        dom::file::download(&format!("result.{}", export.extension()), &text);
    };
    let all = move |event| {
        let is_all = event_target_checked(&event);
        picked.set(if is_all { (0..of).collect() } else { BTreeSet::new() });
    };
    let work = move || {
        answer.with_value(|answer| {
            let chosen: Vec<&Item> = picked.with(|picked| {
                picked.iter().filter_map(|at| Some(answer.items().get(*at)?.item())).collect()
            });
            table
                .with_value(|table| desk.app.look_once(|inspect| deletion(inspect, table, &chosen)))
        })
    };
    let can_delete = Memo::new(move |_| !picked.with(BTreeSet::is_empty) && work().is_some());
    let delete = move |_| {
        if let Some(work) = untrack(work) {
            picked.set(BTreeSet::new());
            deleting.start(work);
        }
    };
    let told = move || match deleting.phase.get() {
        ImportPhase::Idle => ().into_any(),
        ImportPhase::Running { done, of } => view! {
            <progress max=of.max(1) value=done aria-label="Deleting"></progress>
        }
        .into_any(),
        ImportPhase::TakenBack => view! { <span>"The items are back."</span> }.into_any(),
        ImportPhase::Done(outcome) => {
            let words = format!(
                "Deleted {} with BatchWriteItem for {} WCU. The result shown is from before.",
                items(outcome.items as u64),
                write_units(outcome.units),
            );
            let rejected = outcome.rejected.into_iter().map(|(reason, _)| {
                view! { <code>{reason}</code> }
            });
            view! {
                <span>{words}</span>
                {rejected.collect_view()}
                <button type="button" data-testid="put-back" on:click=move |_| deleting.take_back()>
                    "Put back"
                </button>
            }
            .into_any()
        }
    };
    let are_all = move || picked.with(|picked| picked.len() == of);
    view! {
        <div class="page-tools">
            <label>
                <input
                    type="checkbox"
                    prop:checked=are_all
                    on:change=all
                />
                " Select all"
            </label>
            <label class="page-tool">
                <span>"Sort by"</span>
                <select on:change=choose data-testid="sort-by">
                    <option value="">"order of the key"</option>
                    {options.collect_view()}
                </select>
            </label>
            <button
                type="button"
                disabled=move || sorting.with(|sorting| sorting.column.is_empty())
                on:click=turn
            >
                {move || if sorting.with(|s| s.is_descending) { "Descending" } else { "Ascending" }}
            </button>
            <label class="page-tool">
                <span>"Save as"</span>
                <select on:change=choose_form>
                    {FORMS.map(|export| view! { <option>{export.label()}</option> }).collect_view()}
                </select>
            </label>
            <button type="button" on:click=save>
                {move || match picked.with(BTreeSet::len) {
                    0 => "Save this page".to_owned(),
                    many => format!("Save {}", items(many as u64)),
                }}
            </button>
            <button
                type="button"
                data-testid="delete-picked"
                disabled=move || !can_delete.get()
                on:click=delete
            >
                {move || delete_words(picked.with(BTreeSet::len))}
            </button>
        </div>
        <p class="hint" data-testid="sorted">{move || sorting.with(|sorting| sorting.words(of))}</p>
        <div class="page-tools" role="status" data-testid="deleted">{told}</div>
    }
}
