//! Where the last request landed, in a sentence, and requests to try.

use serde_json::json;

use leptos::prelude::*;

use super::view::View;
use crate::api::{Operation, Request};
use crate::datasets::access_patterns;
use crate::ui::model::compare::heading;
use crate::ui::model::partition::{Landing, TableOrGlobalIndex};
use crate::ui::state::App;

/// The sentence; screen readers hear it change.
#[component]
pub fn LandingBar(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    let words = move || {
        let last = view.app.last.get();
        let operation = last.as_ref().map_or("", |last| last.request.operation.name());
        let of = view.segments.with(Vec::len);
        view.landing.with(|landing| landing.words(operation, of))
    };
    view! {
        <div class="landing">
            <p role="status" data-testid="landing">{words}</p>
            <div class="landing-actions">
                <ShowElsewhere view/>
                {move || {
                    let tries = tries(view.app).into_iter();
                    tries.map(|(label, request)| view! { <Try view label request/> }).collect_view()
                }}
            </div>
        </div>
    }
}

/// Looks at the table or index that the last request went to.
#[component]
fn ShowElsewhere(
    /// The state of the place.
    view: View,
) -> impl IntoView {
    move || match view.landing.get() {
        Landing::Elsewhere { table, on } => {
            let subject = TableOrGlobalIndex::from_table_or_index(&table, &on);
            let label = format!("Show {}", subject.words());
            let look = move |_| view.look_at(subject.clone());
            Some(view! { <button type="button" on:click=look>{label}</button> })
        }
        _ => None,
    }
}

/// Runs one request and looks where it went.
#[component]
fn Try(
    /// The state of the place.
    view: View,
    /// What the button says.
    label: String,
    /// What it sends.
    request: Request,
) -> impl IntoView {
    let run = move |_| {
        view.app.send(request.clone());
        view.follow_last();
    };
    view! { <button type="button" on:click=run>{label}</button> }
}

/// The question of Explore if it reads, or else the first of the dataset; and a Scan of its table.
fn tries(app: App) -> Vec<(String, Request)> {
    let first = || access_patterns(app.recipe.get().dataset).into_iter().next().map(|p| p.request);
    let Some(question) = question(app).or_else(first) else { return Vec::new() };
    let name = question.body.get("TableName").cloned().unwrap_or_default();
    let scan = Request { operation: Operation::Scan, body: json!({ "TableName": name }) };
    let all = ("Scan the table".to_string(), scan);
    match question.operation {
        Operation::Scan => vec![all],
        _ => vec![(format!("Run the {} of Explore", heading(&question)), question), all],
    }
}

fn question(app: App) -> Option<Request> {
    let draft = app.draft.get();
    let operation =
        Operation::from_name(draft.operation()).filter(|operation| operation.is_read())?;
    let reads_items = matches!(operation, Operation::Query | Operation::Scan | Operation::GetItem);
    let body = draft.to_request().ok()?;
    reads_items.then_some(Request { operation, body })
}
