//! The race: all ways to serve one access pattern, run page by page and shown at one pace.
//!
//! Owns starting, cancelling, the frames and the replay. Refuses to know how lanes are drawn.

use std::sync::Arc;

use leptos::prelude::*;

use super::pattern::{Asked, Choice, asked};
use super::side::ComparisonSide;
use crate::api::{Exchange, Request};
use crate::capacity::read_blocks;
use crate::ui::dom::time;
use crate::ui::model::compare::{Lane, Strip, Way, back, forward, touches, whole};
use crate::ui::model::tables::Tables;
use crate::ui::state::App;

/// How long a lane takes to run over the whole table, in milliseconds.
const WHOLE_TABLE_MILLIS: f64 = 1_800.0;

/// Where the race is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not started.
    Ready,
    /// Running.
    Running,
    /// All lanes are home.
    Done,
    /// Stopped by the person.
    Cancelled,
    /// A request was rejected.
    Rejected,
}

impl Phase {
    /// Whether nothing more will be read.
    pub fn is_over(self) -> bool {
        !matches!(self, Phase::Ready | Phase::Running)
    }
}

/// The state of the place.
#[derive(Clone, Copy)]
pub struct Race {
    /// The page's state.
    pub app: App,
    /// Which access pattern is chosen.
    pub choice: RwSignal<Choice>,
    /// Both requests, or why it cannot be compared.
    pub asked: Memo<Result<Asked, &'static str>>,
    /// The whole table in blocks of 4 KB: the scale of what both sides cost.
    pub table_blocks: Memo<u64>,
    /// Where the race is.
    pub phase: RwSignal<Phase>,
    /// The side that asks by key.
    pub by_key: ComparisonSide,
    /// The side that scans.
    pub by_scan: ComparisonSide,
    /// The further ways that this access pattern has.
    pub ways: Memo<Vec<(Way, Request)>>,
    /// Those that are to run as well.
    pub chosen: RwSignal<Vec<Way>>,
    /// The position of the replay: the bytes that each way has read.
    pub position: RwSignal<u64>,
    /// The sides of the further ways, in the order of [`Way::ALL`].
    others: [ComparisonSide; Way::ALL.len()],
    /// Counts races, so that the frames of an old one stop.
    race_number: StoredValue<u32>,
}

impl Race {
    /// A race that has not started; a change of access pattern or data brings it back to the start.
    pub fn new(app: App, choice: Choice) -> Self {
        let choice = RwSignal::new(choice);
        let asked = Memo::new(move |_| asked(app, &choice.get()));
        let race = Self {
            app,
            choice,
            asked,
            table_blocks: Memo::new(move |_| {
                let table = asked.with(|asked| asked.as_ref().ok().map(Asked::table)).flatten();
                let tables = app.look(Tables::read);
                let extent = table.and_then(|table| tables.extent(&table));
                extent.map_or(0, |table| read_blocks(table.bytes))
            }),
            phase: RwSignal::new(Phase::Ready),
            by_key: ComparisonSide::new(),
            by_scan: ComparisonSide::new(),
            ways: Memo::new(move |_| {
                let tables = app.look(Tables::read);
                asked.with(|asked| {
                    let asked = asked.as_ref().ok();
                    asked.map_or_else(Vec::new, |asked| asked.further_ways(&tables))
                })
            }),
            chosen: RwSignal::default(),
            position: RwSignal::new(0),
            others: Way::ALL.map(|_| ComparisonSide::new()),
            race_number: StoredValue::new(0),
        };
        Effect::new(move |_| {
            race.asked.track();
            race.chosen.track();
            app.recipe.track();
            untrack(|| race.reset());
        });
        on_cleanup(move || race.cancel());
        race
    }

    /// The strip that all lanes run over.
    pub fn strip(self) -> Strip {
        let table = self.asked.with(|asked| asked.as_ref().ok().map(Asked::table)).flatten();
        let tables = self.app.look(Tables::read);
        let items = table.and_then(|table| tables.extent(&table)).map_or(0, |table| table.items);
        Strip::of(usize::try_from(items).unwrap_or(usize::MAX))
    }

    /// Whether the table has nothing to read, or is not there.
    pub fn is_empty(self) -> bool {
        self.strip().items() == 0
    }

    /// The side of a further way.
    pub fn side(self, way: Way) -> ComparisonSide {
        let at = Way::ALL.iter().position(|known| *known == way);
        self.others[at.unwrap_or_default()]
    }

    /// The further ways that are to run.
    pub fn further(self) -> Vec<(Way, Request)> {
        let mut ways = self.ways.get();
        self.chosen.with(|chosen| ways.retain(|(way, _)| chosen.contains(way)));
        ways
    }

    /// All sides that run, the two that are always there first.
    pub fn sides(self) -> Vec<ComparisonSide> {
        let further = self.further().into_iter().map(|(way, _)| self.side(way));
        [self.by_key, self.by_scan].into_iter().chain(further).collect()
    }

