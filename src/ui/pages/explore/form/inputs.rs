//! Inputs bound to a place in the draft.
//!
//! Each reads and writes one slot, so that typing in one re-draws no other.

use leptos::prelude::*;

use super::super::answer::REJECTED_ID;
use super::super::desk::use_desk;
use super::PROBLEM_ID;
use crate::ui::dom::route::focus_soon;
use crate::ui::model::draft::{Draft, Examples, Kind, Place, TextSlot, Typed, ValueSlot};
use crate::ui::model::rows::TableRows;

/// Examples of the table at hand.
pub fn use_examples() -> Memo<Examples> {
    let rows = use_desk().rows;
    Memo::new(move |_| rows.with(TableRows::examples))
}

/// One of them, so written that nobody takes it for what the field holds.
pub fn example(
    examples: Memo<Examples>,
    of: impl Fn(&Examples) -> String + Send + Sync + 'static,
) -> Signal<String> {
    Signal::derive(move || {
        let example = examples.with(&of);
        if example.is_empty() { example } else { format!("e.g. {example}") }
    })
}

/// Whether the field at this place is the one to look at, and the id of the words that say why.
#[derive(Clone, Copy)]
struct Wrong {
    /// `true`, or nothing at all.
    invalid: Memo<Option<&'static str>>,
    /// The words.
    described_by: Memo<Option<&'static str>>,
}

fn use_wrong(place: Option<Place>) -> Wrong {
    let desk = use_desk();
    let here = Memo::new(move |_| place.is_some() && desk.wrong.get() == place);
    let words = move || if desk.problem.with(Option::is_some) { PROBLEM_ID } else { REJECTED_ID };
    Wrong {
        invalid: Memo::new(move |_| here.get().then_some("true")),
        described_by: Memo::new(move |_| here.get().then(words)),
    }
}

/// A text field over one slot, with its label above it.
#[component]
pub fn TextInput(
    /// The visible label.
    #[prop(into)]
    label: String,
    /// Where the text lives.
    place: TextSlot,
    /// An example, shown while the field is empty.
    #[prop(optional, into)]
    example: Option<Signal<String>>,
    /// Whether the label is for screen readers alone, where a heading says it already.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let value = Memo::new(move |_| draft.with(|d| d.text(place).unwrap_or_default().to_owned()));
    let wrong = use_wrong(Some(Place::Text(place)));
    view! {
        <label class="ask-field">
            <span class="ask-label" class:visually-hidden=quiet>{label}</span>
            <input
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=move || example.map(|example| example.get())
                aria-invalid=wrong.invalid
                aria-describedby=wrong.described_by
                prop:value=value
                on:input=move |event| {
                    draft.update(|d| d.set_text(place, event_target_value(&event)));
                }
            />
        </label>
    }
}

/// A field of several lines over one slot.
#[component]
pub fn TextArea(
    /// The visible label.
    #[prop(into)]
    label: String,
    /// Where the text lives.
    place: TextSlot,
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u32,
    /// An example, shown while the field is empty.
    #[prop(optional, into)]
    example: Option<Signal<String>>,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let value = Memo::new(move |_| draft.with(|d| d.text(place).unwrap_or_default().to_owned()));
    let wrong = use_wrong(Some(Place::Text(place)));
    view! {
        <label class="ask-field ask-wide">
            <span class="ask-label">{label}</span>
            <textarea
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=move || example.map(|example| example.get())
                aria-invalid=wrong.invalid
                aria-describedby=wrong.described_by
                prop:value=value
                on:input=move |event| {
                    draft.update(|d| d.set_text(place, event_target_value(&event)));
                }
            ></textarea>
        </label>
    }
}

