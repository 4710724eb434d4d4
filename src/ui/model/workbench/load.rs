//! Loading data piece by piece, and making saved changes again.
//!
//! A load builds a session beside the one in use and replaces it only when it is complete: a load
//! that is cancelled or fails leaves everything as it was.

use crate::api::Session;
use crate::datasets::{LoadError, Loader, Recipe, Size};
use crate::engine::{Clock, Millis};
use crate::workspace::{History, Place, Rebuild, Saved, Storage, WorkspaceId};

use super::{Arrival, Effect, PageWork, Workbench, first_question, started_over};
use crate::ui::model::meter::Meter;
use crate::ui::model::notice::{Notice, Subject};
use crate::ui::model::page_state::PageState;
use crate::ui::model::service::Service;

/// Rows between two looks at the clock: well under the budget of a task even on a slow machine.
const ROWS_A_STEP: usize = 40;
/// Effects, or requests, between two looks at the clock.
const EFFECTS_A_STEP: usize = 20;

/// Tells loads apart, so that the tasks of one that was given up end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadNumber(u64);

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading {
    /// What is being loaded.
    pub recipe: Recipe,
    /// Rows and saved changes so far.
    pub done: usize,
    /// Rows and saved changes in all.
    pub total: usize,
}

/// What a load is for: what the page is like once it has come to its end.
#[derive(Debug)]
pub(super) enum Purpose {
    /// The person chose other data.
    Choose,
    /// A few rows instead of the first load, which was cancelled: a page needs something to ask.
    StandIn,
    /// The person begins anew.
    StartOver,
    /// Work that was saved is there again.
    Restore {
        page: Box<PageState>,
        meter: Meter,
        /// Whether it takes the place of other work, which can then be put back.
        tells_replaced: bool,
        /// Where its log goes on; none if it is to be written anew.
        goes_on: Option<Place>,
    },
}

/// A load under way.
pub(super) struct Load {
    recipe: Recipe,
    session: Session,
    loader: Loader,
    rebuild: Rebuild,
    changes: u64,
    begun: Millis,
    purpose: Purpose,
    /// Whether everything is there, and only showing it is left.
    is_complete: bool,
}

impl<S: Storage> Workbench<S> {
    /// How far a load is, while there is one. Until it is known what is stored, nothing is loaded.
    pub fn loading(&self) -> Option<Loading> {
        let opening = Loading { recipe: self.recipe, done: 0, total: self.recipe.items() };
        self.load.as_ref().map(Load::progress).or(self.is_opening.then_some(opening))
    }

    /// The number of the load that is under way or was the last: another one means other data.
    pub fn load_number(&self) -> LoadNumber {
        self.load_number
    }

    /// Starts a load and gives up the one before.
    pub(super) fn begin(
        &mut self,
        recipe: Recipe,
        saved: Option<Saved>,
        purpose: Purpose,
        now: Millis,
    ) {
        let begun = saved.as_ref().and_then(Saved::beginning).unwrap_or(now);
        let changes = saved.as_ref().map_or(0, |saved| saved.changes);
        let history = saved.map_or(History::Effects(Vec::new()), |saved| saved.history);
        self.is_opening = false;
        self.load_number.0 += 1;
        self.load = Some(Load {
            recipe,
            session: Session::new(Clock::fixed(begun)),
            loader: Loader::new(recipe),
            rebuild: Rebuild::new(history),
            changes,
            begun,
            purpose,
            is_complete: false,
        });
        self.effects.push(Effect::AdvanceLoad(self.load_number));
    }

    /// Goes on with a load for as long as there is time. Once all is there, the next call shows it:
    /// that takes a task's time by itself. `work` is the page as it is now, `real` the real time.
    pub fn advance_load(
        &mut self,
        number: LoadNumber,
        mut is_time_left: impl FnMut() -> bool,
        work: impl FnOnce() -> PageWork,
        real: u64,
    ) {
        // The load may have been cancelled, or another begun, since the task was asked for.
        let Some(mut load) = self.load.take_if(|_| number == self.load_number) else { return };
        if load.is_complete {
            return self.arrive(load, work(), real);
        }
        match load.advance(&mut is_time_left) {
            Ok(()) => {
                self.load = Some(load);
                self.effects.push(Effect::AdvanceLoad(number));
            }
            Err(LoadError::Table(error) | LoadError::Rows(error)) => {
                let said = error.message().map_or_else(|| error.type_name(), str::to_owned);
                let text = format!("The data was not loaded: {said}");
                self.tell(Notice::warning(Subject::Loading, text));
            }
        }
    }

    /// Ends a load; what was there stays.
    pub fn cancel_load(&mut self, now: Millis) {
        if self.load.take().is_none() {
            return;
        }
        self.load_number.0 += 1;
        if self.is_empty() {
            let recipe = Recipe { size: Size::Article, ..self.recipe };
            self.begin(recipe, None, Purpose::StandIn, now);
        } else {
            let text = "Loading was canceled. Your data is unchanged.";
            self.tell(Notice::info(Subject::Loading, text));
        }
    }

