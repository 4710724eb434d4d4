//! Workshop: one link puts a room at one place; what everyone did is collected without a server.
//!
//! Owns which part the address shows. What a result is and how results are tabulated is
//! `ui::model::workshop`'s.

mod bar;
mod cheat_sheet;
mod host;
mod part;
mod results;

use leptos::prelude::*;

use self::cheat_sheet::CheatSheet;
use self::host::HostView;
use self::part::{JoinView, PartView};
use self::results::ResultByLink;
use super::learn::{NotFetched, OnItsWay};
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::ui::state::{Fetched, use_app, use_learn, use_workshop};
pub use bar::WorkshopBar;

/// The place.
#[component]
pub fn WorkshopPage() -> impl IntoView {
    let (app, workshop, learn) = (use_app(), use_workshop(), use_learn());
    workshop.open();
    let route = app.workshop_route;
    // Whoever takes part sees their own part; the instructor's view is one press away.
    let is_host = RwSignal::new(false);
    let takes_part = Memo::new(move |_| workshop.seat.with(Option::is_some) && !is_host.get());
    let ready = Memo::new(move |_| {
        workshop.agendas.with(|agendas| match agendas {
            Fetched::Here(agendas) => Fetched::Here(agendas.clone()),
            Fetched::Waiting => Fetched::Waiting,
            Fetched::Failed(fault) => Fetched::Failed(*fault),
        })
    });
    move || match (route.get(), ready.get()) {
        (WorkshopRoute::CheatSheet, _) => view! { <CheatSheet/> }.into_any(),
        (_, Fetched::Waiting) => view! { <OnItsWay/> }.into_any(),
        (_, Fetched::Failed(fault)) => {
            let on_retry = Callback::new(move |()| workshop.retry());
            view! { <NotFetched fault on_retry/> }.into_any()
        }
        (route, Fetched::Here(agendas)) => {
            let Some(index) = learn.index.with_untracked(|index| index.here().cloned()) else {
                return view! { <OnItsWay/> }.into_any();
            };
            match route {
                WorkshopRoute::Join { agenda, block } => {
                    view! { <JoinView agendas index agenda block/> }.into_any()
                }
                WorkshopRoute::Result { data } => view! { <ResultByLink data/> }.into_any(),
                _ if takes_part.get() => view! { <PartView agendas index is_host/> }.into_any(),
                _ => view! { <HostView agendas index/> }.into_any(),
            }
        }
    }
}
