//! The verdict: the ratio in words, and whether both found the same items.

use leptos::either::Either;
use leptos::prelude::*;

use super::race::{Phase, Race};
use crate::ui::model::compare::{
    Standing, Verdict, check_rows, heading, ratio_words, rows_words, standings,
};
use crate::ui::model::words::items;

/// The sentences of a finished race.
#[derive(Clone, PartialEq)]
struct Sentences {
    ratio: String,
    rows: String,
    same: bool,
    /// All ways in a table, where there are more than the two.
    standings: Vec<Standing>,
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
    let Sentences { ratio, rows, same, standings } = sentences;
    let table = (!standings.is_empty()).then(|| view! { <Standings standings/> });
    view! {
        <p class="compare-ratio" data-testid="compare-ratio">{ratio}</p>
        <p class="compare-rows" class:differ=!same>
            <span aria-hidden="true">{if same { "= " } else { "≠ " }}</span>
            {rows}
        </p>
        {table}
    }
}

/// All ways that ran, in figures.
#[component]
fn Standings(
    /// The ways.
    standings: Vec<Standing>,
) -> impl IntoView {
    let row = |way: Standing| {
        let figures = way.figures.map(|figure| view! { <td class="number">{figure}</td> });
        let result = if way.is_same { "= same" } else { "≠ different" };
        view! {
            <tr>
                <th scope="row">{way.name}</th>
                {figures.into_iter().collect_view()}
                <td>{way.cost}</td>
                <td>{result}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="All ways in figures">
            <table class="figures" data-testid="compare-standings">
                <thead>
                    <tr>
                        <th scope="col">"Way"</th>
                        <th scope="col" class="number">"Items evaluated"</th>
                        <th scope="col" class="number">"Items returned"</th>
                        <th scope="col" class="number">"Pages"</th>
                        <th scope="col" class="number">"Bytes read"</th>
                        <th scope="col" class="number">"RCU"</th>
                        <th scope="col">"Cost"</th>
                        <th scope="col">"Result"</th>
                    </tr>
                </thead>
                <tbody>{standings.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn sentences(race: Race) -> Sentences {
    let (query, scan) = (race.by_key.totals.get(), race.by_scan.totals.get());
    let name = race.asked.with_untracked(|asked| {
        asked.as_ref().map_or("Query", |asked| asked.pair.query.operation.name())
    });
    let rows = check_rows(&query.items, &scan.items);
    let verdict = Verdict { name, query: &query, scan: &scan, rows };
    let (ratio, told) = (ratio_words(verdict), rows_words(verdict));
    Sentences { ratio, rows: told, same: rows.same(), standings: all_standings(race) }
}

/// All ways, where more than two ran.
fn all_standings(race: Race) -> Vec<Standing> {
    let further = untrack(|| race.further());
    if further.is_empty() {
        return Vec::new();
    }
    let further = further.into_iter().map(|(way, _)| (way.label().to_owned(), race.side(way)));
    let Ok(asked) = race.asked.get_untracked() else { return Vec::new() };
    let pair = [(&asked.pair.query, race.by_key), (&asked.pair.scan, race.by_scan)];
    let ways = pair.map(|(request, side)| (heading(request), side)).into_iter().chain(further);
    let ways: Vec<_> = ways.map(|(name, side)| (name, side.totals.get_untracked())).collect();
    standings(&ways)
}

fn cancelled(race: Race) -> String {
    let read = race.by_scan.totals.with_untracked(|totals| totals.read);
    format!("Canceled after the Scan evaluated {}. The meter includes their cost.", items(read))
}
