//! The state of the page and everything that may be done to it.
//!
//! Owns the session, what is derived from its exchanges, and where the person is. Pages read
//! signals and call methods; none of them holds an engine of its own.

mod filling;
mod importing;
mod keeping;
mod lab;
mod learn;
mod level;
pub mod link;
mod paging;
mod past;
mod saving;
mod service;
mod workshop;

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value as Json;

use crate::api::{Exchange, Operation, Request, Session};
use crate::datasets::Recipe;
use crate::engine::Millis;
use crate::engine::inspect::Inspect;
use crate::ui::dom;
use crate::ui::dom::large::Large;
use crate::ui::dom::storage::LocalEntries;
use crate::ui::dom::tabs::{Channel, Competition};
use crate::ui::dom::time::Budget;
use crate::ui::model::changes::timeline::Standing;
use crate::ui::model::changes::view::{ChangesLink, View};
use crate::ui::model::clock::Pace;
use crate::ui::model::draft::Draft;
use crate::ui::model::history::Past;
use crate::ui::model::learn::route::LearnRoute;
use crate::ui::model::link::Link;
use crate::ui::model::meter::Meter;
use crate::ui::model::notice::{Notice, Subject};
use crate::ui::model::page_state::PageState;
use crate::ui::model::route::Place;
use crate::ui::model::rows::Target;
use crate::ui::model::run::Run;
use crate::ui::model::service::Service;
use crate::ui::model::workbench::{Sent, Workbench};
use crate::ui::model::workshop::route::WorkshopRoute;
use crate::workspace::{Saved, SavingState};

pub use crate::ui::model::workbench::{Loading, RunEnd};
pub use filling::fill_stage;
pub use importing::{ImportPhase, Importing};
pub use lab::{Lab, Phase, Side};
pub use learn::{Fetched, Learn, ProgressTrouble, use_learn};
pub use level::{Builder, Status, open_link, use_builder};
pub use paging::RunHandle;
pub use workshop::{Workshop, open_result, result_data, use_workshop};

/// How long after a change the address says so.
const ADDRESS_AFTER: Duration = Duration::from_millis(400);

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
    /// Where in Learn the person is, or was last.
    pub learn_route: RwSignal<LearnRoute>,
    /// Where in the workshop the person is, or was last.
    pub workshop_route: RwSignal<WorkshopRoute>,
    /// Set to open the command palette.
    pub wants_palette: RwSignal<bool>,
    /// The data of the link that shares somebody's workspace, while it is shown.
    pub shared: RwSignal<Option<String>>,
    /// What the message bar says, oldest first.
    pub notices: ReadSignal<Vec<Notice>>,
    /// The request in progress of Explore.
    pub draft: RwSignal<Draft>,
    /// What Explore ran last.
    pub run: RwSignal<Option<Arc<Run>>>,
    /// Which of its pages is looked at, from 0.
    pub page: RwSignal<usize>,
    /// The table or index whose items Explore shows.
    pub shown: RwSignal<Target>,
    /// The requests that Explore ran in this visit, newest first.
    pub history: RwSignal<Vec<Past>>,
    /// The height of Explore's request beside its result, in percent.
    pub split: RwSignal<u32>,
    /// How many partitions the bar has.
    pub partition_count: RwSignal<u32>,
    /// The traffic lab.
    pub lab: Lab,
    /// The service that requests are sent to.
    pub service: RwSignal<Service>,
    /// Bumped when time has passed for a service that limits and lags.
    pub ticks: RwSignal<u64>,
    /// Whether what the person did is saved.
    pub saving: ReadSignal<SavingState>,
    /// Bytes that the page's storage takes, and the most that it may, as far as the browser says.
    pub room: RwSignal<Option<(u64, u64)>>,
    /// Where one stands in the history.
    pub standing: ReadSignal<Standing>,
    /// The table that Changes shows.
    pub changes_table: RwSignal<String>,
    /// Which view of it.
    pub changes_view: RwSignal<View>,
    /// Whether it is a lesson's, apart from the person's workspace.
    pub is_apart: bool,
    set: Setters,
    /// The data, and the rules of what is kept of it.
    bench: StoredValue<Workbench<LocalEntries>>,
    /// What the address asked to see before there was data.
    link: StoredValue<Option<Link>>,
    /// The fragment that is about to be written into the address.
    address: StoredValue<Option<String>>,
    /// Whether the address has led anywhere since the page was opened.
    has_gone: StoredValue<bool>,
    /// The position in the history that is on its way to be looked at.
    wanted: StoredValue<Option<usize>>,
    /// The large storage, while it is open.
    large: StoredValue<Option<Large>, LocalStorage>,
    /// How long the page waits before it tries to open it again.
    patience: StoredValue<Duration>,
    /// The other tabs.
    tabs: StoredValue<Option<(Competition, Channel)>, LocalStorage>,
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
    saving: WriteSignal<SavingState>,
    standing: WriteSignal<Standing>,
}

