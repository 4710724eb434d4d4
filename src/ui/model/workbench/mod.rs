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
//! a request ──► its effects are saved at once ──► Effect::TakeOver ──► taken_over
//! the log has grown ──► Effect::CheckpointSoon ──► advance_checkpoint, task after task
//! the page changes ──► touch ──► Effect::SaveSoon ──► save_if_due
//! ```

mod checkpoint;
mod load;
mod paging;
mod past;
mod reach;
mod saving;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::api::{Exchange, Request, Session};
use crate::datasets::{DatasetId, Recipe, Size, SplitMix64, access_patterns};
use crate::dax::{Dax, DaxCounts};
use crate::engine::{Clock, Engine, Millis, Operation, SimulationSettings};
use crate::workspace::{
    Entry, Found, History, Keeper, Opened, Saved, Storage, Trouble, WorkspaceError, WorkspaceId,
    decode,
};

use super::changes::timeline::Timeline;
use super::draft::Draft;
use super::lab::form::Form;
use super::meter::Meter;
use super::notice::{Notice, Subject};
use super::page_state::PageState;
use super::route::Place;
use super::service::Service;
use super::template::{self, Material};

pub use checkpoint::CHECKPOINT_AFTER;
use checkpoint::Making;
use load::{Load, Purpose};
pub use load::{LoadNumber, Loading};
pub use paging::{PagedRun, RunEnd, starting_behind};
use reach::StandIn;
pub use saving::{Changes, SAVE_AFTER, Word};

/// Rows that a new index sees between two looks at the clock.
const ROWS_A_STEP: usize = 500;

/// What is saved of a page besides its data.
#[derive(Debug, Clone, PartialEq)]
pub struct PageWork {
    /// Where the person is and what stands in the forms.
    pub page: PageState,
    /// The running totals.
    pub meter: Meter,
}

impl PageWork {
    /// A page that has just begun.
    pub fn new() -> Self {
        let page = PageState {
            place: Place::default(),
            draft: Draft::default(),
            partitions: PageState::FIRST_PARTITIONS,
            lab: Form::default(),
            service: None,
            split: PageState::FIRST_SPLIT,
        };
        Self { page, meter: Meter::default() }
    }
}

impl Default for PageWork {
    fn default() -> Self {
        Self::new()
    }
}

/// What a [`Workbench`] wants done.
#[derive(Debug)]
pub enum Effect {
    /// Call [`Workbench::advance_load`] with this number, in a task of its own.
    AdvanceLoad(LoadNumber),
    /// Call [`Workbench::save_if_due`] in a little while.
    SaveSoon,
    /// Call [`Workbench::advance_checkpoint`] in a while.
    CheckpointSoon,
    /// Call [`Workbench::advance_checkpoint`] in a task of its own.
    AdvanceCheckpoint,
    /// Do this in the large storage, and tell the outcome with [`Workbench::taken_over`]; one that has
    /// failed is tried again, and [`Workbench::reach_large`] called when it answers.
    TakeOver(Changes),
    /// Read heads and the entries of this workspace from the large storage and call
    /// [`Workbench::open_kept`].
    Fetch(WorkspaceId),
    /// Tell other tabs.
    Publish(Word),
    /// Show a notice.
    Tell(Notice),
    /// Take the notice on this subject away.
    Dismiss(Subject),
    /// Go where the person was, unless the address already names a place.
    GoBackTo(Place),
    /// Show other data.
    Show(Box<Arrival>),
}

/// Data that has taken the place of other data.
#[derive(Debug)]
pub struct Arrival {
    /// The page over it.
    pub work: PageWork,
    /// Whether the lab begins anew too.
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
    recipe: Recipe,
    /// Whether the session has no rows of the recipe: a lesson began without tables.
    is_from_nothing: bool,
    /// When the recipe was loaded, by the engine's clock.
    begun: Millis,
    /// Requests that changed the data since.
    changes: u64,
    load: Option<Load>,
    /// The number of the load that is under way or was the last.
    load_number: LoadNumber,
    /// Numbers for workspaces.
    random: SplitMix64,
    /// What the last load or new start replaced.
    replaced: Option<WorkspaceId>,
    /// What has happened since the data was loaded.
    timeline: Timeline,
    /// The simulation, while someone looks back.
    paused: Option<SimulationSettings>,
    keeper: Keeper<S>,
    making: Making,
    /// Whether it is yet to be seen what is stored.
    is_opening: bool,
    /// What the page showed because the large storage did not answer.
    stand_in: Option<StandIn>,
    /// Whether the page has changed since it was saved.
    is_due: bool,
    /// Whether another tab saves, and this one's data is no longer the same.
    has_diverged: bool,
    /// Whether another tab has told of a batch of a number that this one has used.
    is_disputed: bool,
    /// The trouble with saving that the person was told of last.
    told: Option<Trouble>,
    effects: Vec<Effect>,
}