    /// Runs all ways.
    pub fn start(self) {
        self.reset();
        let Ok(asked) = self.asked.get_untracked() else { return };
        // The pace of all lanes: the bytes of the table in a fixed time.
        let tables = self.app.look_once(Tables::read);
        let Some(table) = asked.table().and_then(|table| tables.extent(&table)) else { return };
        self.phase.set(Phase::Running);
        self.run_side(self.by_key, asked.pair.query);
        self.run_side(self.by_scan, asked.pair.scan);
        for (way, request) in untrack(|| self.further()) {
            self.run_side(self.side(way), request);
        }
        let race_number = self.race_number.get_value();
        let reduced = time::is_reduced();
        time::each_frame(move |millis| self.frame(race_number, millis, table.bytes, reduced));
    }

    /// Stops all ways; what was read so far stays shown.
    pub fn cancel(self) {
        let sides = self.all_sides();
        sides.iter().for_each(|side| side.cancel());
        self.race_number.try_update_value(|number| *number += 1);
        if self.phase.try_get_untracked() == Some(Phase::Running) {
            sides.iter().for_each(|side| side.advance_to(u64::MAX));
            self.phase.set(Phase::Cancelled);
        }
    }

    /// Every side, whether it runs or not.
    fn all_sides(self) -> Vec<ComparisonSide> {
        [self.by_key, self.by_scan].into_iter().chain(self.others).collect()
    }

    fn reset(self) {
        self.cancel();
        let strip = untrack(|| self.strip());
        self.all_sides().iter().for_each(|side| side.reset(strip));
        self.phase.set(Phase::Ready);
    }

    fn run_side(self, side: ComparisonSide, request: Request) {
        let on_page = move |page: Arc<Exchange>| {
            let read = self.app.look_once(|inspect| touches(&page, inspect));
            side.add(&page, read);
        };
        side.hold(self.app.run_pages(request, on_page, move |end| side.end(end)));
    }

    /// Shows what may be shown by now; answers whether another frame is wanted.
    fn frame(self, race_number: u32, millis: f64, bytes: u64, reduced: bool) -> bool {
        if self.race_number.try_get_value() != Some(race_number) {
            return false;
        }
        let sides = untrack(|| self.sides());
        let over = sides.iter().all(|side| side.is_over());
        let shown = match (reduced, over) {
            (true, true) => u64::MAX,
            (true, false) => 0,
            (false, _) => pace(bytes, millis),
        };
        sides.iter().for_each(|side| side.advance_to(shown));
        let done = sides.iter().all(|side| side.is_done());
        if done {
            self.position.set(self.whole());
            self.phase.set(self.result());
        }
        !done
    }

    fn result(self) -> Phase {
        let is_rejected = |side: &ComparisonSide| side.rejection.with_untracked(Option::is_some);
        let is_any_rejected = untrack(|| self.sides()).iter().any(is_rejected);
        if is_any_rejected { Phase::Rejected } else { Phase::Done }
    }

    /// Works something out from the lanes that run.
    fn of_lanes<T>(self, work: impl FnOnce(&[&Lane]) -> T) -> T {
        let sides = untrack(|| self.sides());
        let lanes: Vec<_> = sides.iter().map(|side| side.lane.read_untracked()).collect();
        let lanes: Vec<&Lane> = lanes.iter().map(|lane| &**lane).collect();
        work(&lanes)
    }

    /// Where the replay ends, in bytes.
    pub fn whole(self) -> u64 {
        self.of_lanes(|lanes| whole(lanes.iter().copied()))
    }

    /// Shows what each way has done after so many bytes. A replay that runs by itself stops.
    pub fn show_at(self, bytes: u64) {
        self.race_number.update_value(|number| *number += 1);
        self.place(bytes);
    }

    /// One item further.
    pub fn step_forward(self) {
        if let Some(at) = self.of_lanes(|lanes| forward(lanes.iter().copied())) {
            self.show_at(at);
        }
    }

    /// One item back.
    pub fn step_back(self) {
        if let Some(at) = self.of_lanes(|lanes| back(lanes.iter().copied())) {
            self.show_at(at);
        }
    }

    /// Runs the finished race again for the eye; nothing is read or charged.
    pub fn replay(self) {
        self.show_at(0);
        let (race_number, end) = (self.race_number.get_value(), self.whole());
        if time::is_reduced() {
            return self.place(end);
        }
        time::each_frame(move |millis| {
            if self.race_number.try_get_value() != Some(race_number) {
                return false;
            }
            let at = pace(end, millis).min(end);
            self.place(at);
            at < end
        });
    }

    fn place(self, bytes: u64) {
        for side in untrack(|| self.sides()) {
            side.show_at(bytes);
        }
        self.position.set(bytes);
    }
}

/// How many bytes a way has read after so long, where the whole table takes a fixed time.
fn pace(table: u64, millis: f64) -> u64 {
    (table as f64 * millis / WHOLE_TABLE_MILLIS) as u64
}
