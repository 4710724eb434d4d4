//! The state of the page and everything that may be done to it.
//!
//! Owns the session, what is derived from its exchanges, and where the person is. Pages read
//! signals and call methods; none of them holds an engine of its own.

mod experiment;
mod keeping;
mod lab;
mod loading;
mod pages;
mod service;

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::{Exchange, Request, Session};
use crate::datasets::{DatasetId, Recipe, Size};
use crate::engine::{Clock, Engine, Millis};
use crate::learn::{Experiment, Quiz};
use crate::ui::dom;
use crate::ui::dom::time::Budget;
use crate::ui::model::draft::Draft;
use crate::ui::model::meter::Meter;
use crate::ui::model::notice::{Notice, Subject};
use crate::ui::model::page_state::PageState;
use crate::ui::model::route::Place;
use crate::ui::model::run::Run;
use crate::ui::model::service::Service;
use crate::workspace::{Log, Saved};

use keeping::Keeping;

pub use experiment::{EXPERIMENT_ID, EXPLANATION_ID};
pub use lab::{Lab, Phase, Side};
pub use loading::Loading;
pub use pages::{End, RunHandle};

/// Rows that a new index sees between two looks at the clock.
const ROWS_A_STEP: usize = 500;

/// The state of the page. Copied freely: all of it is signals and stored values.
#[derive(Clone, Copy)]
pub struct App {
    /// Bumped whenever the data changed: what [`App::engine`] read before is then out of date.
    pub revision: ReadSignal<u64>,
    /// What is loaded.
    pub recipe: ReadSignal<Recipe>,
    /// How far a load is, while there is one.
    pub loading: ReadSignal<Option<Loading>>,
    /// The last exchange, whatever page sent it.
    pub last: ReadSignal<Option<Arc<Exchange>>>,
    /// Running totals.
    pub meter: ReadSignal<Meter>,
    /// Where the person is.
    pub place: ReadSignal<Place>,
    /// What the message bar says, oldest first.
    pub notices: ReadSignal<Vec<Notice>>,
    /// The request in progress of Explore.
    pub draft: RwSignal<Draft>,
    /// What Explore ran last.
    pub run: RwSignal<Option<Arc<Run>>>,
    /// Which of its pages is looked at, from 0.
    pub page: RwSignal<usize>,
    /// The answers of the quiz.
    pub quiz: RwSignal<Quiz>,
    /// The question of the quiz that was looked at last.
    pub question: RwSignal<Option<usize>>,
    /// How many partitions the bar has.
    pub partition_count: RwSignal<u32>,
    /// The traffic lab.
    pub lab: Lab,
    /// The service that requests are sent to.
    pub service: RwSignal<Service>,
    /// Bumped when time has passed for a service that limits and lags.
    pub ticks: RwSignal<u64>,
    /// The experiment that was opened last, for the place that it opened.
    pub experiment: RwSignal<Option<Experiment>>,
    set: Setters,
    session: StoredValue<Session>,
    log: StoredValue<Log>,
    keeping: StoredValue<Keeping, LocalStorage>,
    /// What the last load or reset replaced.
    replaced: StoredValue<Option<Saved>>,
    /// The id of the element to come in at where the person is sent; none for the heading.
    landing: StoredValue<Option<&'static str>>,
    /// The number of the load that is under way or done last; an older one gives up.
    load_number: StoredValue<u64>,
}

#[derive(Clone, Copy)]
struct Setters {
    revision: WriteSignal<u64>,
    recipe: WriteSignal<Recipe>,
    loading: WriteSignal<Option<Loading>>,
    last: WriteSignal<Option<Arc<Exchange>>>,
    meter: WriteSignal<Meter>,
    place: WriteSignal<Place>,
    notices: WriteSignal<Vec<Notice>>,
}

/// The state of the page around a component.
pub fn use_app() -> App {
    use_context().expect("the root of the page provides its state to everything in it")
}

impl App {
    /// The state of a page that has just begun: nothing loaded, nothing restored.
    pub fn new() -> Self {
        let (revision, set_revision) = signal(0);
        let (recipe, set_recipe) = signal(Recipe::new(DatasetId::Medical, Size::Thousand));
        let (loading, set_loading) = signal(None);
        let (last, set_last) = signal(None);
        let (meter, set_meter) = signal(Meter::default());
        let (place, set_place) = signal(Place::default());
        let (notices, set_notices) = signal(Vec::new());
        let set = Setters {
            revision: set_revision,
            recipe: set_recipe,
            loading: set_loading,
            last: set_last,
            meter: set_meter,
            place: set_place,
            notices: set_notices,
        };
        Self {
            revision,
            recipe,
            loading,
            last,
            meter,
            place,
            notices,
            draft: RwSignal::new(Draft::default()),
            run: RwSignal::new(None),
            page: RwSignal::new(0),
            quiz: RwSignal::new(Quiz::new(dom::time::random())),
            question: RwSignal::new(None),
            partition_count: RwSignal::new(PageState::FIRST_PARTITIONS),
            lab: Lab::new(),
            service: RwSignal::new(Service::plain(dom::time::now())),
            ticks: RwSignal::new(0),
            experiment: RwSignal::new(None),
            set,
            session: StoredValue::new(Session::new(clock())),
            log: StoredValue::new(Log::default()),
            keeping: StoredValue::new_local(Keeping::new()),
            replaced: StoredValue::new(None),
            landing: StoredValue::new(None),
            load_number: StoredValue::new(0),
        }
    }