impl<S: Storage> Workbench<S> {
    /// A workbench with nothing on it, over a small storage, with a seed that nobody else has.
    pub fn new(small: S, seed: u64, now: Millis) -> Self {
        let mut session = Session::new(Clock::fixed(now));
        session.keep_past();
        Self {
            session,
            recipe: first_recipe(),
            is_from_nothing: false,
            begun: now,
            changes: 0,
            load: None,
            load_number: LoadNumber::default(),
            random: SplitMix64::new(seed),
            replaced: None,
            timeline: Timeline::default(),
            paused: None,
            keeper: Keeper::new(small),
            making: Making::default(),
            is_opening: false,
            stand_in: None,
            is_due: false,
            has_diverged: false,
            is_disputed: false,
            told: None,
            effects: Vec::new(),
        }
    }

    /// A workbench for a lesson, over a session that has the rows of a recipe already, or none. No
    /// workspace is begun, so nothing of it is stored.
    pub fn apart(small: S, session: Session, recipe: Option<Recipe>) -> Self {
        let begun = session.engine().now();
        let bench = Self { session, begun, ..Self::new(small, 0, begun) };
        let is_from_nothing = recipe.is_none();
        let recipe = recipe.unwrap_or(Recipe::new(DatasetId::Medical, Size::Article));
        Self { recipe, is_from_nothing, ..bench }
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
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Sends a request. What it changed, if anything, goes into the log.
    pub fn send(&mut self, request: Request, now: Millis) -> Sent {
        self.return_to_present();
        self.session.set_time(now);
        let exchange = Arc::new(self.session.send(request));
        let is_control = exchange.request.operation.is_control();
        let changed_data = !exchange.changes.is_empty()
            || !exchange.expired.is_empty()
            || (is_control && exchange.response.is_ok());
        self.changes += u64::from(changed_data);
        // Before anyone sees the answer.
        self.save_applied();
        self.remember(&exchange);
        self.touch();
        Sent { exchange, changed_data, has_pending: is_control }
    }

    /// Goes on with another session: a lesson's, that has sent requests by itself.
    pub fn put(&mut self, session: Session) {
        self.session = session;
        self.timeline = Timeline::default();
    }

    /// The session as it is now.
    pub fn snapshot(&self) -> Session {
        self.session.clone()
    }

    /// Goes on from a copy of other work: a lesson's, that is to be had as a workspace.
    pub fn copy(&mut self, saved: Saved, now: Millis) {
        self.restore(Found::copy(saved), true, now);
    }

    /// An example of this operation over a table. What it takes to make one is asked of the service
    /// in requests that change nothing: neither the log nor the meter knows of them.
    pub fn example(&mut self, operation: Operation, table: &str) -> Json {
        self.return_to_present();
        let material = Material::read(&self.engine().inspect(), table);
        template::example(operation, &material, |operation, body| {
            let exchange = self.session.send(Request { operation, body });
            exchange.response.ok().map(|response| response.to_json())
        })
    }

    /// The CreateTable request that would create this table anew; none if there is no such table.
    pub fn definition(&mut self, table: &str) -> Option<Json> {
        self.return_to_present();
        let body = json!({ "TableName": table });
        let exchange = self.session.send(Request { operation: Operation::DescribeTable, body });
        let described = exchange.response.ok()?.to_json();
        Some(template::definition(&described["Table"]))
    }

    /// Goes on with what the engine does in the background for as long as there is time; tells
    /// whether something is still pending. A large table takes a while to show its items to a new
    /// index.
    pub fn advance(&mut self, mut is_time_left: impl FnMut() -> bool) -> bool {
        self.return_to_present();
        let mut is_pending = true;
        while is_pending && is_time_left() {
            is_pending = self.session.advance(ROWS_A_STEP);
        }
        self.save_applied();
        self.remember_background();
        is_pending
    }

    /// Lets the time that has passed show in indexes and partitions; tells whether it did.
    pub fn pass_time(&mut self, now: Millis) -> bool {
        // Nothing goes on in a state that was.
        if self.standing().looks_back() {
            return false;
        }
        self.session.set_time(now);
        let has_passed = self.session.advance_simulation();
        self.save_applied();
        self.remember_background();
        has_passed
    }

    /// Takes the choice of a service over; gives it back with a clock that shows no time before
    /// what has happened already.
    pub fn set_service(&mut self, mut service: Service, real: u64) -> Service {
        self.return_to_present();
        let least = self.engine().now().0;
        if service.clock.at(real) < least {
            service.clock = service.clock.at_least(least, real);
        }
        self.session.set_simulation(service.simulation());
        self.session.set_dax(service.cluster());
        self.session.set_past_dax(service.past_dax);
        self.save_applied();
        self.remember_background();
        service
    }

    /// What a copy of this work begins with. A workspace begins with a recipe; one that is to have
    /// no rows of it takes one whose table isn't there, and the log drops that table.
    fn base(&self) -> Recipe {
        let inspect = self.engine().inspect();
        let has = |name: &str| inspect.tables().iter().any(|t| t.schema.name.as_str() == name);
        let free = DatasetId::ALL.into_iter().find(|dataset| !has(dataset.table()));
        match free.filter(|_| self.is_from_nothing) {
            Some(dataset) => Recipe::new(dataset, Size::Article),
            None => self.recipe,
        }
    }

    fn saved_without_log(&self, work: &PageWork) -> Saved {
        Saved {
            recipe: self.base(),
            begun: Some(self.begun),
            history: History::Effects(Vec::new()),
            changes: self.changes,
            page: saved_json(&work.page),
            meter: saved_json(&work.meter),
            // Answers were saved here once; progress in Learn has its own place.
            quiz: Json::Null,
        }
    }

    /// Notes that what is stored is going to be opened.
    pub fn begin_opening(&mut self) {
        self.is_opening = true;
    }

    /// Looks what this browser holds: `heads` are those of the large storage, if there is one. Returns
    /// the workspace to open, whose entries [`Workbench::open`] needs.
    pub fn survey(
        &mut self,
        heads: Option<Vec<(String, String)>>,
        is_writer: bool,
    ) -> Option<WorkspaceId> {
        if !is_writer {
            self.keeper.set_writer(false);
            self.tell(Notice::other_tab());
        }
        self.keeper.survey(heads)
    }

    /// Restores a workspace, or loads the first dataset. No entries are told where the large storage
    /// doesn't answer.
    pub fn open(&mut self, id: Option<WorkspaceId>, entries: Option<Vec<Entry>>, now: Millis) {
        match self.keeper.assemble(id, entries) {
            Opened::Empty => {}
            Opened::Unreadable(error) => self.tell(Notice::unreadable(error)),
            Opened::Restored(found) => {
                if let Some(error) = found.unreadable {
                    self.tell(Notice::unreadable(error));
                } else if let Some(error) = found.damaged {
                    self.tell(Notice::damaged(error));
                } else if found.is_out_of_reach {
                    self.tell(Notice::out_of_reach());
                } else if found.earlier.is_some() {
                    self.replaced = found.earlier;
                    self.tell(Notice::within_reach());
                }
                return self.restore(*found, false, now);
            }
        }
        self.load(first_recipe(), now);
    }

    /// Opens a former workspace, with heads and its entries from the large storage.
    pub fn open_kept(
        &mut self,
        id: WorkspaceId,
        heads: Vec<(String, String)>,
        entries: Option<Vec<Entry>>,
        now: Millis,
    ) {
        self.keeper.see_heads(heads);
        if let Opened::Restored(found) = self.keeper.assemble(Some(id), entries) {
            if found.is_out_of_reach {
                // What is there is better than a part of it.
                return self.tell(Notice::unreachable());
            }
            if let Some(error) = found.damaged {
                self.tell(Notice::damaged(error));
            }
            self.restore(*found, true, now);
        }
    }

    /// Loads a recipe in place of what is there.
    pub fn load(&mut self, recipe: Recipe, now: Millis) {
        self.begin(recipe, None, Purpose::Choose, now);
    }

    /// Goes on from an exported file.
    pub fn import(&mut self, text: &str, now: Millis) -> Result<(), WorkspaceError> {
        let read = decode(text);
        match &read {
            Ok(_) => self.effects.push(Effect::Dismiss(Subject::File)),
            Err(error) => self.tell(Notice::bad_file(*error)),
        }
        read.map(|saved| self.copy(saved, now))
    }

    /// Begins anew with the same dataset: no changes, no answers, the meter at zero.
    pub fn start_over(&mut self, now: Millis) {
        self.begin(self.recipe, None, Purpose::StartOver, now);
    }

    /// Puts back what the last load or new start replaced.
    pub fn put_back(&mut self) {
        if let Some(id) = self.replaced.take() {
            self.effects.push(Effect::Fetch(id));
        }
    }

    /// Loads the recipe, makes the changes again, and goes where the person was.
    fn restore(&mut self, found: Found, tells_replaced: bool, now: Millis) {
        let Found { saved, goes_on, .. } = found;
        let page = PageState::from_json(&saved.page);
        let meter = Meter::deserialize(&saved.meter).unwrap_or_default();
        self.effects.push(Effect::GoBackTo(page.place));
        let purpose = Purpose::Restore { page: Box::new(page), meter, tells_replaced, goes_on };
        self.begin(saved.recipe, Some(saved), purpose, now);
    }

    fn tell(&mut self, notice: Notice) {
        self.effects.push(Effect::Tell(notice));
    }

    /// Whether there is no table, as before the first load.
    pub fn is_empty(&self) -> bool {
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
        lab: Form::default(),
        service,
        split: work.page.split,
    };
    PageWork { page, meter: Meter::default() }
}
