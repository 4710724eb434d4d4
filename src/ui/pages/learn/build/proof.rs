//! The proof of a level, and what may be done with one that holds.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::link_field::LinkField;
use crate::ui::dom;
use crate::ui::model::level::report::Report;
use crate::ui::model::level::{Problem, WrongAnswer};
use crate::ui::model::words::bytes;
use crate::ui::state::{Status, use_builder};

/// The proof.
#[component]
pub fn ProofPanel() -> impl IntoView {
    let builder = use_builder();
    let content = move || match builder.status.get() {
        Status::Unproved => {
            view! { <p>"Prove the level to get its link and its file."</p> }.into_any()
        }
        Status::Working => view! { <p>"Playing the level."</p> }.into_any(),
        Status::Unreadable(problems) => {
            let told = |Problem { slot, message }: Problem| {
                view! { <li><strong>{slot.to_string()}</strong> ": " {message}</li> }
            };
            view! {
                <div class="callout callout-warning" data-testid="unreadable">
                    <p>"This is missing or can't be read:"</p>
                    <ul>{problems.into_iter().map(told).collect_view()}</ul>
                </div>
            }
            .into_any()
        }
        Status::CannotStart(reason) => view! {
            <div class="callout callout-error" data-testid="unreadable">
                <p>"The data that the level begins with can't be made: " {reason} "."</p>
            </div>
        }
        .into_any(),
        Status::Proved(report) => view! { <Findings report/> }.into_any(),
    };
    view! {
        <section class="build-proof" aria-label="Proof">
            <h2>"Proof"</h2>
            <button
                type="button"
                class="primary"
                data-testid="prove"
                disabled=move || builder.status.get() == Status::Working
                on:click=move |_| builder.prove()
            >
                "Prove the level"
            </button>
            <div role="status" data-testid="proof">
                {move || builder.told.get().map(|told| view! { <p>{told}</p> })}
                {content}
            </div>
        </section>
    }
}

#[component]
fn Findings(
    /// What came of the proof.
    report: Arc<Report>,
) -> impl IntoView {
    let line = |told: &String| view! { <li>{told.clone()}</li> };
    if !report.faults.is_empty() {
        return view! {
            <div class="callout callout-error" data-testid="faults">
                <p><strong>"The level doesn't hold:"</strong></p>
                <ul>{report.faults.iter().map(line).collect_view()}</ul>
            </div>
        }
        .into_any();
    }
    let second = (!report.level.second_seed.trim().is_empty())
        .then(|| view! { <li>"✓ The solution passes with the second seed."</li> });
    let wrong = report.level.wrong.iter().zip(&report.wrong);
    let wrong = wrong.map(|(WrongAnswer { name, .. }, failures)| {
        let told = failures.first().cloned().unwrap_or_else(|| "It passes.".to_owned());
        view! { <li>"“" {name.clone()} "”: " {told}</li> }
    });
    view! {
        <ul class="build-holds" data-testid="holds">
            <li>"✓ The start fails."</li>
            <li>"✓ The solution passes."</li>
            {second}
            {wrong.collect_view()}
        </ul>
        <ShareLink/>
        <ShareFile report=report.clone()/>
    }
    .into_any()
}

#[component]
fn ShareLink() -> impl IntoView {
    let builder = use_builder();
    let link = Signal::derive(move || builder.link.get().unwrap_or_default());
    view! {
        <Show when=move || builder.link.with(Option::is_some)>
            <h3>"Link"</h3>
            <LinkField label="Link to the level" id="level-link" link/>
            <p><a class="button" href=move || builder.link.get()>"Try the level"</a></p>
        </Show>
    }
}

#[component]
fn ShareFile(
    /// What came of the proof.
    report: Arc<Report>,
) -> impl IntoView {
    let content = match &report.file {
        Some((name, text)) => {
            let (name, text) = (name.clone(), text.clone());
            let told = format!("{name}, {}.", bytes(text.len() as u64));
            view! {
                <p>
                    {told} " Put it into " <code>"lessons/<lesson>/exercises/"</code> "; "
                    <code>"cargo xtask content check"</code> " accepts it as it is."
                </p>
                <button
                    type="button"
                    data-testid="level-file"
                    on:click=move |_| dom::file::download(&name, &text)
                >
                    "Save the file"
                </button>
            }
            .into_any()
        }
        None => {
            let line = |told: &String| view! { <li>{told.clone()}</li> };
            view! {
                <p>"Files in lessons/ must meet more. Before this is one:"</p>
                <ul data-testid="gaps">{report.gaps.iter().map(line).collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <h3>"File"</h3>
        {content}
    }
}
