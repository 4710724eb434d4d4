//! The bar of whoever takes part: where the workshop is, and the way on. It stands on every place.

use std::sync::Arc;

use content::agenda::Agenda;
use content::index::Index;
use leptos::prelude::*;

use crate::ui::model::route::Place;
use crate::ui::model::workshop::{Seat, beginning, title_of};
use crate::ui::state::{use_learn, use_workshop};

/// The bar; nothing for whoever takes part in no workshop.
#[component]
pub fn WorkshopBar() -> impl IntoView {
    let workshop = use_workshop();
    let sits = Memo::new(move |_| workshop.seat.with(Option::is_some));
    view! {
        <Show when=move || sits.get()>
            <Bar/>
        </Show>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let (workshop, learn) = (use_workshop(), use_learn());
    workshop.open();
    let shown = move || {
        let seat = workshop.seat.get()?;
        let agendas = workshop.agendas.with(|agendas| agendas.here().cloned())?;
        let index = learn.index.with(|index| index.here().cloned())?;
        let agenda = agendas.iter().find(|agenda| agenda.id == seat.agenda)?.clone();
        Some(view! { <Standing seat agenda index/> })
    };
    view! {
        <aside class="workshop-bar" aria-label="Workshop" data-testid="workshop-bar">
            {shown}
            <a class="workshop-bar-hand" href=Place::Workshop.fragment()>"My result"</a>
            <button type="button" class="quiet" on:click=move |_| workshop.sit(None)>
                "Leave the workshop"
            </button>
        </aside>
    }
}

#[component]
fn Standing(
    /// Where the person is.
    seat: Seat,
    /// The agenda.
    agenda: Agenda,
    /// The path.
    index: Arc<Index>,
) -> impl IntoView {
    let workshop = use_workshop();
    let last = agenda.blocks.len().saturating_sub(1);
    let at = seat.block.min(last);
    let words = format!("{}: {} of {}", agenda.title, at + 1, last + 1);
    let block = agenda.blocks.get(at);
    let title = block.map(|block| title_of(block, &index)).unwrap_or_default();
    let title = match block.and_then(|block| beginning(block, &index)) {
        Some(route) => view! { <a href=route.to_fragment()>{title}</a> }.into_any(),
        None => view! { <span>{title}</span> }.into_any(),
    };
    // Going on opens what the block uses; a break or a talk leaves one where one is.
    let step = move |to: usize, label: &'static str| {
        let route = agenda.blocks.get(to).and_then(|block| beginning(block, &index));
        let seat = Seat { block: to, ..seat.clone() };
        let go = move |_| {
            workshop.sit(Some(seat.clone()));
            if let Some(route) = &route {
                crate::ui::dom::route::go(&route.to_fragment());
            }
        };
        view! { <button type="button" on:click=go>{label}</button> }
    };
    let back = (at > 0).then(|| step(at - 1, "Back"));
    let on = (at < last).then(|| step(at + 1, "Next"));
    view! {
        <p><strong>{words}</strong> " " {title}</p>
        {back}
        {on}
    }
}
