//! Collecting results and their table.

use std::sync::Arc;

use content::agenda::Agenda;
use content::index::Index;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::dom;
use crate::ui::dom::file::read_all_chosen;
use crate::ui::model::packed::LinkFault;
use crate::ui::model::words::plural;
use crate::ui::model::workshop::result::{HandedIn, ResultTable, Share, csv, table};
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::ui::state::{Workshop, open_result, use_workshop};

/// A result that came by link: taken in, then shown with the others.
#[component]
pub fn ResultByLink(
    /// The link's data.
    data: String,
) -> impl IntoView {
    let workshop = use_workshop();
    let opened = RwSignal::new(None::<Result<HandedIn, LinkFault>>);
    spawn_local(async move {
        let result = open_result(&data).await;
        opened.try_set(Some(result));
    });
    let home = WorkshopRoute::Home.to_fragment();
    let taken = RwSignal::new(false);
    move || match opened.get() {
        None => {
            view! { <p class="learn-waiting" role="status">"Opening the result."</p> }.into_any()
        }
        Some(Err(fault)) => view! {
            <section class="workshop" data-testid="no-result">
                <h1>"This link opens no result"</h1>
                <p>{fault.sentence("result")} " Nothing of yours has changed."</p>
                <p><a class="button" href=home.clone()>"Workshop"</a></p>
            </section>
        }
        .into_any(),
        Some(Ok(result)) => {
            let name = result.name.clone();
            let take = move |_| {
                workshop.collect(result.clone());
                taken.set(true);
            };
            view! {
                <section class="workshop" data-testid="result-by-link">
                    <h1>"A workshop result"</h1>
                    <p>{named(&name)} " did this workshop. Add the result to those that you collect?"</p>
                    <div class="workshop-actions">
                        <button type="button" class="primary" on:click=take disabled=move || taken.get()>
                            "Add to my results"
                        </button>
                        <a class="button" href=home.clone()>"Workshop"</a>
                    </div>
                    <p role="status">{move || taken.get().then_some("Added.")}</p>
                </section>
            }
            .into_any()
        }
    }
}

fn named(name: &str) -> String {
    if name.is_empty() { "Somebody without a name".to_owned() } else { name.to_owned() }
}

/// Collecting, and what was collected.
#[component]
pub fn Results(
    /// The agenda.
    agenda: Signal<Option<Agenda>>,
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let workshop = use_workshop();
    let pasted = RwSignal::new(String::new());
    let told = RwSignal::new(String::new());
    let rows = Memo::new(move |_| {
        let agenda = agenda.get()?;
        let all = workshop.host.with(|host| host.results.clone());
        let of: Vec<HandedIn> = all.into_iter().filter(|r| r.agenda == agenda.id).collect();
        (!of.is_empty()).then(|| table(&agenda, &index, &of))
    });
    let collect = move |_| {
        let text = pasted.get_untracked();
        pasted.set(String::new());
        take_links(workshop, text, told);
    };
    let read = move |event| {
        read_all_chosen(&event, move |texts| {
            let found: Vec<_> = texts.iter().filter_map(|text| HandedIn::from_text(text)).collect();
            told.set(collected_words(found.len(), texts.len() - found.len()));
            found.into_iter().for_each(|result| workshop.collect(result));
        });
    };
    let save = move |_| {
        if let Some(table) = rows.get_untracked() {
            dom::file::download("workshop-results.csv", &csv(&table));
        }
    };
    let shown = move || match rows.get() {
        Some(table) => view! { <People table/> }.into_any(),
        None => view! { <p class="hint">"No results yet for this agenda."</p> }.into_any(),
    };
    view! {
        <section class="pane workshop-results" aria-labelledby="results-title">
            <h2 id="results-title">"Results"</h2>
            <p>
                "Everyone hands in under “My result”: by link, which you paste here (several at \
                 once if you like), or as a file."
            </p>
            <div class="field">
                <label for="pasted-results">"Result links"</label>
                <textarea id="pasted-results" rows="3" bind:value=pasted></textarea>
            </div>
            <div class="workshop-actions">
                <button type="button" data-testid="collect" on:click=collect>"Add these results"</button>
                <label class="file-field">
                    "Add result files"
                    <input type="file" multiple accept=".json,application/json" on:change=read/>
                </label>
                <button type="button" disabled=move || rows.with(Option::is_none) on:click=save>
                    "Save as CSV"
                </button>
                <button
                    type="button"
                    class="quiet"
                    disabled=move || workshop.host.with(|host| host.results.is_empty())
                    on:click=move |_| workshop.clear_results()
                >
                    "Remove all results"
                </button>
                <Show when=move || workshop.removed.with(Option::is_some)>
                    <button type="button" on:click=move |_| workshop.undo_clear()>"Undo"</button>
                </Show>
            </div>
            <p role="status" data-testid="collected">{told}</p>
            {shown}
        </section>
    }
}

/// Takes in every result whose link is in the text.
fn take_links(workshop: Workshop, text: String, told: RwSignal<String>) {
    let links: Vec<_> = text.split_whitespace().filter_map(WorkshopRoute::result_in).collect();
    if links.is_empty() {
        let words = "There is no result link in this text. Participants copy theirs under “My \
                     result”.";
        return told.set(words.to_owned());
    }
    spawn_local(async move {
        let (mut taken, mut faults) = (0, Vec::new());
        for data in links {
            match open_result(&data).await {
                Ok(result) => {
                    workshop.collect(result);
                    taken += 1;
                }
                Err(fault) => faults.push(fault),
            }
        }
        let mut words = collected_words(taken, faults.len());
        if let Some(fault) = faults.first() {
            words = format!("{words} {}", fault.sentence("result"));
        }
        told.try_set(words);
    });
}

fn collected_words(taken: usize, faults: usize) -> String {
    let taken = format!("{} added.", plural(taken as u64, "result", "results"));
    match faults {
        0 => taken,
        _ => format!("{taken} {} couldn't be read.", plural(faults as u64, "other", "others")),
    }
}

#[component]
fn People(
    /// The table.
    table: ResultTable,
) -> impl IntoView {
    let of = table.people.len();
    let heads = table.columns.iter().map(|title| view! { <th scope="col">{title.clone()}</th> });
    let heads = heads.collect_view();
    let cell = |share: Share| {
        let mark = if share.is_whole() { "✓ " } else { "" };
        view! { <td>{mark} {share.words()}</td> }
    };
    let person = table.people.into_iter().map(|person| {
        view! {
            <tr>
                <th scope="row">{named(&person.name)}</th>
                {person.blocks.into_iter().map(cell).collect_view()}
                <td class="number">{person.hints}</td>
            </tr>
        }
    });
    let rows = person.collect_view();
    let finished =
        table.finished.into_iter().map(|done| view! { <td>{format!("{done} of {of}")}</td> });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Results">
            <table class="figures" data-testid="results-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        {heads}
                        <th scope="col" class="number">"Hints opened"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"Finished"</th>
                        {finished.collect_view()}
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}