    /// Follows the address, restores what was saved or loads the first dataset, and from then on
    /// saves what changes.
    pub fn start(&self) {
        let app = *self;
        dom::route::on_change(move |fragment, back| {
            if app.follow(&fragment) {
                dom::route::arrive(app.landing.try_update_value(Option::take).flatten(), back);
            }
        });
        self.open_saved();
        self.follow(&dom::route::fragment());
        self.keep_saving();
        self.serve();
    }

    /// Sends a request: its bill goes to the meter, its change, if any, to the log.
    pub fn send(&self, request: Request) -> Arc<Exchange> {
        let now = self.now();
        let sent = self.session.try_update_value(|session| {
            session.set_time(Millis(now));
            session.send(request)
        });
        let exchange = Arc::new(sent.expect("the state outlives every part of the page"));
        self.set.meter.update(|meter| meter.add(&exchange.receipts, now));
        self.log.update_value(|log| {
            log.record(&exchange);
        });
        if changes_data(&exchange) {
            self.set.revision.update(|revision| *revision += 1);
        }
        if exchange.request.operation.is_control() {
            self.work_on();
        }
        self.set.last.set(Some(exchange.clone()));
        self.ticks.update(|ticks| *ticks += 1);
        self.touch();
        exchange
    }

    /// Goes on with what the engine does in the background, a task at a time: a large table takes
    /// a while to show its items to a new index.
    fn work_on(&self) {
        let (app, budget) = (*self, Budget::of_task());
        let mut left = true;
        self.session.update_value(|session| {
            while left && budget.is_left() {
                left = session.work(ROWS_A_STEP);
            }
        });
        match left {
            true => dom::tasks::soon(move || app.work_on()),
            false => self.set.revision.update(|revision| *revision += 1),
        }
    }

    /// Reads the engine. Tracks [`App::revision`], so that memos follow the data.
    pub fn engine<R>(&self, read: impl FnOnce(&Engine) -> R) -> R {
        self.revision.track();
        self.session.with_value(|session| read(session.engine()))
    }

    /// Sets the meter back to zero.
    pub fn reset_meter(&self) {
        self.set.meter.set(Meter::default());
        self.touch();
    }

    /// Goes to a place.
    pub fn go(&self, place: Place) {
        if self.place.get_untracked() == place {
            dom::route::focus("main");
        } else {
            dom::route::go(place.fragment());
        }
    }

    /// Goes to the element with this id in a place.
    fn go_to(&self, place: Place, id: &'static str) {
        if self.place.get_untracked() == place {
            return dom::route::arrive(Some(id), false);
        }
        self.landing.set_value(Some(id));
        dom::route::go(place.fragment());
    }

    /// Shows a notice. It replaces one on the same subject.
    pub fn notify(&self, notice: Notice) {
        self.set.notices.update(|notices| {
            notices.retain(|known| known.subject != notice.subject);
            notices.push(notice);
        });
    }

    /// Takes the notice on a subject away.
    pub fn dismiss(&self, subject: Subject) {
        if self.notices.with_untracked(|notices| notices.iter().any(|n| n.subject == subject)) {
            self.set.notices.update(|notices| notices.retain(|n| n.subject != subject));
        }
    }

    /// How many changes were made to the data since it was loaded.
    pub fn changes(&self) -> usize {
        self.log.with_value(|log| log.operations().len())
    }

    /// An address without a place is where the person was the last time. Tells whether the place
    /// is another now.
    fn follow(&self, fragment: &str) -> bool {
        let before = self.place.get_untracked();
        let place = Place::of_fragment(fragment).unwrap_or(before);
        if before != place {
            self.set.place.set(place);
        }
        before != place
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

fn clock() -> Clock {
    Clock::fixed(Millis(dom::time::now()))
}

fn changes_data(exchange: &Exchange) -> bool {
    let control = exchange.request.operation.is_control();
    let expired = !exchange.expired.is_empty();
    expired || (control && exchange.response.is_ok()) || !exchange.changes.is_empty()
}
