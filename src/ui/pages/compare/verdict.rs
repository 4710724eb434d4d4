//! The verdict: the ratio in words, and whether both found the same items.

use leptos::either::Either;
use leptos::prelude::*;

use super::race::{Phase, Race};
use crate::ui::model::compare::{Verdict, check_rows, ratio_words, rows_words};
use crate::ui::model::words::items;

/// The sentences of a finished race.
#[derive(Clone, PartialEq)]
struct Sentences {
    ratio: String,
    rows: String,
    same: bool,
}

/// What came of the race; before it, what to expect. Screen readers hear it change.
#[component]
pub fn VerdictBar(
    /// The race.
    race: Race,
) -> impl IntoView {
    let plain = |text: String| Either::Left(view! { <p class="compare-rows">{text}</p> });
    let content = move || match race.phase.get() {
        Phase::Ready => plain("Run both to compare what the same result costs.".into()),
        Phase::Running => plain("Reading…".into()),
        Phase::Rejected => {
            plain("One request was rejected, so there is nothing to compare.".into())
        }
        Phase::Cancelled => plain(cancelled(race)),
        Phase::Done => Either::Right(view! { <Done sentences=sentences(race)/> }),
    };
    view! { <div class="compare-verdict" role="status">{content}</div> }
}

#[component]
fn Done(
    /// What came of the race.
    sentences: Sentences,
) -> impl IntoView {
    let Sentences { ratio, rows, same } = sentences;
    view! {
        <p class="compare-ratio" data-testid="compare-ratio">{ratio}</p>
        <p class="compare-rows" class:differ=!same>
            <span aria-hidden="true">{if same { "= " } else { "≠ " }}</span>
            {rows}
        </p>
    }
}

fn sentences(race: Race) -> Sentences {
    let (query, scan) = (race.by_key.totals.get(), race.by_scan.totals.get());
    let name = race.asked.with_untracked(|asked| {
        asked.as_ref().map_or("Query", |asked| asked.pair.query.operation.name())
    });
    let rows = check_rows(&query.items, &scan.items);
    let verdict = Verdict { name, query: &query, scan: &scan, rows };
    Sentences { ratio: ratio_words(verdict), rows: rows_words(verdict), same: rows.same() }
}

fn cancelled(race: Race) -> String {
    let read = race.by_scan.totals.with_untracked(|totals| totals.read);
    format!("Canceled after the Scan evaluated {}. The meter includes their cost.", items(read))
}