/// The state of the page around a component.
pub fn use_app() -> App {
    use_context().expect("the root of the page provides its state to everything in it")
}

/// What the address of a shared workspace has before its data.
pub const SHARED: &str = "#/workspace/shared/";

impl App {
    /// The state of a page that has just begun: nothing loaded, nothing restored.
    pub fn new() -> Self {
        let now = dom::time::now();
        let bench = Workbench::new(LocalEntries, dom::time::random(), Millis(now));
        Self::around(bench, false)
    }

    /// A state of its own for a lesson: nothing that is done in it touches the person's workspace,
    /// is saved, or shows in the address. Its clock stands at the session's time.
    pub fn apart(session: Session, recipe: Option<Recipe>) -> Self {
        let now = session.engine().now();
        let app = Self::around(Workbench::apart(LocalEntries, session, recipe), true);
        let mut service = Service::plain(now.0);
        service.clock.set_pace(Pace::Paused, now.0);
        app.service.set(service);
        app
    }

    fn around(bench: Workbench<LocalEntries>, is_apart: bool) -> Self {
        let now = dom::time::now();
        let (revision, set_revision) = signal(0);
        let (recipe, set_recipe) = signal(bench.recipe());
        let (loading, set_loading) = signal(None);
        let (last, set_last) = signal(None);
        let (meter, set_meter) = signal(Meter::default());
        let (place, set_place) = signal(Place::default());
        let (notices, set_notices) = signal(Vec::new());
        let (saving, set_saving) = signal(SavingState::Saved);
        let (standing, set_standing) = signal(Standing::default());
        let set = Setters {
            revision: set_revision,
            recipe: set_recipe,
            loading: set_loading,
            last: set_last,
            meter: set_meter,
            place: set_place,
            notices: set_notices,
            saving: set_saving,
            standing: set_standing,
        };
        Self {
            revision,
            recipe,
            loading,
            last,
            meter,
            place,
            learn_route: RwSignal::new(LearnRoute::default()),
            workshop_route: RwSignal::new(WorkshopRoute::default()),
            wants_palette: RwSignal::new(false),
            shared: RwSignal::new(None),
            notices,
            draft: RwSignal::new(Draft::default()),
            run: RwSignal::new(None),
            page: RwSignal::new(0),
            shown: RwSignal::new(Target::default()),
            history: RwSignal::new(Vec::new()),
            split: RwSignal::new(PageState::FIRST_SPLIT),
            partition_count: RwSignal::new(PageState::FIRST_PARTITIONS),
            lab: Lab::new(),
            service: RwSignal::new(Service::plain(now)),
            ticks: RwSignal::new(0),
            saving,
            standing,
            changes_table: RwSignal::new(String::new()),
            changes_view: RwSignal::new(View::default()),
            room: RwSignal::new(None),
            is_apart,
            set,
            bench: StoredValue::new(bench),
            link: StoredValue::new(None),
            address: StoredValue::new(None),
            has_gone: StoredValue::new(false),
            wanted: StoredValue::new(None),
            large: StoredValue::new_local(None),
            patience: StoredValue::new(saving::PATIENCE),
            tabs: StoredValue::new_local(None),
        }
    }

    /// Follows the address, restores what was saved or loads the first dataset, and from then on
    /// saves what changes.
    pub fn start(&self) {
        let app = *self;
        dom::route::on_change(move |fragment, back| {
            app.has_gone.set_value(true);
            if app.follow(&fragment) {
                dom::route::arrive(None, back);
            }
        });
        self.follow(&dom::route::fragment());
        self.open_storage();
        self.keep_saving();
        self.serve();
    }

