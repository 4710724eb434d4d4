//! The service behind the requests: its clock, its limits, its lags, and a cache in front.
//!
//! Owns the controls. What they mean is `ui::model::service`'s, what comes of them the engine's.

use leptos::prelude::*;

use super::desk::use_desk;
use crate::api::{Operation, Request};
use crate::ui::dom::time;
use crate::ui::model::clock::{Pace, time_of_day};
use crate::ui::model::service::{
    Field, Service, cache_words, is_smallest, limits_lines, on_demand, shortage_line, smallest,
};
use crate::ui::model::tables::Tables;
use crate::ui::state::{App, use_app};

/// Steps by which the clock is turned forward.
const STEPS: [(&str, u64); 4] =
    [("+ 1 s", 1_000), ("+ 5 min", 300_000), ("+ 1 h", 3_600_000), ("+ 1 d", 86_400_000)];

/// Everything about the service, folded away until it is wanted.
#[component]
pub fn ServicePanel() -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| app.service.with(Service::words));
    let is_special = Memo::new(move |_| app.service.with(Service::is_special));
    view! {
        <details class="service" class:is-special=is_special data-testid="service">
            <summary><span class="service-title">"Simulation"</span> ": " {words}</summary>
            <TimeControls app/>
            <Switch
                app
                label="Simulate throttling and replication lag"
                get=|s| s.simulated
                set=|s, on| s.simulated = on
            />
            <Show when=move || app.service.with(|s| s.simulated)>
                <Fields app/>
                <Limits app/>
            </Show>
            <p class="service-note">
                "DynamoDB Accelerator (DAX) is a cache in front of DynamoDB. Cache hits consume no "
                "read units."
            </p>
            <Switch app label="Add a DAX cache" get=|s| s.dax set=|s, on| s.dax = on/>
            <Show when=move || app.service.with(|s| s.dax)>
                <Switch
                    app
                    label="Bypass DAX, as another application might"
                    get=|s| s.past_dax
                    set=|s, on| s.past_dax = on
                />
                <p class="service-note">{move || cached(app)}</p>
            </Show>
        </details>
    }
}

fn cached(app: App) -> String {
    app.ticks.track();
    app.dax_counts().map(cache_words).unwrap_or_default()
}

#[component]
pub fn Switch(
    /// The page's state.
    app: App,
    /// The visible label.
    label: &'static str,
    /// Reads the setting.
    get: fn(&Service) -> bool,
    /// Writes it.
    set: fn(&mut Service, bool),
) -> impl IntoView {
    let toggle = move |event| {
        let on = event_target_checked(&event);
        app.service.update(|service| set(service, on));
    };
    view! {
        <label class="ask-check">
            <input
                type="checkbox"
                prop:checked=move || app.service.with(get)
                on:change=toggle
            />
            {label}
        </label>
    }
}

/// What time it is for the service, and the hand on it.
#[component]
pub fn TimeControls(
    /// The page's state.
    app: App,
) -> impl IntoView {
    let shown = move || {
        app.ticks.track();
        let real = time::now();
        app.service.with(|service| {
            let ahead = service.clock.ahead(real).map(|words| format!(", {words}"));
            format!("{} UTC{}", time_of_day(service.clock.at(real)), ahead.unwrap_or_default())
        })
    };
    let pace = move |pace: Pace| {
        let pressed = move || (app.service.with(|s| s.clock.pace()) == pace).to_string();
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| app.set_pace(pace)>
                {pace.title()}
            </button>
        }
    };
    let step = move |(label, millis): (&'static str, u64)| {
        view! {
            <button type="button" on:click=move |_| app.turn_clock(millis)>
                {label}
            </button>
        }
    };
    view! {
        <p class="service-time">
            "Clock: " <span class="mono" data-testid="service-time">{shown}</span>
        </p>
        <div class="segments service-buttons" role="group" aria-label="Clock speed">
            {Pace::ALL.map(pace).collect_view()}
        </div>
        <div class="segments service-buttons" role="group" aria-label="Move the clock forward">
            {STEPS.map(step).collect_view()}
        </div>
    }
}

