//! The filter: rows that must all hold, or an expression.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{
    Choice, TextArea, TextInput, ValueInput, example, focus_behind_removed, focus_on_added,
    use_examples,
};
use crate::ui::model::draft::{Draft, Examples, FilterRow, Operator, TextSlot, ValueSlot};

/// The filter of a Query or Scan.
#[component]
pub fn Filter() -> impl IntoView {
    let draft = use_desk().app.draft;
    let by_text = Memo::new(move |_| draft.with(|d| d.filter.text.is_some()));
    let count = Memo::new(move |_| draft.with(|d| d.filter.rows.len()));
    let examples = use_examples();
    let rows = move || {
        view! {
            <For each=move || 0..count.get() key=|at| *at let(at)>
                <Row at examples/>
            </For>
        }
    };
    view! {
        <fieldset class="ask-group">
            <legend>"Filter"</legend>
            <Show when=move || by_text.get() fallback=rows>
                <TextArea
                    label="Filter expression"
                    place=TextSlot::Filter
                    rows=2
                    example=example(examples, |e| e.filter.clone())
                />
            </Show>
            <div class="ask-switches">
                <Show when=move || !by_text.get()>
                    <button
                        type="button"
                        class="ask-switch"
                        id="add-filter"
                        on:click=move |_| add(draft)
                    >
                        "Add a filter"
                    </button>
                </Show>
                <button
                    type="button"
                    class="ask-switch"
                    on:click=move |_| draft.update(Draft::toggle_filter_text)
                >
                    {move || if by_text.get() { "Use rows" } else { "Write as expression" }}
                </button>
            </div>
        </fieldset>
    }
}

fn add(draft: RwSignal<Draft>) {
    draft.update(|d| d.filter.rows.push(FilterRow::default()));
    focus_on_added("Filter", draft.with_untracked(|d| d.filter.rows.len()));
}

/// One condition.
#[component]
fn Row(
    /// Which row.
    at: usize,
    /// What it may be about.
    examples: Memo<Examples>,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let operator = Memo::new(move |_| {
        draft.with(|d| d.filter.rows.get(at).map_or(Operator::Equal, |row| row.operator))
    });
    let choose = move |label: String| {
        draft.update(|d| {
            let chosen = d.filter.rows.get_mut(at).zip(Operator::from_label(&label));
            if let Some((row, operator)) = chosen {
                row.operator = operator;
            }
        });
    };
    let remove = move |_| {
        draft.update(|d| {
            if at < d.filter.rows.len() {
                d.filter.rows.remove(at);
            }
        });
        focus_behind_removed("Filter", at, "#add-filter");
    };
    let operands = move || operator.get().operands();
    let number = at + 1;
    view! {
        <div class="ask-row" role="group" aria-label=format!("Filter {number}")>
            <TextInput
                label="Attribute"
                place=TextSlot::FilterPath(at)
                example=example(examples, |e| e.attribute.clone())
            />
            <Choice
                label="Comparison"
                options=Operator::ALL.map(|operator| operator.label().to_owned()).to_vec()
                chosen=Signal::derive(move || operator.get().label().to_owned())
                on_choose=choose
            />
            <Show when=move || { operands() > 0 }>
                <ValueInput label="Value" place=ValueSlot::FilterFirst(at) any_type=true/>
            </Show>
            <Show when=move || { operands() > 1 }>
                <ValueInput label="and" place=ValueSlot::FilterSecond(at) any_type=true/>
            </Show>
            <button
                type="button"
                class="ask-remove"
                aria-label=format!("Remove filter {number}")
                on:click=remove
            >
                "×"
            </button>
        </div>
    }
}