    /// Sends a request: its bill goes to the meter, its change, if any, to the log.
    pub fn send(&self, request: Request) -> Arc<Exchange> {
        let now = self.now();
        let Sent { exchange, changed_data, has_pending } =
            self.act(|bench| bench.send(request, Millis(now)));
        self.set.meter.update(|meter| meter.add(&exchange.receipts, now));
        if changed_data {
            self.set.revision.update(|revision| *revision += 1);
        }
        if has_pending {
            self.advance();
        }
        self.set.last.set(Some(exchange.clone()));
        self.ticks.update(|ticks| *ticks += 1);
        exchange
    }

    /// Takes over what a lesson has done by itself: the session as it left it, and what it sent.
    /// The clock follows where the lesson has let time pass.
    pub fn take_over_session(&self, session: Session, sent: Vec<Exchange>) -> Vec<Arc<Exchange>> {
        let sent: Vec<Arc<Exchange>> = sent.into_iter().map(Arc::new).collect();
        let (least, real) = (session.engine().now().0, dom::time::now());
        self.act(|bench| bench.put(session));
        self.service.update(|service| service.clock = service.clock.at_least(least, real));
        self.set.meter.update(|meter| {
            sent.iter().for_each(|exchange| meter.add(&exchange.receipts, least));
        });
        if let Some(last) = sent.last() {
            self.set.last.set(Some(last.clone()));
        }
        self.set.revision.update(|revision| *revision += 1);
        self.ticks.update(|ticks| *ticks += 1);
        sent
    }

    /// The session as it is now, to begin again from.
    pub fn snapshot(&self) -> Session {
        self.bench.with_value(Workbench::snapshot)
    }

    /// Everything that is needed to have this state as a workspace, with its form in Explore.
    pub fn to_workspace(&self) -> Saved {
        let mut work = self.work();
        work.page.place = Place::Explore;
        work.page.service = None;
        self.bench.with_value(|bench| bench.saved(&work))
    }

    /// Opens a copy of a lesson's state in Explore. The workspace before it is kept.
    pub fn open_copy(&self, saved: Saved) {
        self.act(|bench| bench.copy(saved, Millis(dom::time::now())));
        self.go(Place::Explore);
    }

    /// An example of this operation over a table, as the body of a request.
    pub fn example(&self, operation: Operation, table: &str) -> Json {
        self.act(|bench| bench.example(operation, table))
    }

    /// The body of the CreateTable request that would create this table anew.
    pub fn definition(&self, table: &str) -> Option<Json> {
        self.act(|bench| bench.definition(table))
    }

    /// Whether the part of the page that it was the state of is gone: a lesson was left.
    fn is_gone(&self) -> bool {
        self.bench.try_with_value(|_| ()).is_none()
    }

    /// Goes on with what the engine does in the background, a task at a time.
    fn advance(&self) {
        let (app, budget) = (*self, Budget::of_task());
        if self.is_gone() {
            return;
        }
        match self.act(|bench| bench.advance(|| budget.is_left())) {
            true => dom::time::soon(move || app.advance()),
            false => self.set.revision.update(|revision| *revision += 1),
        }
    }

