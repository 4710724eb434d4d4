//! What an answer must do: checks to choose, or those that the solution meets.

use leptos::prelude::*;

use super::fields::{Area, Line};
use crate::ui::model::lab::preset::PRESETS;
use crate::ui::model::level::{ItemIs, LabText, ONE_TEXT, OneText, RowsText, TextAt};
use crate::ui::state::use_builder;

/// The checks.
#[component]
pub fn ChecksForm() -> impl IntoView {
    let builder = use_builder();
    view! {
        <fieldset class="build-part">
            <legend>"4. Checks"</legend>
            <p class="hint">
                "An answer is checked by what it does, never by its text. All checks that you choose \
                 must pass."
            </p>
            <button
                type="button"
                data-testid="suggest-checks"
                on:click=move |_| builder.suggest_checks()
            >
                "Take checks from the solution"
            </button>
            <RowsCheck/>
            {ONE_TEXT.map(|check| view! { <TextCheck check/> }).collect_view()}
            <ItemChecks/>
            <ShapeChecks/>
            <LabCheck/>
        </fieldset>
    }
}

/// A check with its box, and what belongs to it while it is chosen.
#[component]
fn Chosen(
    /// What it is called.
    label: &'static str,
    /// Whether it is chosen.
    #[prop(into)]
    is_chosen: Signal<bool>,
    /// Chooses it, or leaves it out.
    on_choose: Callback<bool>,
    /// What belongs to it.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <div class="build-check">
            <label class="build-choice">
                <input
                    type="checkbox"
                    prop:checked=is_chosen
                    on:change=move |event| on_choose.run(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            <Show when=move || is_chosen.get()>{children()}</Show>
        </div>
    }
}

#[component]
fn RowsCheck() -> impl IntoView {
    let builder = use_builder();
    let is_chosen = Memo::new(move |_| builder.level.with(|level| level.checks.rows.is_some()));
    let is_ordered = move || {
        builder.level.with(|level| level.checks.rows.as_ref().is_some_and(|rows| rows.ordered))
    };
    let choose = move |chosen: bool| {
        let first = RowsText { by: "PK, SK".into(), ordered: false };
        builder.change(|level| level.checks.rows = chosen.then_some(first));
    };
    let order = move |event| {
        let ordered = event_target_checked(&event);
        builder.change(|level| {
            if let Some(rows) = &mut level.checks.rows {
                rows.ordered = ordered;
            }
        });
    };
    view! {
        <Chosen
            label="Returns the items that the solution returns"
            is_chosen
            on_choose=Callback::new(choose)
        >
            <Line label="Compared by these attributes" at=TextAt::RowsBy/>
            <label class="build-choice">
                <input type="checkbox" prop:checked=is_ordered on:change=order/>
                <span>"In the same order"</span>
            </label>
        </Chosen>
    }
}

#[component]
fn TextCheck(
    /// The check.
    check: OneText,
) -> impl IntoView {
    let builder = use_builder();
    let is_chosen = Memo::new(move |_| builder.level.with(|level| level.has_check(check.at)));
    let choose = move |chosen: bool| builder.change(|level| level.choose_check(check, chosen));
    view! {
        <Chosen label=check.label is_chosen on_choose=Callback::new(choose)>
            <Line label=check.label at=check.at/>
        </Chosen>
    }
}

#[component]
fn ItemChecks() -> impl IntoView {
    let builder = use_builder();
    let count = Memo::new(move |_| builder.level.with(|level| level.checks.items.len()));
    let item = move |at: usize| {
        let is = Memo::new(move |_| {
            builder.level.with(|level| level.checks.items.get(at).map(|item| item.is))
        });
        let choose = move |event| {
            let name = event_target_value(&event);
            let chosen = ItemIs::ALL.into_iter().find(|(known, ..)| *known == name);
            builder.change(|level| {
                if let (Some(item), Some((_, is, _))) = (level.checks.items.get_mut(at), chosen) {
                    item.is = is;
                }
            });
        };
        let option = move |(name, value, words): (&'static str, ItemIs, &'static str)| {
            view! {
                <option value=name prop:selected=move || is.get() == Some(value)>{words}</option>
            }
        };
        let has_attributes =
            move || is.get().is_some_and(|is| !matches!(is, ItemIs::Present | ItemIs::Absent));
        view! {
            <div class="build-item" role="group" aria-label=format!("Item {}", at + 1)>
                <Area label="Item, by its key in DynamoDB JSON" at=TextAt::ItemKey(at) code=true/>
                <label class="field">
                    <span>"Afterwards it"</span>
                    <select on:change=choose>{ItemIs::ALL.map(option).collect_view()}</select>
                </label>
                <Show when=has_attributes>
                    <Area label="Attributes" at=TextAt::ItemAttributes(at) code=true/>
                </Show>
                <Line label="Table (if it isn't the data's own)" at=TextAt::ItemTable(at)/>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| builder.change(|level| drop(level.checks.items.remove(at)))
                >
                    {format!("Remove item {}", at + 1)}
                </button>
            </div>
        }
    };
    view! {
        <div class="build-check">
            <For each=move || 0..count.get() key=|at| *at let(at)>{item(at)}</For>
            <button
                type="button"
                class="quiet"
                on:click=move |_| builder.change(|level| level.checks.items.push(Default::default()))
            >
                "+ Check an item afterwards"
            </button>
        </div>
    }
}

