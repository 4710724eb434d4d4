//! The fields of a design: keys, indexes, capacity. Each reads and writes its part of one form.

use leptos::prelude::*;

use crate::model::IndexKind;
use crate::ui::model::table::{
    Billing, Capacity, IndexForm, KeyField, KeyPart, KeySide, Owner, Projected, TableForm, TypeName,
};

/// A text field with its label.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: String,
    /// Its text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// An example, shown while the field is empty.
    #[prop(optional)]
    example: &'static str,
    /// A sentence below it.
    #[prop(optional)]
    hint: &'static str,
    /// Whether the label is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="label" class:visually-hidden=quiet>{label}</span>
            <input
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=example
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {(!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })}
        </label>
    }
}

/// A choice among a few, by their labels.
#[component]
pub fn ListField(
    /// The label.
    #[prop(into)]
    label: String,
    /// What there is to choose.
    options: Vec<&'static str>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// Called with the place of another choice.
    #[prop(into)]
    on_choose: Callback<usize>,
    /// Whether the label is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let known = options.clone();
    let choose = move |event| {
        let label = event_target_value(&event);
        if let Some(at) = known.iter().position(|option| *option == label) {
            on_choose.run(at);
        }
    };
    let option = move |label: &'static str| {
        view! { <option prop:selected=move || chosen.get() == label>{label}</option> }
    };
    view! {
        <label class="field">
            <span class="label" class:visually-hidden=quiet>{label}</span>
            <select on:change=choose>{options.into_iter().map(option).collect_view()}</select>
        </label>
    }
}

/// One part of a key: its attributes, each with name and type.
#[component]
pub fn KeyFields(
    /// The form.
    form: RwSignal<TableForm>,
    /// Whose key.
    owner: Owner,
    /// Which part.
    side: KeySide,
) -> impl IntoView {
    let title = match side {
        KeySide::Partition => "Partition key",
        KeySide::Sort => "Sort key",
    };
    let rows = Memo::new(move |_| form.with(|form| form.keys(owner, side).len()));
    let bounds = Memo::new(move |_| form.with(|form| form.bounds(owner, side)));
    let add = move |_| {
        form.update(|form| {
            form.keys_mut(owner, side).into_iter().for_each(|keys| keys.push(KeyField::default()));
        });
    };
    let add_label = move || match (side, rows.get()) {
        (KeySide::Sort, 0) => "Add a sort key",
        _ => "Add an attribute",
    };
    view! {
        <fieldset class="key-fields">
            <legend>{title}</legend>
            <For each=move || 0..rows.get() key=|at| *at let(at)>
                <KeyRow form part=KeyPart { owner, side, at } title bounds rows/>
            </For>
            <Show when=move || rows.get() < bounds.get().1>
                <button type="button" class="quiet" on:click=add>{add_label}</button>
            </Show>
        </fieldset>
    }
}

/// One attribute of a key.
#[component]
fn KeyRow(
    /// The form.
    form: RwSignal<TableForm>,
    /// Which attribute.
    part: KeyPart,
    /// What the part of the key is called.
    title: &'static str,
    /// The least and the most attributes of the part.
    bounds: Memo<(usize, usize)>,
    /// How many there are.
    rows: Memo<usize>,
) -> impl IntoView {
    let KeyPart { owner, side, at } = part;
    let field = Memo::new(move |_| {
        form.with(|form| form.keys(owner, side).get(at).cloned().unwrap_or_default())
    });
    let write = move |change: &dyn Fn(&mut KeyField)| {
        form.update(|form| {
            let keys = form.keys_mut(owner, side);
            keys.and_then(|keys| keys.get_mut(at)).into_iter().for_each(change);
        });
    };
    let remove = move |_| {
        form.update(|form| {
            if let Some(keys) = form.keys_mut(owner, side).filter(|keys| at < keys.len()) {
                keys.remove(at);
            }
        });
    };
    view! {
        <div class="key-row">
            <TextField
                label=format!("{title}, attribute {}", at + 1)
                quiet=true
                value=Signal::derive(move || field.get().name)
                on_input=move |name: String| write(&|field| field.name.clone_from(&name))
            />
            <ListField
                label=format!("Type of {title}, attribute {}", at + 1)
                quiet=true
                options=TypeName::ALL.map(TypeName::label).to_vec()
                chosen=Signal::derive(move || field.get().kind.label())
                on_choose=move |at: usize| write(&|field| field.kind = TypeName::ALL[at])
            />
            <Show when=move || bounds.get().0 < rows.get()>
                <button
                    type="button"
                    class="quiet"
                    aria-label=format!("Remove {title}, attribute {}", at + 1)
                    on:click=remove
                >
                    "Remove"
                </button>
            </Show>
        </div>
    }
}

/// One index of a form.
#[component]
pub fn IndexFields(
    /// The form.
    form: RwSignal<TableForm>,
    /// Which of its indexes.
    at: usize,
) -> impl IntoView {
    let index = Memo::new(move |_| form.with(|form| form.indexes.get(at).cloned()));
    let part = move |of: fn(&IndexForm) -> String| {
        Signal::derive(move || index.with(|index| index.as_ref().map(of).unwrap_or_default()))
    };
    let write = move |change: &dyn Fn(&mut IndexForm)| {
        form.update(|form| form.indexes.get_mut(at).into_iter().for_each(change));
    };
    let is_global = Memo::new(move |_| {
        index.with(|index| index.as_ref().is_some_and(|index| index.kind == IndexKind::Global))
    });
    let projected =
        Memo::new(move |_| index.with(|i| i.as_ref().map_or(Projected::All, |i| i.projected)));
    let owner = Owner::Index(at);
    view! {
        <TextField
            label="Index name"
            value=part(|index| index.name.clone())
            on_input=move |name: String| write(&|index| index.name.clone_from(&name))
        />
        <Show when=move || is_global.get()>
            <KeyFields form owner side=KeySide::Partition/>
        </Show>
        <KeyFields form owner side=KeySide::Sort/>
        <ListField
            label="Projection"
            options=Projected::ALL.map(Projected::label).to_vec()
            chosen=Signal::derive(move || projected.get().label())
            on_choose=move |at: usize| write(&|index| index.projected = Projected::ALL[at])
        />
        <Show when=move || projected.get() == Projected::Include>
            <TextField
                label="Attributes, with commas between them"
                value=part(|index| index.include.clone())
                on_input=move |names: String| write(&|index| index.include.clone_from(&names))
            />
        </Show>
    }
}

/// On-demand, or units set in advance.
#[component]
pub fn CapacityFields(
    /// The capacity.
    capacity: RwSignal<Capacity>,
    /// What the group is called.
    label: &'static str,
) -> impl IntoView {
    let button = move |billing: Billing, label: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || capacity.with(|c| c.billing == billing).to_string()
                on:click=move |_| capacity.update(|c| c.billing = billing)
            >
                {label}
            </button>
        }
    };
    let is_provisioned = Memo::new(move |_| capacity.with(|c| c.billing == Billing::Provisioned));
    view! {
        <div class="segments" role="group" aria-label=label>
            {button(Billing::OnDemand, "On-demand")}
            {button(Billing::Provisioned, "Provisioned")}
        </div>
        <Show when=move || is_provisioned.get()>
            <div class="key-row">
                <TextField
                    label="RCU per second"
                    value=Signal::derive(move || capacity.get().read)
                    on_input=move |text| capacity.update(|c| c.read = text)
                />
                <TextField
                    label="WCU per second"
                    value=Signal::derive(move || capacity.get().write)
                    on_input=move |text| capacity.update(|c| c.write = text)
                />
            </div>
        </Show>
    }
}
