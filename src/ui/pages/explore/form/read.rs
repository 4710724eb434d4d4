//! The fields of reads: the key condition or the key, the filter, and what is returned and how.

use leptos::prelude::*;

use super::super::desk::use_desk;
use super::inputs::{
    Check, Choice, TextArea, TextInput, ValueInput, example, focus_behind_removed, focus_on_added,
    use_examples,
};
use crate::ui::model::draft::{
    Draft, Examples, FilterRow, Operator, Place, TextSlot, ValueSlot, Verb,
};

/// What the sort key's choice shows for "every value".
const ANY: &str = "any";

/// The key condition of a Query, as rows or as text.
#[component]
pub fn KeyCondition() -> impl IntoView {
    let draft = use_desk().app.draft;
    let by_text = Memo::new(move |_| draft.with(|d| d.key.text.is_some()));
    let examples = use_examples();
    view! {
        <fieldset class="ask-group">
            <legend>"Key condition"</legend>
            <div class="ask-row">
                <Show when=move || by_text.get() fallback=|| view! { <KeyRows/> }>
                    <TextArea
                        label="Key condition expression"
                        place=TextSlot::KeyCondition
                        rows=2
                        example=example(examples, |e| e.key_condition.clone())
                    />
                </Show>
                <button
                    type="button"
                    class="ask-switch"
                    on:click=move |_| draft.update(Draft::toggle_key_text)
                >
                    {move || if by_text.get() { "Edit as fields" } else { "Edit as expression" }}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn KeyRows() -> impl IntoView {
    let draft = use_desk().app.draft;
    // Keyed by place and name: the fields of another table are other fields.
    let partition = Memo::new(move |_| {
        draft.with(|d| numbered(d.key.partition.iter().map(|field| &field.name)))
    });
    let sort = Memo::new(move |_| draft.with(|d| numbered(d.key.sort.iter().map(|row| &row.name))));
    view! {
        <For each=move || partition.get() key=|field| field.clone() let((at, name))>
            <ValueInput label=format!("{name} =") place=ValueSlot::Partition(at)/>
        </For>
        <For each=move || sort.get() key=|field| field.clone() let((at, name))>
            <SortKey at name/>
        </For>
    }
}

/// The names with their places.
fn numbered<'a>(names: impl Iterator<Item = &'a String>) -> Vec<(usize, String)> {
    names.cloned().enumerate().collect()
}

/// The condition on one sort key attribute.
#[component]
fn SortKey(
    /// Which of the sort key attributes.
    at: usize,
    /// Its name.
    name: String,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let operator =
        Memo::new(move |_| draft.with(|d| d.key.sort.get(at).and_then(|row| row.operator)));
    let options: Vec<String> =
        [ANY].into_iter().chain(Operator::SORT.map(Operator::label)).map(str::to_owned).collect();
    let choose = move |label: String| {
        draft.update(|d| {
            if let Some(row) = d.key.sort.get_mut(at) {
                row.operator = Operator::from_label(&label);
            }
        });
    };
    let first = format!("{name} value");
    let operands = move || operator.get().map_or(0, Operator::operands);
    view! {
        <div class="ask-row ask-sort">
            <Choice
                label=name
                options=options
                chosen=Signal::derive(move || operator.get().map_or(ANY, Operator::label).to_owned())
                on_choose=choose
            />
            <Show when=move || { operands() > 0 }>
                <ValueInput label=first.clone() place=ValueSlot::SortFirst(at)/>
            </Show>
            <Show when=move || { operands() > 1 }>
                <ValueInput label="and" place=ValueSlot::SortSecond(at)/>
            </Show>
        </div>
    }
}

/// The primary key of one item.
#[component]
pub fn PrimaryKey() -> impl IntoView {
    let draft = use_desk().app.draft;
    let fields =
        Memo::new(move |_| draft.with(|d| numbered(d.primary.iter().map(|field| &field.name))));
    view! {
        <fieldset class="ask-group">
            <legend>"Primary key"</legend>
            <div class="ask-row">
                <For each=move || fields.get() key=|field| field.clone() let((at, name))>
                    <ValueInput label=name place=ValueSlot::Primary(at)/>
                </For>
            </div>
        </fieldset>
    }
}

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
                <FilterFields at examples/>
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
                        on:click=move |_| add_filter(draft)
                    >
                        "Add filter"
                    </button>
                </Show>
                <button
                    type="button"
                    class="ask-switch"
                    on:click=move |_| draft.update(Draft::toggle_filter_text)
                >
                    {move || if by_text.get() { "Edit as fields" } else { "Edit as expression" }}
                </button>
            </div>
        </fieldset>
    }
}

fn add_filter(draft: RwSignal<Draft>) {
    draft.update(|d| d.filter.rows.push(FilterRow::default()));
    focus_on_added("Filter", draft.with_untracked(|d| d.filter.rows.len()));
}

/// One condition.
#[component]
fn FilterFields(
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

const ASCENDING: &str = "ascending";
const DESCENDING: &str = "descending";
const EVENTUAL: &str = "eventually consistent";
const STRONG: &str = "strongly consistent";

/// What a read returns and how.
#[component]
pub fn ReadOptions(
    /// The operation.
    verb: Verb,
) -> impl IntoView {
    let limit = verb.is_page().then(|| {
        view! { <TextInput label="Limit" place=TextSlot::Limit example="no limit".to_owned()/> }
    });
    let start_key = verb.is_page().then(|| {
        view! {
            <TextInput
                label="Start after (ExclusiveStartKey)"
                place=TextSlot::StartKey
                example="none".to_owned()
            />
        }
    });
    let count_only = verb.is_page().then(|| {
        view! { <Check label="Count only (Select: COUNT)" get=|d| d.count_only set=|d, on| d.count_only = on/> }
    });
    view! {
        <div class="ask-row ask-options">
            <TextInput
                label="Projection expression"
                place=TextSlot::Projection
                example="all attributes".to_owned()
            />
            {limit}
            {(verb == Verb::Query).then(|| view! { <Direction/> })}
            <Consistency/>
            {start_key}
            {count_only}
        </div>
    }
}

#[component]
fn Direction() -> impl IntoView {
    let draft = use_desk().app.draft;
    let backward = Memo::new(move |_| draft.with(|d| d.backward));
    view! {
        <Choice
            label="Sort order"
            options=vec![ASCENDING.to_owned(), DESCENDING.to_owned()]
            chosen=Signal::derive(move || {
                if backward.get() { DESCENDING.to_owned() } else { ASCENDING.to_owned() }
            })
            on_choose=move |text: String| draft.update(|d| d.backward = text == DESCENDING)
        />
    }
}

#[component]
fn Consistency() -> impl IntoView {
    let draft = use_desk().app.draft;
    let strong = Memo::new(move |_| draft.with(|d| d.consistent));
    view! {
        <Choice
            label="Consistency"
            place=Place::Consistency
            options=vec![EVENTUAL.to_owned(), STRONG.to_owned()]
            chosen=Signal::derive(move || {
                if strong.get() { STRONG.to_owned() } else { EVENTUAL.to_owned() }
            })
            on_choose=move |text: String| draft.update(|d| d.consistent = text == STRONG)
        />
    }
}
