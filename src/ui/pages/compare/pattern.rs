//! Choosing the access pattern: those of the dataset, and the request in progress in Explore.

use leptos::prelude::*;

use super::race::{Phase, Race};
use crate::api::{Operation, Request};
use crate::datasets::{AccessPattern, access_patterns};
use crate::model::TableSchema;
use crate::ui::model::compare::{Counterpart, NoCounterpart, Way, counterpart};
use crate::ui::model::draft::Draft;
use crate::ui::model::rows::Target;
use crate::ui::model::tables::Tables;
use crate::ui::state::App;

/// What the request in progress in Explore is called here.
const MY_REQUEST: &str = "Request from Explore";

/// Which access pattern is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Choice {
    /// An access pattern of the dataset, by its place in the list.
    Pattern(usize),
    /// The request in progress in Explore.
    Mine,
}

/// An access pattern, both ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What it is called.
    pub title: String,
    /// How the request by key serves it, and what surprises about it.
    pub note: String,
    /// Both requests.
    pub pair: Counterpart,
}

impl Asked {
    /// The further ways that this access pattern has.
    pub fn further_ways(&self, tables: &Tables) -> Vec<(Way, Request)> {
        let schema = self.table().and_then(|target| tables.schema(&target.table).cloned());
        let request =
            |schema: &TableSchema, way: Way| Some((way, way.request(&self.pair, schema)?));
        schema.map_or_else(Vec::new, |schema| {
            Way::ALL.into_iter().filter_map(|way| request(&schema, way)).collect()
        })
    }

    /// The table asked.
    pub fn table(&self) -> Option<Target> {
        let table = self.pair.scan.body.get("TableName")?.as_str()?.to_owned();
        Some(Target { table, index: None })
    }
}

/// The access pattern chosen, both ways.
pub fn asked(app: App, choice: &Choice) -> Result<Asked, &'static str> {
    match choice {
        Choice::Pattern(index) => {
            let pattern = patterns(app).into_iter().nth(*index);
            pattern.and_then(asked_pattern).ok_or("This dataset has no such access pattern.")
        }
        Choice::Mine => asked_mine(app).map_err(NoCounterpart::words),
    }
}

/// The access patterns that a Scan can be held against.
fn patterns(app: App) -> Vec<AccessPattern> {
    let patterns = access_patterns(app.recipe.get().dataset).into_iter();
    patterns.filter(|pattern| pattern.as_scan.is_some()).collect()
}

fn asked_pattern(pattern: AccessPattern) -> Option<Asked> {
    let pair = Counterpart { query: pattern.request, scan: pattern.as_scan? };
    let note = format!("{} {}", pattern.note, pattern.trap);
    Some(Asked { title: pattern.title.into(), note, pair })
}

fn asked_mine(app: App) -> Result<Asked, NoCounterpart> {
    let request = app.draft.with(request_of).ok_or(NoCounterpart::Incomplete)?;
    let pair = counterpart(&request)?;
    let note = "Your request from Explore, and a Scan with the same condition as a filter.".into();
    Ok(Asked { title: MY_REQUEST.into(), note, pair })
}

fn request_of(draft: &Draft) -> Option<Request> {
    let operation = Operation::from_name(draft.operation())?;
    Some(Request { operation, body: draft.to_request().ok()? })
}

/// What to begin with: the request of Explore when it can be compared, which a person has just
/// been busy with; otherwise the first of the dataset.
pub fn first_choice(app: App) -> Choice {
    untrack(|| {
        let draft = app.draft.get();
        let same = |request: &Request| {
            Draft::from_request(request.operation.name(), &request.body).to_request()
                == draft.to_request()
        };
        match patterns(app).iter().position(|pattern| same(&pattern.request)) {
            Some(index) => Choice::Pattern(index),
            None if asked_mine(app).is_ok() => Choice::Mine,
            None => Choice::Pattern(0),
        }
    })
}

/// The access pattern, the ways to serve it, and the button that runs them.
#[component]
pub fn PatternBar(
    /// The race to start.
    race: Race,
) -> impl IntoView {
    let note = move || {
        race.asked.with(|asked| asked.as_ref().map(|asked| asked.note.clone()).unwrap_or_default())
    };
    view! {
        <div class="compare-pattern">
            <div class="compare-ask">
                <label for="compare-choice">"Access pattern"</label>
                <select
                    id="compare-choice"
                    on:change=move |event| race.choice.set(choice_of(&event_target_value(&event)))
                >
                    <Options race/>
                </select>
                <RunButton race/>
            </div>
            <p class="compare-note">{note}</p>
            <FurtherWays race/>
        </div>
    }
}

/// The further ways to choose from.
#[component]
fn FurtherWays(
    /// The race that they would run in.
    race: Race,
) -> impl IntoView {
    let choice = move |way: Way| {
        let is_chosen = move || race.chosen.with(|chosen| chosen.contains(&way));
        let choose = move |event| {
            race.chosen.update(|chosen| {
                chosen.retain(|known| *known != way);
                if event_target_checked(&event) {
                    chosen.push(way);
                }
            });
        };
        view! {
            <label>
                <input type="checkbox" prop:checked=is_chosen on:change=choose/>
                " "
                {way.label()}
            </label>
        }
    };
    let offered =
        move || race.ways.with(|ways| ways.iter().map(|(way, _)| *way).collect::<Vec<_>>());
    view! {
        <Show when=move || !race.ways.with(Vec::is_empty)>
            <fieldset class="compare-ways">
                <legend>"Compare with"</legend>
                <For each=offered key=|way| *way children=choice/>
            </fieldset>
        </Show>
    }
}

/// The access patterns to choose from.
#[component]
fn Options(
    /// The race that one of them is for.
    race: Race,
) -> impl IntoView {
    let options = move || {
        let patterns = patterns(race.app).into_iter().enumerate();
        let mut options: Vec<_> =
            patterns.map(|(at, pattern)| (Choice::Pattern(at), pattern.title)).collect();
        options.push((Choice::Mine, MY_REQUEST));
        options
    };
    view! {
        <For
            each=options
            key=|option| option.clone()
            children=move |(choice, title)| {
                let value = value_of(&choice);
                let selected = move || race.choice.get() == choice;
                view! { <option value=value prop:selected=selected>{title}</option> }
            }
        />
    }
}

/// Runs all ways, or stops them.
#[component]
fn RunButton(
    /// The race.
    race: Race,
) -> impl IntoView {
    let label = move || match race.phase.get() {
        Phase::Running => "Cancel".to_owned(),
        Phase::Ready => match race.further().len() {
            0 => "Run both".to_owned(),
            further => format!("Run all {}", further + 2),
        },
        _ => "Run again".to_owned(),
    };
    let press = move |_| match race.phase.get_untracked() {
        Phase::Running => race.cancel(),
        _ => race.start(),
    };
    view! {
        <button
            type="button"
            class="primary"
            data-testid="run"
            on:click=press
            disabled=move || race.asked.with(Result::is_err)
        >
            {label}
        </button>
    }
}

fn value_of(choice: &Choice) -> String {
    match choice {
        Choice::Pattern(index) => index.to_string(),
        Choice::Mine => "mine".into(),
    }
}

fn choice_of(value: &str) -> Choice {
    value.parse().map_or(Choice::Mine, Choice::Pattern)
}
