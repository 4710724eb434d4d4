//! The workshop: who takes part, the instructor's clock, and the results that were collected.
//!
//! Owns what of it is stored in this browser. What a result is and how they are tabulated is
//! `ui::model::workshop`'s.

use content::agenda::Agenda;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::learn::fetched;
use super::{Fetched, Learn, link};
use crate::ui::dom;
use crate::ui::dom::storage::{setting, store_setting};
use crate::ui::model::packed::LinkFault;
use crate::ui::model::workshop::Seat;
use crate::ui::model::workshop::result::{self, HandedIn, MOST_BYTES};

/// The name that the participant's seat is stored by.
const SEAT: &str = "workshop-seat";
/// The name that the instructor's part is stored by.
const HOST: &str = "workshop-host";

/// What an instructor has set up and collected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Host {
    /// The agenda that is shown; the first if it is empty or gone.
    pub agenda: String,
    /// When the workshop began, in milliseconds since 1970.
    pub started: Option<u64>,
    /// What was collected.
    pub results: Vec<HandedIn>,
}

/// The workshop. Copied freely.
#[derive(Clone, Copy)]
pub struct Workshop {
    learn: Learn,
    /// The agendas that there are.
    pub agendas: RwSignal<Fetched<Vec<Agenda>>>,
    /// The person's seat, while they take part in one.
    pub seat: RwSignal<Option<Seat>>,
    /// The instructor's part.
    pub host: RwSignal<Host>,
    /// Results that were removed last, for the undo.
    pub removed: RwSignal<Option<Vec<HandedIn>>>,
}

/// The workshop around a component.
pub fn use_workshop() -> Workshop {
    use_context().expect("the root of the page provides its state to everything in it")
}

impl Workshop {
    /// As it was stored.
    pub fn stored(learn: Learn) -> Self {
        Self {
            learn,
            agendas: RwSignal::new(Fetched::Waiting),
            seat: RwSignal::new(setting::<Option<Seat>>(SEAT).flatten()),
            host: RwSignal::new(setting(HOST).unwrap_or_default()),
            removed: RwSignal::new(None),
        }
    }

    /// Fetches the agendas as soon as the index is here, unless they are.
    pub fn open(&self) {
        let workshop = *self;
        self.learn.open();
        Effect::new(move |_| {
            let index = workshop.learn.index.get();
            match &index {
                Fetched::Waiting => {}
                Fetched::Failed(fault) => workshop.agendas.set(Fetched::Failed(*fault)),
                Fetched::Here(index) => {
                    let is_here = workshop.agendas.with_untracked(|known| known.here().is_some());
                    if !is_here {
                        workshop.fetch(index.agendas.clone());
                    }
                }
            }
        });
    }

    /// Fetches once more what is missing.
    pub fn retry(&self) {
        self.agendas.set(Fetched::Waiting);
        match self.learn.index.with_untracked(|index| index.here().map(|i| i.agendas.clone())) {
            Some(file) => self.fetch(file),
            None => self.learn.fetch_index(),
        }
    }

    fn fetch(&self, file: String) {
        let workshop = *self;
        if file.is_empty() {
            return self.agendas.set(Fetched::Here(Default::default()));
        }
        spawn_local(async move {
            let came = fetched(&file).await;
            workshop.agendas.try_set(came);
        });
    }

    /// Takes part, or goes to another block.
    pub fn sit(&self, seat: Option<Seat>) {
        store_setting(SEAT, &seat);
        self.seat.set(seat);
    }

    /// Changes the instructor's part and stores it.
    pub fn host(&self, change: impl FnOnce(&mut Host)) {
        let mut host = self.host.get_untracked();
        // What another tab has collected meanwhile stays.
        for result in setting::<Host>(HOST).map(|stored| stored.results).unwrap_or_default() {
            result::add(&mut host.results, result);
        }
        change(&mut host);
        store_setting(HOST, &host);
        self.host.set(host);
    }

    /// Takes a result in.
    pub fn collect(&self, handed_in: HandedIn) {
        self.host(|host| result::add(&mut host.results, handed_in));
    }

    /// Removes all results; until the page is reloaded that can be undone.
    pub fn clear_results(&self) {
        self.host(|host| self.removed.set(Some(std::mem::take(&mut host.results))));
    }

    /// Has the removed results again.
    pub fn undo_clear(&self) {
        let removed = self.removed.try_update(Option::take).flatten().unwrap_or_default();
        removed.into_iter().for_each(|result| self.collect(result));
    }

    /// What the person would hand in now.
    pub fn own_result(&self) -> Option<HandedIn> {
        let seat = self.seat.get()?;
        let progress = self.learn.progress.get();
        Some(HandedIn::new(&seat.name, &seat.agenda, progress, dom::time::now()))
    }
}

/// The result that a link holds.
pub async fn open_result(data: &str) -> Result<HandedIn, LinkFault> {
    let text = link::text_of(data, MOST_BYTES).await?;
    HandedIn::from_text(&text).ok_or(LinkFault::Foreign)
}

/// The data of the link that holds a result; `None` if this browser can't pack it.
pub async fn result_data(result: &HandedIn) -> Option<String> {
    link::data_of(&result.to_text()).await
}
