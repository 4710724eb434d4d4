//! The participant's part: joining by a room link, what is done of the agenda, handing it in.

use std::sync::Arc;

use content::agenda::Agenda;
use content::index::Index;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::link_field::LinkField;
use crate::ui::dom;
use crate::ui::model::workshop::result::{HandedIn, share_of};
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::ui::model::workshop::{Seat, beginning, span_words, title_of};
use crate::ui::state::{result_data, use_learn, use_workshop};

/// Taking part by a room link.
#[component]
pub fn JoinView(
    /// All agendas.
    agendas: Arc<Vec<Agenda>>,
    /// The path.
    index: Arc<Index>,
    /// The agenda that the link names.
    agenda: String,
    /// The block that it leads to.
    block: usize,
) -> impl IntoView {
    let workshop = use_workshop();
    let Some(agenda) = agendas.iter().find(|known| known.id == agenda).cloned() else {
        return view! {
            <section class="workshop">
                <h1>"This link opens no workshop"</h1>
                <p>
                    "This page knows no such agenda. The link may come from another version of the \
                     page: reload it and try again. Nothing of yours has changed."
                </p>
            </section>
        }
        .into_any();
    };
    let block = block.min(agenda.blocks.len().saturating_sub(1));
    let route = agenda.blocks.get(block).and_then(|block| beginning(block, &index));
    let to = route.map_or_else(|| WorkshopRoute::Home.to_fragment(), |route| route.to_fragment());
    let known = workshop.seat.get_untracked().filter(|seat| seat.agenda == agenda.id);
    if let Some(seat) = known {
        // Whoever sits there already follows the room at once.
        workshop.sit(Some(Seat { block, ..seat }));
        dom::route::go_instead(&to);
        return ().into_any();
    }
    let name = RwSignal::new(workshop.seat.get_untracked().map(|s| s.name).unwrap_or_default());
    let title = agenda.blocks.get(block).map(|block| title_of(block, &index)).unwrap_or_default();
    let id = agenda.id.clone();
    let join = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let seat = Seat { agenda: id.clone(), block, name: name.get_untracked().trim().to_owned() };
        workshop.sit(Some(seat));
        dom::route::go_instead(&to);
    };
    view! {
        <section class="workshop" aria-labelledby="workshop-title">
            <h1 id="workshop-title">"Join the workshop: " {agenda.title}</h1>
            <p>"You begin with “" {title} "”. Everything runs in your browser."</p>
            <form class="workshop-join" on:submit=join>
                <div class="field">
                    <label for="workshop-name">"Your name"</label>
                    <input
                        id="workshop-name"
                        type="text"
                        maxlength="80"
                        autocomplete="name"
                        bind:value=name
                        aria-describedby="workshop-name-hint"
                    />
                    <p class="hint" id="workshop-name-hint">
                        "It stays in this browser until you hand in your result."
                    </p>
                </div>
                <button type="submit" class="primary" data-testid="join">"Start"</button>
            </form>
        </section>
    }
    .into_any()
}

/// What the participant has done, and handing it in.
#[component]
pub fn PartView(
    /// All agendas.
    agendas: Arc<Vec<Agenda>>,
    /// The path.
    index: Arc<Index>,
    /// Set to see the instructor's view instead.
    is_host: RwSignal<bool>,
) -> impl IntoView {
    let (workshop, learn) = (use_workshop(), use_learn());
    let seat = workshop.seat;
    let agenda = move || {
        seat.with(|seat| {
            agendas.iter().find(|a| seat.as_ref().is_some_and(|s| s.agenda == a.id)).cloned()
        })
    };
    let blocks = move || {
        let agenda = agenda()?;
        let progress = learn.progress.get();
        let row = |(at, block): (usize, &content::agenda::Block)| {
            let title = title_of(block, &index);
            let title = match beginning(block, &index) {
                Some(route) => view! { <a href=route.to_fragment()>{title}</a> }.into_any(),
                None => title.into_any(),
            };
            let done = block
                .uses
                .as_ref()
                .map(|uses| share_of(&uses.lesson, &uses.part, &index, &progress));
            let mark = done.is_some_and(|share| share.is_whole()).then_some("✓ ");
            view! {
                <tr>
                    <td class="number">{span_words(&agenda, at)}</td>
                    <td>{title}</td>
                    <td>{mark} {done.map(|share| share.words())}</td>
                </tr>
            }
        };
        let rows = agenda.blocks.iter().enumerate().map(row).collect_view();
        Some(view! {
            <h1 id="workshop-title">"Workshop: " {agenda.title.clone()}</h1>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Agenda">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col" class="number">"Time"</th>
                            <th scope="col">"What"</th>
                            <th scope="col">"You did"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <section class="workshop" aria-labelledby="workshop-title">
            {blocks}
            <HandIn/>
            <p>
                <button type="button" class="quiet" on:click=move |_| is_host.set(true)>
                    "I lead the workshop: show the instructor's view"
                </button>
            </p>
        </section>
    }
}

/// The result as a link and as a file.
#[component]
fn HandIn() -> impl IntoView {
    let workshop = use_workshop();
    let link = RwSignal::new(String::new());
    let result = Memo::new(move |_| workshop.own_result());
    Effect::new(move |_| {
        let Some(result) = result.get() else { return };
        spawn_local(async move {
            let data = result_data(&result).await;
            let address =
                data.map(|data| dom::route::address(&WorkshopRoute::Result { data }.to_fragment()));
            link.try_set(address.unwrap_or_default());
        });
    });
    let name = move || {
        workshop.seat.with(|seat| seat.as_ref().map(|s| s.name.clone())).unwrap_or_default()
    };
    let rename = move |event| {
        let name = event_target_value(&event);
        if let Some(seat) = workshop.seat.get_untracked() {
            workshop.sit(Some(Seat { name, ..seat }));
        }
    };
    let save = move |_| {
        if let Some(result) = result.get_untracked() {
            dom::file::download("workshop-result.json", &HandedIn::to_text(&result));
        }
    };
    view! {
        <section class="pane" aria-labelledby="hand-in">
            <h2 id="hand-in">"Hand in your result"</h2>
            <p>
                "The link holds your name and what you did in lessons, exercises and questions. It \
                 goes nowhere until you send it."
            </p>
            <div class="field">
                <label for="workshop-name">"Your name"</label>
                <input
                    id="workshop-name"
                    type="text"
                    maxlength="80"
                    prop:value=name
                    on:change=rename
                />
            </div>
            <LinkField
                label="Result link"
                id="result-link"
                link
                copied="Copied. Send the link to your instructor."
            />
            <button type="button" on:click=save>"Save as a file"</button>
        </section>
    }
}