    /// Replaces the session in use, and the page over it.
    fn arrive(&mut self, load: Load, work: PageWork, real: u64) {
        // The last of the page that goes: its data is saved already.
        if self.keeper.current().is_some() {
            self.save_page(&work, real);
        }
        let (changes, before) = (self.changes, self.keeper.current());
        let replaced = std::mem::replace(&mut self.session, load.session);
        self.recipe = load.recipe;
        self.is_from_nothing = false;
        self.begun = load.begun;
        self.changes = load.changes;
        let failures = load.rebuild.failures();
        let is_rebuilt = load.rebuild.progress().1 > 0;
        let starts_over = matches!(load.purpose, Purpose::StartOver);
        let mut work = load.purpose.page(work, load.recipe, self.engine().now().0, real);
        self.session.keep_applied();
        self.begin_history();
        let id = WorkspaceId(self.next_id());
        match &load.purpose {
            Purpose::Restore { goes_on: Some(place), .. } => {
                self.keeper.begin(*place);
                self.publish_opened(place.id);
                self.save_page(&work, real);
            }
            _ if is_rebuilt => self.save_as(id, &work, real),
            _ => {
                self.keeper.begin(Place::new(id));
                self.publish_opened(id);
                self.save_page(&work, real);
            }
        }
        self.has_diverged = !self.keeper.is_writer()
            && !matches!(load.purpose, Purpose::Restore { goes_on: Some(_), .. });
        let service = work.page.service.unwrap_or_else(|| Service::plain(real));
        work.page.service = Some(self.set_service(service, real));
        let goes_on = matches!(load.purpose, Purpose::Restore { goes_on: Some(_), .. });
        self.note_stand_in(before.is_none() && (!goes_on || self.changes == 0), &work);
        let arrival = Arrival { work, starts_over, replaced };
        self.effects.push(Effect::Show(Box::new(arrival)));
        self.keep_replaced(load.purpose, before, changes);
        if failures > 0 {
            self.tell(Notice::replay_failed(failures));
        }
        self.touch();
    }

    /// A number that no other workspace has, as far as anyone can tell.
    pub(super) fn next_id(&mut self) -> u64 {
        let drawn = self.random.next_u64();
        if self.keeper.kept().iter().any(|kept| kept.id.0 == drawn) {
            self.next_id()
        } else {
            drawn
        }
    }

    /// Keeps what was replaced within reach, if that is worth it, and tells of it.
    fn keep_replaced(&mut self, purpose: Purpose, before: Option<WorkspaceId>, changes: u64) {
        let is_other = before.filter(|id| Some(*id) != self.keeper.current());
        let tells = match &purpose {
            Purpose::StartOver => true,
            Purpose::Choose => changes > 0,
            Purpose::Restore { tells_replaced, .. } => *tells_replaced && changes > 0,
            Purpose::StandIn => false,
        };
        let is_new_start = matches!(purpose, Purpose::StartOver);
        let Some(before) = is_other else { return };
        if tells {
            self.replaced = Some(before);
            let notice = match is_new_start {
                true => Notice::started_over(changes),
                false => Notice::replaced(changes, self.recipe.dataset.title()),
            };
            self.tell(notice);
        } else if changes == 0 {
            // Nothing is lost that its recipe doesn't bring back.
            self.keeper.forget(before);
            self.note_saving();
        }
    }
}

impl Purpose {
    /// The page over the data that has arrived. The engine shows no time before `least`.
    fn page(&self, mut work: PageWork, recipe: Recipe, least: u64, real: u64) -> PageWork {
        match self {
            Self::Choose | Self::StandIn => {
                work.page.draft = first_question(recipe.dataset);
                work
            }
            Self::StartOver => started_over(work, recipe.dataset),
            Self::Restore { page, meter, .. } => {
                let mut page = PageState { place: work.page.place, ..(**page).clone() };
                let mut service = page.service.unwrap_or_else(|| Service::plain(real));
                service.clock = service.clock.reopened(real, least);
                page.service = Some(service);
                PageWork { page, meter: meter.clone() }
            }
        }
    }
}

impl Load {
    fn advance(&mut self, is_time_left: &mut impl FnMut() -> bool) -> Result<(), LoadError> {
        while !self.is_complete && is_time_left() {
            self.is_complete = self.step()?;
        }
        Ok(())
    }

    /// Tells whether all is done.
    fn step(&mut self) -> Result<bool, LoadError> {
        if !self.loader.step(&mut self.session, ROWS_A_STEP)?.is_complete() {
            return Ok(false);
        }
        Ok(self.rebuild.step(&mut self.session, EFFECTS_A_STEP))
    }

    fn progress(&self) -> Loading {
        let rows = self.loader.progress();
        let (done, total) = self.rebuild.progress();
        Loading { recipe: self.recipe, done: rows.done + done, total: rows.total + total }
    }
}

impl std::fmt::Debug for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