/// Lags and scale: our own settings, since AWS promises no figures.
#[component]
fn Fields(
    /// The page's state.
    app: App,
) -> impl IntoView {
    view! {
        <div class="service-fields">
            {Field::ALL.map(|field| view! { <NumberField app field/> }).collect_view()}
            <p class="service-note">
                "AWS publishes no figures for lag, so these are our assumptions. To see partitions of "
                "10 GB, set a scale above 1."
            </p>
        </div>
    }
}

#[component]
fn NumberField(
    /// The page's state.
    app: App,
    /// Which setting.
    field: Field,
) -> impl IntoView {
    let number = app.service.with_untracked(|service| field.get(&service.settings));
    let text = RwSignal::new(number.to_string());
    let problem = Memo::new(move |_| text.with(|text| field.read(text).err()));
    let problem_id = format!("service-{}-problem", field as u8);
    let typed = move |event| {
        let written = event_target_value(&event);
        if let Ok(number) = field.read(&written) {
            app.service.update(|service| field.set(&mut service.settings, number));
        }
        text.set(written);
    };
    view! {
        <label class="ask-field">
            <span class="ask-label">{field.label()}</span>
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=problem_id.clone()
                prop:value=text
                on:input=typed
            />
            <span class="service-problem" id=problem_id aria-live="polite">{problem}</span>
        </label>
    }
}

/// What each table and index has, and the way to a table that is easily too small.
#[component]
fn Limits(
    /// The page's state.
    app: App,
) -> impl IntoView {
    let limits = Memo::new(move |_| {
        app.ticks.track();
        app.look(limits_lines)
    });
    let line = |(name, words)| {
        view! { <div><dt class="mono">{name}</dt><dd>{words}</dd></div> }
    };
    view! {
        <dl class="service-limits" data-testid="limits">
            {move || limits.get().into_iter().map(line).collect_view()}
        </dl>
        <Small/>
    }
}

/// A table of one unit is throttled by hand, one of 4,000 is not.
#[component]
fn Small() -> impl IntoView {
    let desk = use_desk();
    let update = move |small: bool| {
        let table = desk.shown.get_untracked().table;
        if desk.schema(&table).is_none() {
            return;
        }
        let indexes = desk.tables.with_untracked(|tables| tables.global_indexes(&table));
        let body = if small { smallest(&table, &indexes) } else { on_demand(&table) };
        desk.run_request(Request { operation: Operation::UpdateTable, body });
    };
    let in_force = Memo::new(move |_| {
        let billing = |tables: &Tables| {
            desk.shown.with(|target| tables.schema(&target.table).map(|schema| schema.billing))
        };
        desk.tables.with(billing).and_then(is_smallest)
    });
    let pressed = move |small: bool| (in_force.get() == Some(small)).to_string();
    view! {
        <p class="service-note">"To trigger throttling, set the capacity to 1 RCU / 1 WCU (this runs UpdateTable)."</p>
        <div class="segments service-buttons" role="group" aria-label="Capacity of the table">
            <button
                type="button"
                aria-pressed=move || pressed(true)
                on:click=move |_| update(true)
            >
                "1 RCU, 1 WCU"
            </button>
            <button
                type="button"
                aria-pressed=move || pressed(false)
                on:click=move |_| update(false)
            >
                "On-demand"
            </button>
        </div>
    }
}

/// How long a request that was just throttled would have to wait.
#[component]
pub fn Recovery() -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| {
        app.ticks.track();
        let rejected = app.last.with(|last| last.as_ref().is_some_and(|l| l.response.is_err()));
        app.look(shortage_line).filter(|_| rejected)
    });
    move || words.get().map(|words| view! { <p data-testid="shortage">{words}</p> })
}