    /// Looks at the data through a view of `ui::model`. Tracks [`App::revision`], so that memos
    /// follow the data.
    pub fn look<R>(&self, view: impl FnOnce(&Inspect<'_>) -> R) -> R {
        self.revision.track();
        self.look_once(view)
    }

    /// The same, to be told nothing of later changes.
    pub fn look_once<R>(&self, view: impl FnOnce(&Inspect<'_>) -> R) -> R {
        self.bench.with_value(|bench| view(&bench.engine().inspect()))
    }

    /// Sets the meter back to zero.
    pub fn reset_meter(&self) {
        self.set.meter.set(Meter::default());
        self.touch();
    }

    /// What the address leads to is here only now: it had to be fetched. Whoever opens the page
    /// there begins at its top, as everywhere.
    pub fn arrive_late(&self) {
        if self.has_gone.get_value() {
            dom::route::arrive_late();
        }
    }

    /// Goes to a place.
    pub fn go(&self, place: Place) {
        if self.place.get_untracked() == place {
            dom::route::focus("main");
        } else {
            dom::route::go(place.fragment());
        }
    }

    /// Shows a notice. It replaces one on the same subject.
    pub fn notify(&self, notice: Notice) {
        self.set.notices.update(|notices| notice.replace_in(notices));
    }

    /// Takes the notice on a subject away.
    pub fn dismiss(&self, subject: Subject) {
        if self.notices.with_untracked(|notices| notices.iter().any(|n| n.subject == subject)) {
            self.set.notices.update(|notices| notices.retain(|n| n.subject != subject));
        }
    }

    /// How many changes were made to the data since it was loaded.
    pub fn changes(&self) -> u64 {
        self.bench.with_value(Workbench::changes)
    }

    /// Goes where the address leads. Tells whether that is another place than before.
    fn follow(&self, fragment: &str) -> bool {
        let elsewhere = self.place.get_untracked().followed_to(fragment);
        let within = (Place::of_fragment(fragment) == Some(Place::Learn))
            .then(|| LearnRoute::from_fragment(fragment))
            .filter(|route| self.learn_route.with_untracked(|known| known != route));
        let workshop = (Place::of_fragment(fragment) == Some(Place::Workshop))
            .then(|| WorkshopRoute::from_fragment(fragment))
            .filter(|route| self.workshop_route.with_untracked(|known| known != route));
        let is_elsewhere = elsewhere.is_some() || within.is_some() || workshop.is_some();
        if Place::of_fragment(fragment) == Some(Place::Workspace) {
            let data = fragment.split_once(SHARED).map(|(_, data)| data.to_owned());
            self.shared.set(data.filter(|data| !data.is_empty()));
        }
        if let Some(route) = workshop {
            self.workshop_route.set(route);
        }
        if let Some(route) = within {
            self.learn_route.set(route);
        }
        if let Some(place) = elsewhere {
            self.set.place.set(place);
        }
        if Place::leads_nowhere(fragment) {
            self.notify(Notice::unknown_address(fragment));
        } else {
            self.dismiss(Subject::Address);
        }
        if Place::of_fragment(fragment) == Some(Place::Changes) {
            let link = ChangesLink::from_fragment(fragment);
            link.table.into_iter().for_each(|table| self.changes_table.set(table));
            link.view.into_iter().for_each(|view| self.changes_view.set(view));
        }
        let link = Link::from_fragment(fragment);
        if let Some(link) = link.filter(|_| Place::of_fragment(fragment) == Some(Place::Explore)) {
            if link.is_broken {
                self.notify(Notice::unreadable_request());
            }
            self.link.set_value(Some(link));
            if !self.bench.with_value(Workbench::is_empty) {
                self.follow_link();
            }
        }
        is_elsewhere
    }

    /// Shows what the address asked to see, once there is data to see it in.
    fn follow_link(&self) {
        let Some(link) = self.link.try_update_value(Option::take).flatten() else { return };
        // The same request stays as it is written now: as text, as rows or as JSON.
        let same = self.draft.with_untracked(Draft::asked) == link.request;
        if let Some(draft) = link.draft().filter(|_| !same) {
            self.draft.set(draft);
        }
        let shown = self.shown;
        // The view follows another request first; what the link says of it comes after that.
        dom::time::soon(move || {
            let is_named = !link.target.table.is_empty();
            if is_named && shown.try_get_untracked().is_some_and(|known| known != link.target) {
                shown.set(link.target);
            }
        });
    }

    /// Writes another fragment of a place into the address while one is there. A link that was just
    /// pressed has its own address there already, before the page has heard of it: that one counts.
    pub fn rewrite_address(&self, place: Place, fragment: &str) {
        let leads_here =
            Place::of_fragment(&dom::route::fragment()).is_none_or(|written| written == place);
        if leads_here && self.place.try_get_untracked() == Some(place) {
            dom::route::replace(fragment);
        }
    }

    /// Writes what Explore shows into the address, soon and once for many changes.
    pub fn write_address(&self, link: &Link) {
        let fragment = Place::Explore.fragment().to_owned() + &link.to_query();
        let is_waiting = self.address.with_value(Option::is_some);
        self.address.set_value(Some(fragment));
        if is_waiting {
            return;
        }
        let app = *self;
        dom::time::later(ADDRESS_AFTER, move || {
            let fragment = app.address.try_update_value(Option::take).flatten();
            if let Some(fragment) = fragment {
                app.rewrite_address(Place::Explore, &fragment);
            }
        });
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}