/// A typed value over one slot: its type, unless the schema says it, and its text.
#[component]
pub fn ValueInput(
    /// What the value is called.
    #[prop(into)]
    label: String,
    /// Where the value lives.
    place: ValueSlot,
    /// Whether the type may be chosen; key values have the schema's.
    #[prop(optional)]
    any_type: bool,
    /// Whether the label is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let part = move |of: fn(&Typed) -> String| {
        Memo::new(move |_| draft.with(|d| d.value(place).map(of).unwrap_or_default()))
    };
    let text = part(|typed| typed.text.clone());
    let kind = part(|typed| typed.kind.label().to_owned());
    let no_text = move || kind.with(|kind| kind == Kind::Null.label());
    let write = move |change: &dyn Fn(&mut Typed)| {
        draft.update(|d| d.value_mut(place).into_iter().for_each(change));
    };
    let type_label = format!("Type of {label}");
    let wrong = use_wrong(Some(Place::Value(place)));
    let type_choice = any_type.then(|| {
        view! {
            <Choice
                label=type_label
                quiet=true
                options=Kind::ALL.map(|kind| kind.label().to_owned()).to_vec()
                chosen=kind
                on_choose=move |label: String| {
                    if let Some(kind) = Kind::from_label(&label) {
                        write(&|typed| typed.kind = kind);
                    }
                }
            />
        }
    });
    view! {
        <span class="ask-value">
            <label class="ask-field">
                <span class="ask-label" class:visually-hidden=quiet>{label}</span>
                <input
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    disabled=no_text
                    aria-invalid=wrong.invalid
                    aria-describedby=wrong.described_by
                    prop:value=text
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        write(&|typed| typed.text.clone_from(&text));
                    }
                />
            </label>
            {type_choice}
        </span>
    }
}

/// A choice among texts.
#[component]
pub fn Choice(
    /// The label.
    #[prop(into)]
    label: String,
    /// What there is to choose.
    #[prop(into)]
    options: Signal<Vec<String>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with another choice.
    #[prop(into)]
    on_choose: Callback<String>,
    /// The place in the form, if something can be wrong there.
    #[prop(optional, into)]
    place: Option<Place>,
    /// Whether the label is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let chosen = Memo::new(move |_| chosen.get());
    // What is chosen stands in the list even when it can no longer be chosen, such as a table that
    // was deleted: a list would show its first entry instead.
    let options = move || {
        let mut options = options.get();
        let chosen = chosen.get();
        if !chosen.is_empty() && !options.contains(&chosen) {
            options.push(chosen);
        }
        options
    };
    let wrong = use_wrong(place);
    view! {
        <label class="ask-field ask-choice">
            <span class="ask-label" class:visually-hidden=quiet>{label}</span>
            <select
                aria-invalid=wrong.invalid
                aria-describedby=wrong.described_by
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                <For each=options key=|option| option.clone() let(option)>
                    <ChoiceOption option chosen/>
                </For>
            </select>
        </label>
    }
}

/// One of the texts. It says itself whether it is chosen: the value of a `select` would have to be
/// set again after every change of what there is to choose.
#[component]
fn ChoiceOption(
    /// The text.
    option: String,
    /// What is chosen.
    chosen: Memo<String>,
) -> impl IntoView {
    let text = option.clone();
    let selected = Memo::new(move |_| chosen.with(|chosen| *chosen == option));
    view! { <option value=text.clone() prop:selected=selected>{text.clone()}</option> }
}

/// A yes-or-no field of the draft.
#[component]
pub fn Check(
    /// The label.
    label: &'static str,
    /// Reads it.
    get: fn(&Draft) -> bool,
    /// Writes it.
    set: fn(&mut Draft, bool),
) -> impl IntoView {
    let draft = use_desk().app.draft;
    let checked = Memo::new(move |_| draft.with(get));
    view! {
        <label class="ask-check">
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    draft.update(|d| set(d, checked));
                }
            />
            {label}
        </label>
    }
}

/// After the last of so many rows of a kind was added: the keyboard goes to its first field.
pub fn focus_on_added(kind: &str, rows: usize) {
    focus_soon(format!("[aria-label=\"{kind} {rows}\"] input"));
}

/// After a row of a kind was taken away: the keyboard goes to the button that takes the next one
/// away, which stands before the one that adds a row and is now in that place, or to that one.
pub fn focus_behind_removed(kind: &str, at: usize, add: &str) {
    focus_soon(format!("[aria-label=\"{kind} {}\"] .ask-remove, {add}", at + 1));
}
