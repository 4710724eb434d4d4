//! The rules of the page's state: what is loaded, what is saved and when, what can be undone.
//!
//! Owns the session, the log of its changes, loads under way, and what is yet to be saved. Whatever
//! it wants done outside, such as a timer, a notice, or another page to show, it asks for as an
//! [`Effect`]. Refuses to know signals, the browser and the time: `ui::state` drives it with them.
//!
//! ```text
//! load, restore, start over … ──► Effect::AdvanceLoad ──► advance_load, task after task
//!                                                             │ all rows are there
//!       Effect::Show(Arrival) ◄── the session is replaced ◄───┘
//! a change ──► touch ──► Effect::SaveSoon ──► save_if_due, now or once a load has ended
//! ```

mod load;
mod paging;
mod saving;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::api::{Exchange, Request, Session};
use crate::datasets::{DatasetId, Recipe, Size, access_patterns};
use crate::dax::{Dax, DaxCounts};
use crate::engine::{Clock, Engine, Millis, Operation};
use crate::learn::{Experiment, Quiz};
use crate::workspace::{
    Log, Opened, OwnerId, SaveError, Saved, Slots, Vault, WorkspaceError, decode,
};

use super::draft::Draft;
use super::lab::form::Form;
use super::lab::preset;
use super::meter::Meter;
use super::notice::{Notice, Subject};
use super::page_state::PageState;
use super::route::Place;
use super::service::Service;
use super::template::{self, Material};

use load::{Load, Purpose};
pub use load::{LoadNumber, Loading};
pub use paging::{PagedRun, RunEnd, starting_behind};
pub use saving::SAVE_AFTER;
use saving::Saving;

/// Rows that a new index sees between two looks at the clock.
const ROWS_A_STEP: usize = 500;

/// What is saved of a page besides its data.
#[derive(Debug, Clone, PartialEq)]
pub struct PageWork {
    /// Where the person is and what stands in the forms.
    pub page: PageState,
    /// The running totals.
    pub meter: Meter,
    /// The answers of the quiz.
    pub quiz: Quiz,
}

impl PageWork {
    /// A page that has just begun.
    pub fn new(seed: u64) -> Self {
        let page = PageState {
            place: Place::default(),
            draft: Draft::default(),
            partitions: PageState::FIRST_PARTITIONS,
            lab: Form::default(),
            service: None,
        };
        Self { page, meter: Meter::default(), quiz: Quiz::new(seed) }
    }
}

/// What a [`Workbench`] wants done.
#[derive(Debug)]
pub enum Effect {
    /// Call [`Workbench::advance_load`] with this number, in a task of its own.
    AdvanceLoad(LoadNumber),
    /// Call [`Workbench::save_if_due`] in a little while.
    SaveSoon,
    /// Show a notice.
    Tell(Notice),
    /// Take the notice on this subject away.
    Dismiss(Subject),
    /// Go where the person was, unless the address already names a place.
    GoBackTo(Place),
    /// Show other data.
    Show(Box<Arrival>),
    /// Open an experiment; its data is there.
    Open(Experiment),
}

/// Data that has taken the place of other data.
#[derive(Debug)]
pub struct Arrival {
    /// The page over it.
    pub work: PageWork,
    /// Whether the lab and the quiz begin anew too.
    pub starts_over: bool,
    /// What was there before. Freeing a large table takes a while, so it is not done here.
    pub replaced: Session,
}

/// A request that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The request, and what became of it.
    pub exchange: Arc<Exchange>,
    /// Whether the data is no longer what it was.
    pub changed_data: bool,
    /// Whether the engine may have work to do in the background: see [`Workbench::advance`].
    pub has_pending: bool,
}

/// The session, its log, and everything that is kept of both.
#[derive(Debug)]
pub struct Workbench<S> {
    session: Session,
    log: Log,
    recipe: Recipe,
    load: Option<Load>,
    /// The number of the load that is under way or was the last.
    load_number: LoadNumber,
    /// What the last load or new start replaced.
    replaced: Option<Saved>,
    saving: Saving<S>,
    effects: Vec<Effect>,
}

impl<S: Slots> Workbench<S> {
    /// A workbench with nothing on it, for the tab with this number.
    pub fn new(slots: S, owner: OwnerId, now: Millis) -> Self {
        Self {
            session: Session::new(Clock::fixed(now)),
            log: Log::default(),
            recipe: first_recipe(),
            load: None,
            load_number: LoadNumber::default(),
            replaced: None,
            saving: Saving::new(Vault::new(slots, owner)),
            effects: Vec::new(),
        }
    }