#[component]
fn ShapeChecks() -> impl IntoView {
    let builder = use_builder();
    let count = Memo::new(move |_| builder.level.with(|level| level.checks.shapes.len()));
    let shape = move |at: usize| {
        let kind = Memo::new(move |_| {
            let kind = |level: &crate::ui::model::level::Level| {
                level.checks.shapes.get(at).map(|shape| shape.index.clone()).unwrap_or_default()
            };
            builder.level.with(kind)
        });
        let choose = move |event| {
            let kind = event_target_value(&event);
            builder.change(|level| {
                if let Some(shape) = level.checks.shapes.get_mut(at) {
                    shape.index = kind;
                }
            });
        };
        let option = move |(value, words): (&'static str, &'static str)| {
            view! { <option value=value prop:selected=move || kind.get() == value>{words}</option> }
        };
        let kinds = [("", "a table"), ("GSI", "a GSI"), ("LSI", "an LSI")];
        view! {
            <div class="build-item" role="group" aria-label=format!("Table or index {}", at + 1)>
                <label class="field">
                    <span>"There must be"</span>
                    <select on:change=choose>{kinds.map(option).collect_view()}</select>
                </label>
                <div class="build-row">
                    <Line label="Table" at=TextAt::ShapeTable(at)/>
                    <Line label="Name of the index" at=TextAt::ShapeName(at)/>
                    <Line label="Partition key" at=TextAt::ShapePartition(at)/>
                    <Line label="Sort key" at=TextAt::ShapeSort(at)/>
                    <Line label="Most items in it" at=TextAt::ShapeMaxItems(at)/>
                    <Line label="Billing mode" at=TextAt::ShapeBilling(at)/>
                </div>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| builder.change(|level| drop(level.checks.shapes.remove(at)))
                >
                    {format!("Remove table or index {}", at + 1)}
                </button>
            </div>
        }
    };
    view! {
        <div class="build-check">
            <For each=move || 0..count.get() key=|at| *at let(at)>{shape(at)}</For>
            <button
                type="button"
                class="quiet"
                on:click=move |_| builder.change(|level| level.checks.shapes.push(Default::default()))
            >
                "+ Check a table or an index afterwards"
            </button>
        </div>
    }
}

#[component]
fn LabCheck() -> impl IntoView {
    let builder = use_builder();
    let is_chosen = Memo::new(move |_| builder.level.with(|level| level.checks.lab.is_some()));
    let preset = Memo::new(move |_| {
        builder.level.with(|level| level.checks.lab.as_ref().map(|lab| lab.preset.clone()))
    });
    let choose = move |chosen: bool| {
        let first = LabText {
            preset: PRESETS[0].id.into(),
            max_throttled_percent: "0".into(),
            ..LabText::default()
        };
        builder.change(|level| level.checks.lab = chosen.then_some(first));
    };
    let choose_preset = move |event| {
        let id = event_target_value(&event);
        builder.change(|level| {
            if let Some(lab) = &mut level.checks.lab {
                lab.preset = id;
            }
        });
    };
    let option = move |at: usize| {
        let known = &PRESETS[at];
        let selected = move || preset.get().is_some_and(|id| id == known.id);
        view! { <option value=known.id prop:selected=selected>{known.title}</option> }
    };
    view! {
        <Chosen
            label="Stands a load of the traffic lab"
            is_chosen
            on_choose=Callback::new(choose)
        >
            <label class="field">
                <span>"Experiment"</span>
                <select on:change=choose_preset>
                    {(0..PRESETS.len()).map(option).collect_view()}
                </select>
            </label>
            <Area label="Settings that differ, one a line: rate = 2000" at=TextAt::LabSet code=true/>
            <Line
                label="Settings that the learner chooses; none to take the table's capacity mode"
                at=TextAt::LabChoose
            />
            <div class="build-row">
                <Line label="Throttled, at most %" at=TextAt::LabThrottled/>
                <Line label="Succeeded, at least %" at=TextAt::LabSucceeded/>
                <Line label="p99 latency, at most ms" at=TextAt::LabLatency/>
                <Line label="Monthly cost, at most $" at=TextAt::LabDollars/>
            </div>
        </Chosen>
    }
}