    /// What is to be done outside, oldest first. Ask after every call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        self.session.engine()
    }

    /// What the cluster in front did so far, if there is one.
    pub fn dax_counts(&self) -> Option<DaxCounts> {
        self.session.dax().map(Dax::counts)
    }

    /// What is loaded.
    pub fn recipe(&self) -> Recipe {
        self.recipe
    }

    /// How many changes were made to the data since it was loaded.
    pub fn changes(&self) -> usize {
        self.log.operations().len()
    }

    /// Sends a request. What it changed, if anything, goes into the log.
    pub fn send(&mut self, request: Request, now: Millis) -> Sent {
        self.session.set_time(now);
        let exchange = Arc::new(self.session.send(request));
        self.log.record(&exchange);
        self.touch();
        let is_control = exchange.request.operation.is_control();
        let changed_data = !exchange.changes.is_empty()
            || !exchange.expired.is_empty()
            || (is_control && exchange.response.is_ok());
        Sent { exchange, changed_data, has_pending: is_control }
    }

    /// An example of this operation over a table. What it takes to make one is asked of the service
    /// in requests that change nothing: neither the log nor the meter knows of them.
    pub fn example(&mut self, operation: Operation, table: &str) -> Json {
        let material = Material::read(&self.engine().inspect(), table);
        template::example(operation, &material, |operation, body| {
            let exchange = self.session.send(Request { operation, body });
            exchange.response.ok().map(|response| response.to_json())
        })
    }

    /// Goes on with what the engine does in the background for as long as there is time; tells
    /// whether something is still pending. A large table takes a while to show its items to a new
    /// index.
    pub fn advance(&mut self, mut is_time_left: impl FnMut() -> bool) -> bool {
        let mut is_pending = true;
        while is_pending && is_time_left() {
            is_pending = self.session.advance(ROWS_A_STEP);
        }
        is_pending
    }

    /// Lets the time that has passed show in indexes and partitions; tells whether it did.
    pub fn pass_time(&mut self, now: Millis) -> bool {
        self.session.set_time(now);
        self.session.advance_simulation()
    }

    /// Takes the choice of a service over; gives it back with a clock that shows no time before
    /// what has happened already.
    pub fn set_service(&mut self, mut service: Service, real: u64) -> Service {
        let least = self.engine().now().0;
        if service.clock.at(real) < least {
            service.clock = service.clock.at_least(least, real);
        }
        self.session.set_simulation(service.simulation());
        self.session.set_dax(service.cluster());
        self.session.set_past_dax(service.past_dax);
        service
    }

    /// Everything that is needed to have this state again.
    pub fn saved(&self, work: &PageWork) -> Saved {
        Saved {
            recipe: self.recipe,
            operations: self.log.operations().to_vec(),
            page: saved_json(&work.page),
            meter: saved_json(&work.meter),
            quiz: saved_json(&work.quiz),
        }
    }

    /// Restores what this browser holds, or loads the first dataset.
    pub fn open(&mut self, now: Millis) {
        match self.saving.open() {
            Opened::Empty => {}
            Opened::Fault(fault) => self.tell_trouble(SaveError::Storage(fault)),
            Opened::Unreadable { error, .. } => self.tell_trouble(SaveError::Unreadable(error)),
            Opened::Restored { saved, damaged } => {
                if let Some(error) = damaged {
                    self.tell(Notice::damaged_beside(error));
                }
                return self.restore(*saved, false, now);
            }
        }
        self.load(first_recipe(), now);
    }

    /// Loads a recipe in place of what is there.
    pub fn load(&mut self, recipe: Recipe, now: Millis) {
        self.begin(recipe, Vec::new(), Purpose::Choose, now);
    }

    /// Goes on from an exported file.
    pub fn import(&mut self, text: &str, now: Millis) -> Result<(), WorkspaceError> {
        let read = decode(text);
        match &read {
            Ok(_) => self.effects.push(Effect::Dismiss(Subject::File)),
            Err(error) => self.tell(Notice::bad_file(*error)),
        }
        read.map(|saved| self.restore(saved, true, now))
    }

    /// Begins anew with the same dataset: no changes, no answers, the meter at zero.
    pub fn start_over(&mut self, now: Millis) {
        self.begin(self.recipe, Vec::new(), Purpose::StartOver, now);
    }

    /// Puts back what the last load or new start replaced.
    pub fn put_back(&mut self, now: Millis) {
        if let Some(saved) = self.replaced.take() {
            self.restore(saved, false, now);
        }
    }

    /// Opens an experiment, and loads its dataset first if another is there.
    pub fn open_experiment(&mut self, experiment: Experiment, now: Millis) {
        if self.recipe.dataset == experiment.dataset && self.load.is_none() {
            return self.effects.push(Effect::Open(experiment));
        }
        let recipe = Recipe { dataset: experiment.dataset, ..self.recipe };
        self.begin(recipe, Vec::new(), Purpose::Experiment(Box::new(experiment)), now);
    }

    /// Loads the recipe, makes the changes again, and goes where the person was.
    fn restore(&mut self, saved: Saved, tells_replaced: bool, now: Millis) {
        let page = PageState::from_json(&saved.page);
        let meter = Meter::deserialize(&saved.meter).unwrap_or_default();
        let quiz = Quiz::deserialize(&saved.quiz).ok();
        self.effects.push(Effect::GoBackTo(page.place));
        let purpose = Purpose::Restore { page: Box::new(page), meter, quiz, tells_replaced };
        self.begin(saved.recipe, saved.operations, purpose, now);
    }

    fn tell(&mut self, notice: Notice) {
        self.effects.push(Effect::Tell(notice));
    }

    fn is_empty(&self) -> bool {
        self.engine().inspect().tables().is_empty()
    }
}

fn saved_json(value: &impl Serialize) -> Json {
    serde_json::to_value(value).expect("plain data with text keys is JSON")
}

/// What a page begins with.
fn first_recipe() -> Recipe {
    Recipe::new(DatasetId::Medical, Size::Thousand)
}

/// The first question of a dataset, as it stands in the form.
fn first_question(dataset: DatasetId) -> Draft {
    let first = access_patterns(dataset).into_iter().next();
    first.map(|pattern| draft_of(&pattern.request)).unwrap_or_default()
}

/// A request as it stands in the form.
pub fn draft_of(request: &Request) -> Draft {
    Draft::from_request(request.operation.name(), &request.body)
}

/// A page that begins anew: only its place and its clock are as they were.
fn started_over(work: PageWork, dataset: DatasetId) -> PageWork {
    let service =
        work.page.service.map(|service| Service { clock: service.clock, ..Service::plain(0) });
    let page = PageState {
        place: work.page.place,
        draft: first_question(dataset),
        partitions: PageState::FIRST_PARTITIONS,
        lab: Form::of(preset::FIRST),
        service,
    };
    PageWork { page, meter: Meter::default(), quiz: work.quiz.again() }
}
